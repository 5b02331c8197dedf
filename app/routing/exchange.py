"""One request on its way to a host: the target it got, the connection, and what must be given back at the end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

import aiohttp

from app.domain.asked import Asked, Waiting
from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.model import ModelKind
from app.domain.prefix import CHARACTERS_PER_TOKEN, marks_of
from app.domain.route import UNKNOWN_LENGTH, Length, Wish
from app.domain.target import Target
from app.lib.tasks import TaskOwner
from app.routing.call import Call, Dialect
from app.routing.continuation import Continuation, Request
from app.routing.events import Speed
from app.routing.failure import HOST_LOST, AnswerError, Failure, failure_of_host, failure_of_problem
from app.routing.upstream import Connection, Upstream

_log = logging.getLogger(__name__)

_ATTEMPTS = 2
_NOTICE_SECONDS = 0.2
"""How long the node may need to see that a host has ended, before a request is tried on another."""

_ATTEMPTS_AGAIN = 3
_RECOVERY_SECONDS = 10.0
"""For how long, and how often at least, a host is looked for that goes on with an answer."""

_SETTLED_SECONDS = 2.0
"""A model is too large for those who are left when that was said for so long in the same words, numbers included: what
a lost device held is given back, and told to all, in less."""

_SETTLED = frozenset({"model_too_large", "model_not_found", "loading_failed"})
_PEER_UNABLE = frozenset(
    {
        "not_running",
        "not_willing",
        "busy",
        "model_moved",
        "model_too_large",
        "model_not_found",
        "host_lost",
        "load_stopped",
    }
)

_USUAL_ANSWER_TOKENS = UNKNOWN_LENGTH.answer_tokens
_LONG_ANSWER_TOKENS = 500
"""Limits of an answer's length are often far above what it comes to."""

_PROMPT_FIELDS = {
    "/v1/chat/completions": "messages",
    "/v1/messages": "messages",
    "/v1/completions": "prompt",
}


