"""The endpoints for who is in the household: remove a device, replace the token."""

from aiohttp import web

from app.api.body import read_object, text_field
from app.api.devices import find_device
from app.api.node_face import NodeFace


class HouseholdEndpoints:
    """Commands of the node's household over HTTP.

    Args:
        node: The running app.
    """

    def __init__(self, node: NodeFace) -> None:
        self._node = node

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/remove", self._remove)
        app.router.add_post("/api/rotate", self._rotate)

    async def _remove(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        peer = find_device(self._node.snapshot, text_field(fields, "device"))
        await self._node.household.remove(peer.peer_id)
        return web.json_response({"ok": True, "name": peer.name, "peer_id": peer.peer_id})

    async def _rotate(self, request: web.Request) -> web.Response:
        invitation = await self._node.household.rotate_token()
        return web.json_response({"token": invitation.token, "swarm_name": invitation.swarm_name})
