"""An answer that goes on after a host that gave it has ended: what it needs of the next host, and in which order.

In which way it goes on is decided by `resume`; how it looks to the client is for `replay` and `rest_events`. Which host
is next is the node's choice.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp

from app.domain.target import Target
from app.routing import resume
from app.routing.answer_log import DONE, AnswerLog, events_in, split_event, written
from app.routing.call import Call
from app.routing.dialects import READERS
from app.routing.failure import HOST_LOST, AnswerError, Failure, cut_off
from app.routing.replay import Contradiction, Replay
from app.routing.rest_events import Begun, FromText, FromTokens, last_events, usage_event
from app.routing.resume import Way
from app.routing.upstream import Upstream
from app.routing.wanted import read_wanted

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

    Attributes:
        wanted: The same, as far as it matters here.
    """

    def __init__(self, upstream: Upstream, call: Call) -> None:
        self._upstream = upstream
        self._call = call
        self._fields = dict(call.fields)
        self.wanted = read_wanted(call)
        self._first_body = resume.first(self._fields, self.wanted) or call.body
        self._answer = AnswerLog(call.operation.dialect, self.wanted)
        self._rest: Replay | FromText | FromTokens | None = None
        self._way: Way | None = None
        self._may_replay = True
        self._losses = 0
        self._length_at_loss = -1

    @property
    def is_stream(self) -> bool:
        """Whether hosts are asked for events, whatever the client wants."""
        return self.wanted.streams or self.wanted.is_put_together

    @property
    def has_begun(self) -> bool:
        """Whether something of the answer was sent."""
        return self._answer.said.length > 0

    async def first_request(self, target: Target) -> Request:
        """The client's request, such that the answer can be continued if need be."""
        return self._call.operation.path, self._first_body

    # -- what hosts say -------------------------------------------------------------------------------------

    def read(self, data: bytes) -> bytes:
        """Whole events of the host that answers now, as the client gets them.

        Raises:
            aiohttp.ClientPayloadError: These are not the events wanted: the answer is to be continued anew.
        """
        try:
            return b"".join(event + b"\n\n" for raw in events_in(data) for event in self._read_one(raw))
        except Contradiction as error:
            _log.info("generated again, an answer reads otherwise")
            self._may_replay = False
            raise aiohttp.ClientPayloadError("another answer") from error

    def _read_one(self, event: bytes) -> Iterator[bytes]:
        name, data = split_event(event)
        if data == b"null":  # a host says so when it has nothing to say
            return
        if event == DONE:
            if isinstance(self._rest, Replay):
                self._rest.check_over()
            self._answer.is_done = True
            yield event
        elif not data:
            yield event
        elif isinstance(self._rest, Replay):
            fields = self._rest.translate(data)
            if fields is not None:
                yield from self._sent(fields, name, None)
        elif self._rest is not None:
            for fields in self._rest.translate(json.loads(data)):
                yield from self._sent(fields, name, None)
        else:
            yield from self._sent(json.loads(data), name, event)

    def _sent(self, fields: dict[str, Any], name: bytes, event: bytes | None) -> Iterator[bytes]:
        if self.wanted.is_openai:
            if passed := self._answer.note(fields, event):
                yield passed
        else:
            self._answer.note_other(fields, name)
            yield event or name + written(fields)

    @property
    def is_unfinished(self) -> bool:
        """Whether a stream that came to its end without an error lacks its last event."""
        return self.is_stream and not self._answer.is_done

    # -- after a loss ---------------------------------------------------------------------------------------

    def why_not(self) -> Failure | None:
        """What to tell the client when an answer that was cut off cannot go on; None when it can."""
        length = self._answer.said.length
        self._losses = self._losses + 1 if length == self._length_at_loss else 1
        self._length_at_loss = length
        if self._losses > _LOSSES_WITHOUT_PROGRESS:
            return HOST_LOST
        self._answer.tokens.cut()
        if not length:
            self._way = None
            return None
        way = resume.choose(self.wanted, self._answer, self._may_replay)
        if isinstance(way, str):
            return cut_off(way)
        self._way = way
        return None

    def last_words(self) -> bytes | None:
        """What is still to be sent when nothing is left to generate; None when there is."""
        answer = self._answer
        if not answer.is_finished:
            return None
        if answer.has_usage:
            return DONE + b"\n\n"
        if self._way is Way.REPLAY or answer.tokens.prompt_tokens is None:
            return None
        return self._events([usage_event(self._begun(answer.tokens.prompt_tokens))])

    async def next_request(self, target: Target) -> Request:
        """What the next host is asked: the rest, or everything when the client has nothing yet.

        Raises:
            AnswerError: The answer cannot go on there.
            NothingLeft: It had all its tokens.
            aiohttp.ClientError: This host is gone too.
        """
        if self._way is None:
            self._rest = None
            return await self.first_request(target)
        _log.info("an answer goes on at %s: %s", target.node_name, self._way.name.lower())
        if self._way is Way.REPLAY:
            self._rest = Replay(READERS[self._call.operation.dialect], self._answer.said)
            return self._call.operation.path, resume.again(self._fields, self.wanted)
        self._may_replay = False
        if resume.remaining(self.wanted, self._answer.tokens.token_count) == 0:
            begun = self._begun(self._answer.tokens.prompt_tokens or 0)
            raise NothingLeft(self._events(last_events(begun, "length", self.wanted)))
        if self._way is Way.TEXT:
            self._rest = FromText(self._begun(self._answer.tokens.prompt_tokens or 0))
            return self._call.operation.path, resume.from_text(self._fields, self.wanted, self._answer)
        return await self._from_tokens(target)

    async def _from_tokens(self, target: Target) -> Request:
        prompt_ids = await self._prompt_ids(target)
        said_ids = await self._said_ids(target)
        if self.wanted.has_grammar:
            await self._check_grammar(target)
        self._rest = FromTokens(self._begun(len(prompt_ids)), self.wanted)
        body = resume.from_tokens(self._fields, self.wanted, prompt_ids, said_ids, self._answer)
        return resume.CONTINUE_PATH, body

    def _begun(self, prompt_tokens: int) -> Begun:
        return Begun(self._answer.head, prompt_tokens, self._answer.tokens.token_count)

    def _events(self, events: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> bytes:
        passed = (self._answer.note(fields) for fields in events)
        return b"".join(event + b"\n\n" for event in (*passed, DONE) if event)

    # -- what is asked of the next host beforehand ------------------------------------------------------------

    async def _prompt_ids(self, target: Target) -> list[int]:
        prompt = self._fields.get("prompt")
        if self.wanted.is_chat:
            prompt = (await self._ask(target, "/apply-template", self._fields))["prompt"]
        if isinstance(prompt, list):
            return prompt
        answer = await self._ask(target, "/tokenize", {"content": prompt, "add_special": True, "parse_special": True})
        return [int(token_id) for token_id in answer["tokens"]]

    async def _said_ids(self, target: Target) -> list[int]:
        token_ids: list[int] = []
        for piece in self._answer.tokens.pieces:
            if piece.is_known:
                token_ids += piece.token_ids
            else:
                question = {"content": piece.text, "parse_special": False}
                token_ids += (await self._ask(target, "/tokenize", question))["tokens"]
        return token_ids

    async def _check_grammar(self, target: Target) -> None:
        """Some tokenizers begin every text with a space: a grammar cannot be led through such a text."""
        text = self._answer.tokens.text
        question = {"content": text, "add_special": False, "parse_special": True, "with_pieces": True}
        tokens = (await self._ask(target, "/tokenize", question))["tokens"]
        first = tokens[0]["piece"] if tokens else ""
        if isinstance(first, str) and first[:1].isspace() and not text[:1].isspace():
            raise AnswerError(cut_off("Its form cannot be taken up in the middle."))

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


class NothingLeft(Exception):
    """The answer had all its tokens when it was cut off.

    Attributes:
        events: The last ones.
    """

    def __init__(self, events: bytes) -> None:
        super().__init__("nothing left to generate")
        self.events = events