class TargetProvider(Protocol):
    """What routing needs of the node."""

    async def target(self, asked: Asked) -> Target:
        """The host that answers a request, loaded if need be. Raises UserError."""
        ...

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What an answer of this model measured, by a host of this node."""
        ...

    def recovery_words(self, model_id: ModelId) -> str:
        """What is happening to a model that lost a device ("kitchen left; moving 6 layers …"); else nothing."""
        ...

    def note_resumed(self, model_id: ModelId) -> None:
        """An answer of this model that was cut off has its next word."""
        ...


class PeerUnable(Exception):
    """A peer says that it cannot answer, or go on.

    Attributes:
        failure: What it says.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Exchange:
    """One request and its answer.

    Args:
        provider: Finds the target.
        upstream: Makes the connection.
        call: The request.
    """

    def __init__(self, provider: TargetProvider, upstream: Upstream, call: Call) -> None:
        self._provider = provider
        self._upstream = upstream
        self.call = call
        self.target: Target | None = None
        self.model_id: ModelId | None = None
        self.continuation = Continuation(upstream, call)
        self.waiting = Waiting()
        self._asked = self._first_asked()
        self._connection: Connection | None = None

    def _first_asked(self) -> Asked:
        call = self.call
        marks = () if call.local_only else marks_of(call.fields)
        limit = self.continuation.wanted.limit
        answer_tokens = _USUAL_ANSWER_TOKENS if limit is None else min(limit, _LONG_ANSWER_TOKENS)
        return Asked(
            model_name=call.model_name,
            local_only=call.local_only,
            client=call.client,
            wish=Wish(target_node=call.target_node),
            marks=marks,
            length=Length(marks[-1].characters // CHARACTERS_PER_TOKEN if marks else 0, answer_tokens),
            waiting=self.waiting,
        )

    @property
    def response(self) -> aiohttp.ClientResponse:
        """The host's answer; only after `open` has succeeded."""
        assert self._connection is not None
        return self._connection.response

    async def open(self) -> Failure | None:
        """Find the target, send the request and wait for the status of the answer.

        For a host that ends before it has answered anything another is looked for, once.

        Returns:
            None when an answer with status 200 has begun, else what to tell the client.
        """
        try:
            return await self._attempt(self.continuation.first_request)
        except UserError as error:
            return failure_of_problem(error.problem, default_status=503)
        except PeerUnable as unable:
            if unable.failure.code in _SETTLED:
                return unable.failure
        except (aiohttp.ClientError, OSError):
            pass
        return await self.open_again(_ATTEMPTS - 1)

    async def open_again(self, hosts: int | None = None) -> Failure | None:
        """The host is gone: wait until the node has another, and have it go on where the answer was cut off.

        The node may plan with devices that are about to be missed, or with memory that is about to be given back: what
        fails is tried again as long as the reason changes, and for a moment more.

        Args:
            hosts: How many more may end without a word; None for as many as there are time for.

        Returns:
            As `open`.

        Raises:
            NothingLeft: There was nothing left to generate.
        """
        await self._lose()
        started = changed = time.monotonic()
        reason: Failure | None = None
        attempts = 0
        while True:
            await asyncio.sleep(_NOTICE_SECONDS)
            attempts += 1
            try:
                return await self._attempt(self.continuation.next_request)
            except AnswerError as error:
                return error.failure
            except UserError as error:
                failure = failure_of_problem(error.problem, default_status=503)
            except PeerUnable as unable:
                failure = unable.failure
            except (aiohttp.ClientError, OSError):
                failure = HOST_LOST
                hosts = None if hosts is None else hosts - 1
            await self._lose()
            now = time.monotonic()
            if reason != failure:
                reason, changed = failure, now
                _log.info("an answer waits for a host: %s", failure.message)
            if hosts == 0:
                return failure
            settled = failure.code in _SETTLED and now - changed > _SETTLED_SECONDS
            if settled or (attempts >= _ATTEMPTS_AGAIN and now - started > _RECOVERY_SECONDS):
                return failure

    async def _attempt(self, request: Callable[[Target], Awaitable[Request]]) -> Failure | None:
        target = await self._provider.target(self._asked)
        self.target, self.model_id = target, target.model_id
        # Where the client left the choice to the node, it is made once.
        self._asked = replace(self._asked, model_name=target.model_name)
        if target.kind is not self.call.operation.kind:
            return wrong_kind(target.model_name, target.kind)
        await target.turn()
        path, body = await request(target)
        self._connection = await self._upstream.post(target, path, body, self.call.client)
        if self.response.status == 200:
            return None
        return self.refusal(self.response.status, await self.response.read())

    def refusal(self, status: int, body: bytes) -> Failure:
        """The host's error in the words of this API.

        Raises:
            PeerUnable: It is that of a peer that cannot answer any more: perhaps another node can.
        """
        failure = self.translated(status, body)
        if self.target is not None and not self.target.is_local and failure.code in _PEER_UNABLE:
            raise PeerUnable(failure)
        return failure

    def translated(self, status: int, body: bytes) -> Failure:
        """The host's error in the words of this API."""
        context_length = self.target.context_length if self.target else 0
        return failure_of_host(status, body, context_length, self.prompt_field)

    @property
    def prompt_field(self) -> str:
        """Where the prompt is in the request."""
        return _PROMPT_FIELDS.get(self.call.operation.path, "input")

    @property
    def dialect(self) -> Dialect:
        """How errors look to this client."""
        return self.call.operation.dialect

    def words(self) -> str:
        """Where the request waits, or what happens to the model that lost a device; empty when nothing is known."""
        if words := self.waiting.words:
            return words
        return self._provider.recovery_words(self.model_id) if self.model_id is not None else ""

    def note_resumed(self) -> None:
        """The answer that was cut off has its next word."""
        if self.model_id is not None:
            self._provider.note_resumed(self.model_id)

    def note_speed(self, speed: Speed | None) -> None:
        """Tell the node how fast the answer was, if that is known and its own host gave it: peers tell of theirs."""
        if speed is None or self.target is None or not self.target.is_local:
            return
        self._provider.note_speed(self.target.model_id, speed.tokens_per_second)
        self.target.note_speed(speed.tokens_per_second if speed.is_telling else None, speed.prompt_tokens_per_second)

    async def _lose(self) -> None:
        """Give everything back, and remember who could not answer, or not to the end."""
        failed = self._asked.failed
        if self.target is not None and not self.target.is_local:
            failed |= {self.target.peer_id}
        self._asked = replace(self._asked, failed=failed, resumes=self.continuation.has_begun)
        await self.close()

    async def give_up(self, opening: asyncio.Task[Failure | None], tasks: TaskOwner) -> None:
        """Give everything back, also what `open` or `open_again` may be about to get.

        It is done to its end even when the caller is cancelled meanwhile, as by a client that hangs up just then.

        Args:
            opening: The one of these that was called last.
            tasks: Owns the giving back.
        """

        async def end() -> None:
            opening.cancel()
            await asyncio.wait({opening})
            await self.close()

        await asyncio.shield(tasks.spawn(end(), "give up", awaited=True))

    async def close(self) -> None:
        """Give everything back. An answer that was not read to its end is given up: the host stops working on it."""
        connection, self._connection = self._connection, None
        target, self.target = self.target, None
        try:
            if connection is not None:
                await connection.close()
        finally:
            if target is not None:
                target.release()


def wrong_kind(model_name: str, kind: ModelKind) -> Failure:
    """A model asked to do what models of its kind cannot."""
    match kind:
        case ModelKind.CHAT:
            message = (
                f"{model_name} writes text and gives no embeddings. Ask a model for embeddings; "
                "GET /v1/models says of each what it is for."
            )
            return Failure(400, message, "model_gives_no_embeddings", "model")
        case ModelKind.EMBEDDING:
            message = f"{model_name} gives embeddings and writes no text: it answers at /v1/embeddings only."
            return Failure(400, message, "model_writes_no_text", "model")


def raise_if(failure: Failure | None) -> None:
    """Raise `AnswerError` when there is a failure."""
    if failure is not None:
        raise AnswerError(failure)
