"""Looking for the next host: for how long, and what is said when there is none."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.target import Target
from app.routing import exchange
from app.routing.call import Call
from app.routing.gateway import Gateway
from tests.routing.cutting import CutProvider, cut_provider
from tests.routing.hosts import RealHost
from tests.routing.test_continuation import CHAT, GREEDY, MESSAGES, check_whole, error_of, undisturbed
from tests.routing.test_gateway import call, read_stream


class Recovering:
    """A provider that has no host for a while after the first was lost.

    Args:
        hosts: Names the host that is lost, and the one after it.
        refusals: What it says in between, one for each time it is asked; the last again and again when `for_ever`.
    """

    def __init__(self, hosts: CutProvider, refusals: list[UserError], *, for_ever: bool = False) -> None:
        self._hosts = hosts
        self._refusals = refusals
        self._for_ever = for_ever
        self.asked: list[str | None] = []
        self.resumed = 0

    async def target(self, asked: Asked) -> Target:
        """The host, or a refusal."""
        self.asked.append(asked.model_name)
        if len(self.asked) > 1 and self._refusals:
            raise self._refusals[0] if self._for_ever and len(self._refusals) == 1 else self._refusals.pop(0)
        return await self._hosts.target(asked)

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """Not wanted."""

    def recovery_words(self, model_id: ModelId) -> str:
        """What happens meanwhile."""
        return f"study left; attempt {len(self.asked)}" if len(self.asked) > 1 and not self.resumed else ""

    def note_resumed(self, model_id: ModelId) -> None:
        """Count it."""
        self.resumed += 1


def too_large(free: str) -> UserError:
    """Those who are left have too little."""
    return UserError("Model too large", f"{free} are offered, more is needed.", code="model_too_large")


FIELDS: dict[str, Any] = GREEDY | {"messages": MESSAGES}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judgement in tenths of a second."""
    monkeypatch.setattr(exchange, "_NOTICE_SECONDS", 0.01)
    monkeypatch.setattr(exchange, "_SETTLED_SECONDS", 0.1)


async def test_it_waits_as_long_as_something_changes(chat_host: RealHost, tmp_path: Path) -> None:
    """Memory that a lost device held is given back step by step; the words for it are passed on once each."""
    expected = await undisturbed(chat_host, CHAT, **FIELDS)
    async with cut_provider(chat_host, tmp_path, [6]) as hosts:
        provider = Recovering(hosts, [too_large(f"{megabytes} MB") for megabytes in range(30)])
        gateway = Gateway(provider)
        stream = await read_stream(gateway, call(CHAT, stream=True, **FIELDS))
        await gateway.close()
    check_whole(stream, expected)
    assert len(provider.asked) == 32
    assert provider.resumed == 1
    assert b": study left; attempt" in stream


async def test_what_changes_no_more_ends_the_answer(chat_host: RealHost, tmp_path: Path) -> None:
    async with cut_provider(chat_host, tmp_path, [6]) as hosts:
        provider = Recovering(hosts, [too_large("1 MB"), too_large("2 MB")], for_ever=True)
        gateway = Gateway(provider)
        async with asyncio.timeout(5):
            stream = await read_stream(gateway, call(CHAT, stream=True, **FIELDS))
        await gateway.close()
    assert error_of(stream) == "2 MB are offered, more is needed."
    assert provider.resumed == 0


async def test_the_answer_goes_on_with_the_model_that_it_began_with(chat_host: RealHost, tmp_path: Path) -> None:
    """Also where the client left the choice to the node, which would choose another one now."""
    async with cut_provider(chat_host, tmp_path, [6]) as hosts:
        provider = Recovering(hosts, [])
        gateway = Gateway(provider)
        named = call(CHAT, stream=True, **FIELDS)
        await read_stream(gateway, Call(named.operation, named.body, named.fields, None, True))
        await gateway.close()
    assert provider.asked == [None, "tiny"]
