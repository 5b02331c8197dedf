"""The endpoints that keep a plan as it is, or change it for a better one."""

from aiohttp import web

from app.api.groups import PlansFace
from app.api.manage import by_text


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
        app.router.add_post("/api/replan", by_text("model", self._plans.apply_better))
