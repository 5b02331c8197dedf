"""The endpoints that stop what is on its way to this computer."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from app.api.groups import HubFace
from app.api.manage import done


class TransferEndpoints:
    """Stopping and discarding over HTTP.

    Args:
        hub: Knows the downloads.
    """

    def __init__(self, hub: HubFace) -> None:
        self._hub = hub

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/transfers/{transfer_id}/stop", _by_id(self._hub.stop_transfer))
        app.router.add_post("/api/transfers/{transfer_id}/discard", _by_id(self._hub.discard_transfer))


def _by_id(command: Callable[[str], Awaitable[None]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        await command(request.match_info["transfer_id"])
        return done()

    return handle
