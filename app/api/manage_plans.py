"""The endpoints that keep a plan as it is, or change it for a better one."""

from aiohttp import web

from app.api.body import flag_field, read_object, text_field
from app.api.groups import PlansFace
from app.api.manage import by_text, done
from app.routing.failure import AnswerError, Failure


class PlanEndpoints:
    """Commands of `node.plans` over HTTP.

    Args:
        plans: The group.
    """

    def __init__(self, plans: PlansFace) -> None:
        self._plans = plans

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/pin", by_text("model", self._plans.pin))
        app.router.add_post("/api/unpin", by_text("model", self._plans.unpin))
        app.router.add_post("/api/keep", self._keep)
        app.router.add_post("/api/replan", by_text("model", self._plans.apply_better))

    async def _keep(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        if fields.get("keep") is None:
            raise AnswerError(Failure(400, "The field `keep` is missing.", "field_missing", "keep"))
        await self._plans.keep_loaded(text_field(fields, "model"), flag_field(fields, "keep"))
        return done()
