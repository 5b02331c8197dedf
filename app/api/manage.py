"""The endpoints that manage this node, for the command line and for whoever holds the local key."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from app.api.body import optional_text_field, read_object, text_field
from app.api.node_face import NodeFace
from app.api.snapshot_json import to_json
from app.routing.failure import AnswerError, Failure
from app.system.sizes import MAX_BYTES


class ManageEndpoints:
    """Commands of the node over HTTP.

    Args:
        node: The running app.
        quit_app: Ends the whole program, soon after it returns.
    """

    def __init__(self, node: NodeFace, quit_app: Callable[[], None]) -> None:
        self._node = node
        self._quit_app = quit_app

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/swarm", self._swarm)
        app.router.add_get("/api/token", self._token)
        app.router.add_get("/api/plan", self._plan)
        app.router.add_post("/api/invite", self._invite)
        app.router.add_post("/api/join", by_text("token", self._node.join))
        app.router.add_post("/api/leave", self._leave)
        app.router.add_post("/api/load", by_text("model", self._node.load))
        app.router.add_post("/api/unload", by_text("model", self._node.unload))
        app.router.add_post("/api/offer", self._offer)
        app.router.add_post("/api/rename", by_text("name", self._node.rename))
        app.router.add_post("/api/show", self._show)
        app.router.add_post("/api/quit", self._quit)

    async def _swarm(self, request: web.Request) -> web.Response:
        return web.json_response(to_json(self._node.snapshot))

    async def _token(self, request: web.Request) -> web.Response:
        return web.json_response({"token": await self._node.token()})

    async def _plan(self, request: web.Request) -> web.Response:
        model_name = request.query.get("model")
        if not model_name:
            raise AnswerError(Failure(400, "Name the model: /api/plan?model=NAME.", "field_missing", "model"))
        return web.json_response(to_json(await self._node.plan(model_name)))

    async def _invite(self, request: web.Request) -> web.Response:
        invitation = await self._node.invite()
        return web.json_response({"token": invitation.token, "swarm_name": invitation.swarm_name})

    async def _leave(self, request: web.Request) -> web.Response:
        await self._node.leave()
        return done()

    async def _offer(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        await self._node.set_offer(_offered_bytes(fields))
        return done()

    async def _show(self, request: web.Request) -> web.Response:
        fields = (await read_object(request))[1] if request.can_read_body else {}
        self._node.show(optional_text_field(fields, "link") or "")
        return done()

    async def _quit(self, request: web.Request) -> web.Response:
        self._quit_app()
        return done()


def by_text(field: str, command: Callable[[str], Awaitable[None]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that gives a command the text in a field of the body."""

    async def handle(request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        await command(text_field(fields, field))
        return done()

    return handle


def _offered_bytes(fields: dict[str, Any]) -> int | None:
    value = fields.get("bytes")
    if "bytes" in fields and value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_BYTES:
        message = "The field `bytes` must be a number of bytes, or null for the automatic amount."
        raise AnswerError(Failure(400, message, "field_wrong_type", "bytes"))
    return value


def done() -> web.Response:
    """The answer of a command that gives nothing back."""
    return web.json_response({"ok": True})
