"""An answer that goes on after the host that gave it has ended: what it needs of the next host, and in which order.

What can be continued, and with what, is decided by `resume`; how it looks to the client by `rest_events`. Which host is
next is the node's choice.
"""

import json
import logging
from collections.abc import Sequence
from typing import Any

import aiohttp

from app.domain.route import Target
from app.routing import resume
from app.routing.call import Call
from app.routing.failure import HOST_LOST, AnswerError, Failure, cut_off
from app.routing.rest_events import DONE, Contradiction, Rest, Style
from app.routing.token_log import Outcome, Piece, TokenLog
from app.routing.upstream import Upstream

_log = logging.getLogger(__name__)

_LOSSES_WITHOUT_PROGRESS = 3
"""So often an answer may be lost with nothing new said: perhaps it is the answer itself that ends its hosts."""

type Request = tuple[str, bytes]
"""Path and body."""


class Continuation:
    """One answer, from its first request to its end, over as many hosts as it takes.

    Args:
        upstream: Asks hosts.
        call: What the client wants.
    """

    def __init__(self, upstream: Upstream, call: Call) -> None:
        self._upstream = upstream
        self._call = call
        self._fields: dict[str, Any] = {}
        self._first: TokenLog | None = None
        self._rest: Rest | None = None
        self._previous: Rest | None = None
        self._may_replay = True
        self._obstacle: str | None = "Its host was not expected to end."
        self._style = Style(is_chat=call.operation.path != resume.CONTINUE_PATH, wants_usage=False, head={})
        self._said_anything = False
        self._delivered_before = -1
        self._losses = 0

    # -- the first host -------------------------------------------------------------------------------------

    async def first_request(self, target: Target) -> Request:
        """The client's request, such that the answer can be continued if need be."""
        path, self._first = self._call.operation.path, None
        if not target.may_be_lost:
            return path, self._call.body
        self._fields = json.loads(self._call.body)
        self._obstacle = resume.obstacle(self._call, self._fields)
        if self._obstacle is not None:
            return path, self._call.body
        self._first = TokenLog()
        return path, resume.naming_tokens(self._fields)

    def read(self, events: bytes) -> bytes:
        """Whole events of the host that answers now, as the client gets them.

        Raises:
            aiohttp.ClientPayloadError: These are not the events wanted: the answer is to be continued anew.
        """
        if self._rest is not None:
            try:
                return self._rest.feed(events)
            except Contradiction as error:
                _log.info("generated again, an answer reads otherwise: it goes on from its tokens")
                self._may_replay = False
                raise aiohttp.ClientPayloadError("another answer") from error
        self._said_anything |= b"data: " in events
        return events if self._first is None else self._first.feed(events)

    @property
    def is_unfinished(self) -> bool:
        """Whether an answer that came to its end without an error lacks its last line."""
        log = self._log
        return log is not None and log.outcome is not Outcome.DONE

    # -- after a loss ---------------------------------------------------------------------------------------

    def why_not(self) -> Failure | None:
        """What to tell the client when an answer that was cut off cannot go on; None when it can."""
        self._losses = self._losses + 1 if len(self._delivered) == self._delivered_before else 1
        self._delivered_before = len(self._delivered)
        if self._losses > _LOSSES_WITHOUT_PROGRESS:
            return HOST_LOST
        if not self._said_anything:
            return None
        self._forget_replay()
        log = self._log
        if log is None:
            return cut_off(self._obstacle)
        obstacle = log.obstacle
        if obstacle is None and len(log.sent) != sum(len(piece.text) for piece in log.pieces):
            obstacle = "Some of its words are not known."
        return None if obstacle is None else cut_off(obstacle)

    def last_words(self) -> bytes | None:
        """What is still to be sent when nothing is left to generate; None when there is."""
        log = self._log
        return DONE if log is not None and log.outcome is Outcome.FINISHED else None

    async def next_request(self, target: Target) -> Request:
        """What the next host is asked: the rest, or everything when the client has nothing yet.

        Raises:
            AnswerError: The answer cannot go on there.
            aiohttp.ClientError: This host is gone too.
        """
        log = self._log
        if not self._said_anything or log is None:
            return await self.first_request(target)
        if not target.is_local:
            raise AnswerError(cut_off(f"{target.node_name} is the head of the model now."))
        prompt_ids = await self._prompt_ids(target)
        begun_with = await self._begun_with(target, log.pieces)
        options = self._fields.get("stream_options") or {}
        head = self._style.head or log.head
        self._style = Style(self._style.is_chat, bool(options.get("include_usage")), head)
        _log.info("an answer goes on at %s from its token %d", target.node_name, begun_with.token_count)
        self._previous, self._rest = (
            self._rest,
            Rest(self._style, self._delivered, len(prompt_ids), begun_with),
        )
        if resume.remaining(self._fields, begun_with.token_count) == 0:
            raise NothingLeft(self._rest.end("length"))
        return resume.CONTINUE_PATH, resume.going_on(self._fields, prompt_ids, begun_with.token_ids)

    async def _prompt_ids(self, target: Target) -> list[int]:
        prompt = self._fields.get("prompt")
        if self._style.is_chat:
            prompt = (await self._ask(target, "/apply-template", self._fields))["prompt"]
        if isinstance(prompt, list):
            return prompt
        answer = await self._ask(target, "/tokenize", {"content": prompt, "add_special": True, "parse_special": True})
        return [int(token_id) for token_id in answer["tokens"]]

    async def _begun_with(self, target: Target, pieces: Sequence[Piece]) -> Piece:
        """What the next host begins with: nothing when the answer is to be replayed, else every token so far."""
        if self._may_replay and resume.is_replayed(self._fields, sum(piece.token_count for piece in pieces)):
            return Piece(b"", (), 0)
        token_ids: list[int] = []
        for piece in pieces:
            if piece.is_known:
                token_ids += piece.token_ids
            else:
                question = {"content": piece.text.decode(), "parse_special": False}
                token_ids += (await self._ask(target, "/tokenize", question))["tokens"]
        return Piece(b"".join(piece.text for piece in pieces), tuple(token_ids), len(token_ids))

    def _forget_replay(self) -> None:
        """A replay that came to nothing knows less of the answer than what was known before it."""
        if self._rest is not None and not self._rest.said_more:
            self._rest, self._previous = self._previous, None

    async def _ask(self, target: Target, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        connection = await self._upstream.post(target, path, json.dumps(fields).encode())
        try:
            body = await connection.response.read()
        finally:
            await connection.close()
        answer = json.loads(body)
        if connection.response.status != 200 or not isinstance(answer, dict):
            raise AnswerError(cut_off("The next host did not understand what was said before."))
        return answer

    @property
    def _log(self) -> TokenLog | None:
        return self._first if self._rest is None else self._rest.log

    @property
    def _delivered(self) -> bytes:
        if self._rest is not None:
            return self._rest.delivered
        return bytes(self._first.sent) if self._first is not None else b""


class NothingLeft(Exception):
    """The answer had all its tokens when it was cut off.

    Attributes:
        events: The last ones.
    """

    def __init__(self, events: bytes) -> None:
        super().__init__("nothing left to generate")
        self.events = events
