"""The endpoints that invite a device, and let it in or not."""

from aiohttp import web

from app.api.body import optional_number_field, read_object
from app.api.groups import InvitesFace
from app.api.manage import done
from app.api.snapshot_json import to_json
from app.routing.failure import AnswerError, Failure


class InviteEndpoints:
    """Commands of `node.invites` over HTTP.

    Args:
        invites: The group.
    """

    def __init__(self, invites: InvitesFace) -> None:
        self._invites = invites

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/invites", self._create)
        app.router.add_delete("/api/invites/{invite_id}", self._cancel)
        app.router.add_post("/api/newcomers/{knock_id}", self._answer)

    async def _create(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        hours = optional_number_field(fields, "hours", "The field `hours` must be a number, or null for a day.")
        if hours is None:
            return web.json_response(to_json(await self._invites.create()))
        return web.json_response(to_json(await self._invites.create(hours)))

    async def _cancel(self, request: web.Request) -> web.Response:
        await self._invites.cancel(request.match_info["invite_id"])
        return done()

    async def _answer(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        accept = fields.get("accept")
        if not isinstance(accept, bool):  # nobody is let in because a field was forgotten
            message = "The field `accept` must be true or false."
            raise AnswerError(Failure(400, message, "field_wrong_type", "accept"))
        knock_id = request.match_info["knock_id"]
        await (self._invites.accept(knock_id) if accept else self._invites.reject(knock_id))
        return done()
