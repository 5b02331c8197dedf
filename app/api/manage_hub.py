"""The endpoints that find models on the internet and get them."""

from aiohttp import web

from app.api.body import optional_text_field, read_object, text_field
from app.api.groups import HubFace
from app.api.snapshot_json import to_json
from app.routing.failure import AnswerError, Failure


class HubEndpoints:
    """Commands of `node.hub` over HTTP.

    Args:
        hub: The group.
    """

    def __init__(self, hub: HubFace) -> None:
        self._hub = hub

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/hub/search", self._search)
        app.router.add_get("/api/hub/models", self._look_up)
        app.router.add_get("/api/hub/recommended", self._recommended)
        app.router.add_post("/api/hub/get", self._get)
        app.router.add_post("/api/hub/import-ollama", self._import_ollama)

    async def _search(self, request: web.Request) -> web.Response:
        text = _asked(request, "q", "Say what to look for: /api/hub/search?q=TEXT.")
        return web.json_response(to_json(await self._hub.search(text)))

    async def _look_up(self, request: web.Request) -> web.Response:
        repository = _asked(request, "repository", "Name the repository: /api/hub/models?repository=OWNER/NAME.")
        models = await self._hub.look_up(repository)
        return web.json_response([to_json(model) | {"source": model.source} for model in models])

    async def _recommended(self, request: web.Request) -> web.Response:
        return web.json_response(to_json(await self._hub.recommended()))

    async def _get(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        transfer_id = await self._hub.get(text_field(fields, "source"))
        return web.json_response({"transfer_id": transfer_id, "explanation": self._hub.explanation(transfer_id)})

    async def _import_ollama(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        return web.json_response(to_json(await self._hub.import_ollama(optional_text_field(fields, "model") or "")))


def _asked(request: web.Request, name: str, message: str) -> str:
    value = request.query.get(name)
    if not value:
        raise AnswerError(Failure(400, message, "field_missing", name))
    return value
