"""How a host reads a prompt: two endpoints for peers whose answers go on here. Programs of this machine have no use for
them, and do not get them."""

from typing import Any

from aiohttp import web

from app.api.body import read_object
from app.routing.failure import AnswerError, Failure
from app.routing.gateway import Gateway
from app.routing.names import decode_name

_PATHS = ("/apply-template", "/tokenize")


class PromptEndpoints:
    """The endpoints.

    Args:
        gateway: Forwards requests.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def add_to(self, app: web.Application) -> None:
        """Register them."""
        for path in _PATHS:
            app.router.add_post(path, self._handler(path))

    def _handler(self, path: str) -> Any:
        async def handle(request: web.Request) -> web.Response:
            body, _ = await read_object(request)
            name = request.headers.get("X-Hearth-Model")
            if not name:
                raise AnswerError(Failure(400, "The header X-Hearth-Model is missing.", "field_missing"))
            answer = await self._gateway.ask(path, decode_name(name), body)
            return web.Response(body=answer, content_type="application/json")

        return handle
