"""Reading an answer from the local API, over a real socket."""

import asyncio

import pytest

from app.domain.errors import UserError
from app.lib.tasks import TaskOwner
from app.ui.chat.stream import (
    Asking,
    Began,
    ChatEvent,
    Ended,
    EventReader,
    Piece,
    Reading,
    Thinking,
    Waiting,
    stream_answer,
)
from tests.fakes.chat_api import DONE, LAST, ChatApi, chat_api, data, piece

QUESTION = [{"role": "user", "content": "Hello"}]


async def _read(api: ChatApi) -> list[ChatEvent]:
    return [event async for event in stream_answer(Asking(api.url, "demo", QUESTION))]


async def test_events_of_an_answer() -> None:
    async with chat_api() as api:
        thinking = data(choices=[{"delta": {"reasoning_content": "hm"}}])
        progress = data(choices=[], prompt_progress={"total": 200, "processed": 86})
        api.script = [b": loading layers, 3.1 of 8.2 GB\n\n", progress, thinking, piece("Hel"), piece("lo"), LAST, DONE]
        assert await _read(api) == [
            Began("kitchen (CPU), study", "kitchen"),
            Waiting("loading layers, 3.1 of 8.2 GB"),
            Reading(0.43),
            Thinking("hm"),
            Piece("Hel"),
            Piece("lo"),
            Ended(cut=False, tokens_per_second=42.5, tokens=17),
        ]
        assert api.bodies[0]["messages"] == QUESTION
        assert api.bodies[0]["stream"] is True
        assert "temperature" not in api.bodies[0], "left to the host"
        assert "max_tokens" not in api.bodies[0]


async def test_limits_go_along() -> None:
    async with chat_api() as api:
        api.script = [LAST, DONE]
        asking = Asking(api.url, "demo", QUESTION, temperature=0.0, max_tokens=5)
        _ = [event async for event in stream_answer(asking)]
        assert (api.bodies[0]["temperature"], api.bodies[0]["max_tokens"]) == (0.0, 5)


async def test_devices_that_are_known_only_after_loading() -> None:
    async with chat_api() as api:
        api.headers = {}
        api.script = [b": answered by study\n\n", LAST, DONE]
        assert (await _read(api))[:2] == [Began(""), Began("study")]


async def test_refused_question_gives_the_reason() -> None:
    async with chat_api() as api:
        api.script = [400]
        with pytest.raises(UserError, match="9000 tokens") as caught:
            await _read(api)
        assert caught.value.problem.code == "context_length_exceeded"


async def test_error_inside_the_stream() -> None:
    async with chat_api() as api:
        api.script = [piece("Hel"), data(error={"message": "study left the swarm.", "code": "peer_lost"})]
        with pytest.raises(UserError, match="study left the swarm"):
            await _read(api)


async def test_stream_without_an_end_is_an_error() -> None:
    async with chat_api() as api:
        api.script = [piece("Hel")]
        with pytest.raises(UserError, match="before the answer did"):
            await _read(api)


async def test_nobody_listens() -> None:
    async with chat_api() as api:
        address = api.url
    with pytest.raises(UserError, match="did not answer"):
        _ = [event async for event in stream_answer(Asking(address, "demo", QUESTION))]


async def test_cancelling_hangs_up() -> None:
    async with chat_api() as api:
        api.script = [piece("Hel"), asyncio.Event()]

        began = asyncio.Event()

        async def read() -> None:
            async for event in stream_answer(Asking(api.url, "demo", QUESTION)):
                if isinstance(event, Piece):
                    began.set()

        owner = TaskOwner("test")
        owner.spawn(read(), "read")
        await began.wait()
        await owner.close()
        await api.hung_up.wait()


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_events_are_whole_whatever_the_packets(size: int) -> None:
    sent = ': waiting\n\ndata: {"a":\r\ndata: "ü"}\r\n\r\n: \n\ndata: [DONE]\n\n'.encode()
    reader, events = EventReader(), list[Waiting | str]()
    for start in range(0, len(sent), size):
        events += reader.feed(sent[start : start + size])
    assert events == [Waiting("waiting"), '{"a":\n"ü"}', "[DONE]"]
