"""The endpoints for the models on this computer's disk, and for those on their way to it."""

from aiohttp import web

from app.api.body import read_object, text_field
from app.api.groups import LibraryFace
from app.api.manage import by_text, done


class LibraryEndpoints:
    """Commands of `node.library` over HTTP.

    Args:
        library: The group.
    """

    def __init__(self, library: LibraryFace) -> None:
        self._library = library

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/models/copy", self._copy)
        app.router.add_post("/api/models/delete", by_text("model", self._library.delete))
        app.router.add_post("/api/transfers/{transfer_id}/stop", self._stop)
        app.router.add_post("/api/transfers/{transfer_id}/discard", self._discard)

    async def _copy(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        return web.json_response({"transfer_id": await self._library.copy(text_field(fields, "model"))})

    async def _stop(self, request: web.Request) -> web.Response:
        await self._library.stop_transfer(request.match_info["transfer_id"])
        return done()

    async def _discard(self, request: web.Request) -> web.Response:
        await self._library.discard_transfer(request.match_info["transfer_id"])
        return done()
