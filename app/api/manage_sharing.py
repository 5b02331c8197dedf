"""The endpoints that pause and resume sharing."""

import math

from aiohttp import web

from app.api.body import read_object
from app.api.groups import SharingFace
from app.api.manage import done
from app.routing.failure import AnswerError, Failure


class SharingEndpoints:
    """Commands of `node.sharing` over HTTP.

    Args:
        sharing: The group.
    """

    def __init__(self, sharing: SharingFace) -> None:
        self._sharing = sharing

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_post("/api/pause", self._pause)
        app.router.add_post("/api/resume", self._resume)

    async def _pause(self, request: web.Request) -> web.Response:
        _, fields = await read_object(request)
        until = fields.get("until")
        is_number = isinstance(until, int | float) and not isinstance(until, bool) and math.isfinite(until)
        if until is not None and not is_number:
            message = "The field `until` must be seconds since 1970, or null for no end."
            raise AnswerError(Failure(400, message, "field_wrong_type", "until"))
        await self._sharing.pause(None if until is None else float(until))
        return done()

    async def _resume(self, request: web.Request) -> web.Response:
        await self._sharing.resume()
        return done()
