"""Who may ask models for answers: the check of API keys, and the endpoints that make and revoke them.

From this computer any key is accepted until one is made; from the local network a key is always needed. The local key,
which the windows and the command line have, opens what any key opens.
"""

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from app.api.body import read_object, text_field
from app.api.groups import KeysFace
from app.api.guard import Handler, is_same
from app.api.manage import done
from app.api.node_face import NodeFace
from app.routing.failure import AnswerError, Failure

_FREE = frozenset({"/", "/health"})
"""What says nothing of models or conversations."""


def shown_key(request: web.Request) -> str | None:
    """The key of a request: `Authorization: Bearer KEY`, or Anthropic's `x-api-key: KEY`; None without one."""
    authorization = request.headers.get(hdrs.AUTHORIZATION)
    if authorization is None:
        return request.headers.get("x-api-key")
    scheme, _, key = authorization.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def guard_answers(node: NodeFace, *, from_network: bool) -> Middleware:
    """Middleware that lets nobody ask without a key.

    Args:
        node: Has the keys.
        from_network: Whether requests come from other machines: then one of the named keys is always needed. Else any
            key is accepted until one is made, and afterwards also that of the windows.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if from_network:
            _check(shown_key(request), node.keys)
        elif node.keys.are_needed and request.path not in _FREE and not request.path.startswith("/api/"):
            key = shown_key(request)
            if key is None or not is_same(key, node.local_key):
                _check(key, node.keys)
        return await handler(request)

    return guard


def _check(key: str | None, keys: KeysFace) -> None:
    hint = "Make one in Hearth's settings under Local API, or with `hearth keys add NAME`."
    if key is None:
        message = f"This API needs a key: send it as `Authorization: Bearer KEY`. {hint}"
        raise AnswerError(Failure(401, message, "api_key_missing"))
    if not keys.accepts(key):
        raise AnswerError(Failure(401, f"This API key is not valid here. {hint}", "invalid_api_key"))


class KeyEndpoints:
    """Commands of `node.keys` over HTTP.

    Args:
        keys: The group.
    """

    def __init__(self, keys: KeysFace) -> None:
        self._keys = keys

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/keys", self._list)
        app.router.add_post("/api/keys", self._add)
        app.router.add_delete("/api/keys", self._remove)

    async def _list(self, request: web.Request) -> web.Response:
        keys = [{"name": key.name, "end": key.end, "made_at": key.made_at} for key in self._keys.all]
        return web.json_response({"keys": keys})

    async def _add(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        made = await self._keys.add(text_field(fields, "name"))
        return web.json_response({"name": made.name, "key": made.text})

    async def _remove(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        await self._keys.remove(text_field(fields, "name"))
        return done()
