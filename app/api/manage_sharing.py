"""The endpoints that pause and resume sharing."""

from aiohttp import web

from app.api.body import optional_number_field, read_object
from app.api.groups import SharingFace
from app.api.manage import done


class SharingEndpoints:
    """Commands of `node.sharing` over HTTP.

    Args:
        sharing: The group.
    """

    def __init__(self, sharing: SharingFace) -> None:
        self._sharing = sharing

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/pause", self._pause)
        app.router.add_post("/api/resume", self._resume)

    async def _pause(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        message = "The field `until` must be seconds since 1970, or null for no end."
        await self._sharing.pause(optional_number_field(fields, "until", message))
        return done()

    async def _resume(self, request: web.Request) -> web.Response:
        await self._sharing.resume()
        return done()
