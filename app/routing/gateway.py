"""`Gateway`: answers one OpenAI request by the host that the node names, whole or as a stream of events.

It forwards bytes as they come and adds what a swarm needs: waiting with a word about it, one more attempt when a host
ends, errors in one shape, the right model name, the measured speed. Which host answers is the node's choice; HTTP
towards the client is the API's business.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

import aiohttp

from app.domain.asked import Asked
from app.domain.target import Target
from app.lib.tasks import TaskOwner
from app.routing.answering import Answering
from app.routing.call import Call
from app.routing.events import ModelRenamer, speed_in
from app.routing.exchange import Exchange, TargetProvider, raise_if
from app.routing.failure import HOST_LOST, AnswerError, Failure, context_exceeded, failure_of_host
from app.routing.names import encode_name, encode_names
from app.routing.upstream import Upstream, count_prompt_tokens
from app.routing.whole_answer import WholeAnswer

_LOADING_GRACE_SECONDS = 0.25
"""How long a stream's headers are held back while its model loads, so that an error known by then has a status."""

_HOST_GRACE_SECONDS = 2.0
"""The same for a host that is there: what is wrong with a request it says at once, the first word may take longer."""

_PEER_GRACE_SECONDS = 5.0
"""The same for a peer, which holds its own headers back for the shorter times."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer in one piece: JSON, with the headers that name who worked."""

    body: bytes
    headers: dict[str, str]


class Stream:
    """An answer as events.

    Attributes:
        headers: What names who worked; empty when nobody is known yet, because the model is loading.
    """

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.headers = worker_headers(answering.exchange.target)

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The events, some at a time, each time whole ones. Errors come as events: nothing is raised for them."""
        try:
            async for events in self._answering.chunks():
                yield events
        except AnswerError as error:
            yield error.failure.event(self._answering.exchange.dialect)

    async def close(self) -> None:
        """Give everything back; stops the host's work when the answer was not read to its end."""
        await self._answering.close()


class Gateway:
    """Answers requests.

    Args:
        provider: The node: it knows the hosts.
    """

    def __init__(self, provider: TargetProvider) -> None:
        self._provider = provider
        self._upstream = Upstream()
        self._tasks = TaskOwner("gateway")

    async def close(self) -> None:
        """Give up what is still being answered."""
        await self._tasks.close()
        await self._upstream.close()

    async def whole(self, call: Call) -> Whole:
        """Answer in one piece; waits for as long as it takes.

        Raises:
            AnswerError: What to tell the client instead.
        """
        exchange = Exchange(self._provider, self._upstream, call)
        if exchange.continuation.is_stream:
            return await self._put_together(exchange)
        try:
            raise_if(await exchange.open())
            body = await _read(exchange)
            target = exchange.target
            assert target is not None
            exchange.note_speed(speed_in(body))
            if call.operation.count_path:  # embeddings are large, and carry the name that the client sent
                body = ModelRenamer(target.model_name).rename_body(body)
            return Whole(body, worker_headers(target))
        finally:
            await exchange.close()

    async def _put_together(self, exchange: Exchange) -> Whole:
        """Have the host stream, so that a long answer goes on, and put the events together."""
        opening = self._tasks.spawn(exchange.open(), exchange.call.operation.path, awaited=True)
        answering = Answering(exchange, opening, lambda: "", self._tasks)
        whole = WholeAnswer(exchange.continuation.wanted.is_chat)
        try:
            async for events in answering.chunks():
                whole.feed(events)
            return Whole(whole.body(), worker_headers(exchange.target))
        finally:
            await answering.close()

    async def ask(self, path: str, model_name: str, body: bytes) -> bytes:
        """Ask the host of a model, on this node only, something that is no answer.

        Raises:
            AnswerError: It refuses, or is gone.
            UserError: The model cannot be loaded here.
        """
        target = await self._provider.target(Asked(model_name, local_only=True))
        try:
            connection = await self._upstream.post(target, path, body)
            try:
                answer = await connection.response.read()
            finally:
                await connection.close()
            if connection.response.status != 200:
                raise AnswerError(failure_of_host(connection.response.status, answer, target.context_length, "content"))
            return answer
        except (aiohttp.ClientError, OSError) as error:
            raise AnswerError(HOST_LOST) from error
        finally:
            target.release()

    async def stream(self, call: Call, progress: Callable[[], str]) -> Stream:
        """Begin to answer as a stream; the caller closes it.

        Args:
            call: The request.
            progress: What is happening now, in words, for as long as there is nothing else to send.

        Raises:
            AnswerError: An error that was known before anything had to be sent.
        """
        exchange = Exchange(self._provider, self._upstream, call)
        opening = self._tasks.spawn(exchange.open(), call.operation.path)
        stream: Stream | None = None
        try:
            await asyncio.wait({opening}, timeout=_LOADING_GRACE_SECONDS)
            if not opening.done() and (target := exchange.target) is not None:
                grace_seconds = _HOST_GRACE_SECONDS if target.is_local else _PEER_GRACE_SECONDS
                await asyncio.wait({opening}, timeout=grace_seconds)
                if not opening.done() and target.is_local:
                    raise_if(await self._too_long(exchange, target))
            if opening.done():
                raise_if(opening.result())
            stream = Stream(Answering(exchange, opening, progress, self._tasks))
            return stream
        finally:
            if stream is None:
                await exchange.give_up(opening, self._tasks)

    async def _too_long(self, exchange: Exchange, target: Target) -> Failure | None:
        """Whether a prompt that waits for its turn will not fit: known without waiting, so that it has a status."""
        call = exchange.call
        # A token is a byte or more, with rare exceptions that a chat template adds.
        if len(call.body) < target.context_length // 2:
            return None
        prompt_tokens = await count_prompt_tokens(self._upstream, target, call)
        if prompt_tokens is None or prompt_tokens < target.context_length:
            return None
        return context_exceeded(prompt_tokens, target.context_length, exchange.prompt_field)


async def _read(exchange: Exchange) -> bytes:
    """The whole body; when its host is lost everything is asked of the next: the client has nothing yet."""
    while True:
        try:
            return await exchange.response.read()
        except (aiohttp.ClientError, OSError):
            raise_if(exchange.continuation.why_not())
            raise_if(await exchange.open_again())


def worker_headers(target: Target | None) -> dict[str, str]:
    """The headers that name the node that answers, the devices that compute, and why it is these."""
    if target is None:
        return {}
    return {
        "X-Hearth-Node": encode_name(target.node_name),
        "X-Hearth-Devices": encode_names(target.device_names),
        **({"X-Hearth-Route": encode_name(target.reason)} if target.reason else {}),
    }
