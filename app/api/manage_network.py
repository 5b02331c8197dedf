"""The endpoints for the way to other devices: addresses that are given by hand, and what keeps devices apart."""

from aiohttp import web

from app.api.body import read_object, text_field
from app.api.groups import NetworkFace
from app.api.manage import by_text
from app.api.snapshot_json import to_json


class NetworkEndpoints:
    """Commands of `node.network` over HTTP.

    Args:
        network: The group.
    """

    def __init__(self, network: NetworkFace) -> None:
        self._network = network

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/diagnosis", self._diagnose)
        app.router.add_get("/api/addresses", self._list)
        app.router.add_post("/api/addresses", self._add)
        app.router.add_delete("/api/addresses", by_text("address", self._network.remove_address))

    async def _diagnose(self, request: web.Request) -> web.Response:
        return web.json_response(to_json(await self._network.diagnose()))

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(to_json(self._network.addresses))

    async def _add(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        return web.json_response(to_json(await self._network.add_address(text_field(fields, "address"))))
