"""The gateway against a real host, without HTTP in front: whole, streamed, and as a peer."""

import asyncio
import json
from dataclasses import replace

import pytest

from app.domain.asked import Asked
from app.domain.ids import ModelId
from app.domain.model import ModelKind
from app.domain.target import Target
from app.lib.tasks import TaskOwner
from app.routing.call import OPERATIONS, Call
from app.routing.failure import AnswerError
from app.routing.gateway import Gateway
from tests.routing.hosts import RealHost


class OneHost:
    """A provider that always names the same host."""

    def __init__(self, host: RealHost, *, is_local: bool = True) -> None:
        self.host = host
        self.is_local = is_local
        self.speeds: list[float] = []

    async def target(self, asked: Asked) -> Target:
        """The host."""
        return self.host.target(asked.model_name or "tiny", is_local=self.is_local)

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """Keep it."""
        self.speeds.append(tokens_per_second)

    def recovery_words(self, model_id: ModelId) -> str:
        """Nothing is lost."""
        return ""

    def note_resumed(self, model_id: ModelId) -> None:
        """Not wanted."""


def call(path: str, *, stream: bool = False, **fields: object) -> Call:
    """A request to an endpoint."""
    operation = next(operation for operation in OPERATIONS if operation.path == path)
    fields = {"stream": stream, "max_tokens": 3} | fields
    return Call(operation, json.dumps(fields).encode(), fields, "tiny", stream)


async def read_stream(gateway: Gateway, request: Call) -> bytes:
    """All bytes of a streamed answer."""
    stream = await gateway.stream(request, lambda: "waiting")
    try:
        return b"".join([chunk async for chunk in stream.chunks()])
    finally:
        await stream.close()


@pytest.mark.parametrize("is_local", [True, False])
async def test_several_requests_one_after_the_other(chat_host: RealHost, is_local: bool) -> None:
    provider = OneHost(chat_host, is_local=is_local)
    gateway = Gateway(provider)
    for _ in range(3):
        whole = await gateway.whole(call("/v1/completions", prompt="Once"))
        assert json.loads(whole.body)["model"] == "tiny"
        assert whole.headers == {"X-Hearth-Node": "kitchen", "X-Hearth-Devices": "kitchen (CPU)"}
        assert (await read_stream(gateway, call("/v1/completions", stream=True, prompt="Once"))).endswith(
            b"data: [DONE]\n\n"
        )
    assert len(provider.speeds) == (6 if is_local else 0), "a peer tells of its own"
    await gateway.close()


async def test_a_large_request(chat_host: RealHost) -> None:
    """Photographs and documents make bodies of megabytes; what is not used of them does no harm."""
    gateway = Gateway(OneHost(chat_host))
    whole = await gateway.whole(call("/v1/completions", prompt="Once", user="x" * 3_000_000))
    assert json.loads(whole.body)["choices"][0]["text"]
    await gateway.close()


async def test_a_model_of_the_wrong_kind_is_refused_also_when_the_node_chose_it(embedding_host: RealHost) -> None:
    gateway = Gateway(OneHost(embedding_host))
    with pytest.raises(AnswerError) as refused:
        await gateway.whole(call("/v1/completions", prompt="Once"))
    assert refused.value.failure.code == "model_writes_no_text"
    assert embedding_host.kind is ModelKind.EMBEDDING
    await gateway.close()


async def test_a_stream_in_the_dialect_of_messages(chat_host: RealHost) -> None:
    gateway = Gateway(OneHost(chat_host))
    request = call("/v1/messages", stream=True, messages=[{"role": "user", "content": "hello"}])
    events = (await read_stream(gateway, request)).decode().strip().split("\n\n")
    assert events[0].startswith("event: message_start\n")
    assert json.loads(events[0].split("data: ")[1])["message"]["model"] == "tiny"
    assert events[-1].startswith("event: message_stop\n")
    await gateway.close()


async def test_a_client_that_hangs_up_while_its_stream_is_given_up_stops_the_work_too(chat_host: RealHost) -> None:
    """What was about to be given back is given back all the same."""
    released = asyncio.Event()

    class Counting(OneHost):
        async def target(self, asked: Asked) -> Target:
            return replace(await super().target(asked), release=released.set)

    gateway, owner = Gateway(Counting(chat_host, is_local=False)), TaskOwner("test")
    stream = await gateway.stream(call("/v1/completions", stream=True, prompt=["Once"] * 20), lambda: "waiting")
    closing = owner.spawn(stream.close(), "close", awaited=True)
    await asyncio.sleep(0)  # it has begun
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    async with asyncio.timeout(10):
        await released.wait()
    await gateway.close()
