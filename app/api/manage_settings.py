"""The endpoints that show and change settings."""

from dataclasses import asdict

from aiohttp import web

from app.api.body import read_object, text_field
from app.api.groups import PreferencesFace
from app.routing.failure import AnswerError, Failure


class SettingsEndpoints:
    """Commands of `node.preferences` over HTTP.

    Args:
        preferences: The group.
    """

    def __init__(self, preferences: PreferencesFace) -> None:
        self._preferences = preferences

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/settings", self._list)
        app.router.add_post("/api/settings", self._change)

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response({"settings": [asdict(item) for item in await self._preferences.all()]})

    async def _change(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        if "value" not in fields:
            raise AnswerError(Failure(400, "The field `value` is missing.", "field_missing", "value"))
        changed = await self._preferences.change(text_field(fields, "name"), fields["value"])
        return web.json_response(asdict(changed))
