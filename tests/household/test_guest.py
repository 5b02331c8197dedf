"""A good guest: who takes its memory back says so first, and what was computed there goes on with who is left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.household.household import Hearth, Household
from tests.household.sleeping import PROGRAM, Sleep, sleeper
from tests.household.test_continuation import CHAT, read_some
from tests.household.test_household import ARGUMENTS, NAMES, share_bytes
from tests.system.bus import needs_bus

pytestmark = needs_bus


@pytest.fixture(scope="module")
def sleep() -> Iterator[Sleep]:
    with sleeper() as sleep:
        yield sleep


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, small_model: Path, sleep: Sleep) -> Iterator[Household]:
    """All three hold layers of the model; any two of them could hold it, none alone."""
    with Household(
        tmp_path_factory.mktemp("home"),
        NAMES,
        model=small_model,
        arguments=ARGUMENTS,
        offer=dict.fromkeys(NAMES, share_bytes(small_model, 2)),
        programs={"hall": PROGRAM},
    ) as home:
        home.join_all()
        yield home


def devices(head: Hearth) -> set[str]:
    """Who holds layers."""
    plan = next(m for m in head.state()["models"] if m["name"] == "small")["plan"]
    return {shard["node_name"] for shard in plan["shards"]}


def log_of(node: Hearth) -> str:
    return (node.data / "log" / "hearth.log").read_text()


def go_on_without_hall(home: Household, take_back: Callable[[], object], word: str, sentence: str) -> None:
    """Hall takes its memory back while an answer is written: its layers are handed over, and people read why."""
    kitchen, hall = home["kitchen"], home["hall"]
    kitchen.cli("unload", "small", check=False)
    with kitchen.stream("/v1/chat/completions", **CHAT) as stream:
        read_some(stream)
        assert devices(kitchen) == set(NAMES)
        take_back()
        state = kitchen.wait(lambda s: sentence in s["activity"], "told", 10)
        stream.read_to_end()
        assert stream.errors == []
        assert stream.is_done
        # Who waited for the next word has read it too.
        words = sentence.removesuffix(".")
        assert any(comment.startswith(f"{words}; ") for comment in stream.comments), stream.comments
    assert "hall has left." not in state["activity"]
    assert devices(kitchen) == {"kitchen", "study"}
    assert f"departure ({word}): 1 leases" in log_of(hall)


def test_a_pause_moves_the_work_and_its_end_brings_it_back(home: Household) -> None:
    kitchen, hall = home["kitchen"], home["hall"]
    go_on_without_hall(home, lambda: hall.cli("pause"), "pause", "hall stopped sharing.")
    state = hall.wait(lambda s: not s["peers"][0]["sharing"], "paused")
    assert (state["sharing"]["type"], state["peers"][0]["devices"][0]["used_bytes"]) == ("Paused", 0)
    hall.cli("resume")
    kitchen.wait(lambda s: all(peer["sharing"] for peer in s["peers"]), "told")
    kitchen.cli("unload", "small")
    assert kitchen.chat("Hello", "small", max_tokens=2).status == 200
    assert devices(kitchen) == set(NAMES)


def test_a_lower_offer_moves_the_work_and_a_higher_one_is_used(home: Household) -> None:
    kitchen, hall = home["kitchen"], home["hall"]
    before = hall.state()["peers"][0]["devices"][0]["offered_bytes"]
    lower = {"bytes": 1_000_000}
    go_on_without_hall(home, lambda: hall.http("POST", "/api/offer", lower), "offer", "hall lends less now.")
    assert hall.http("POST", "/api/offer", {"bytes": before}).status == 200
    kitchen.wait(lambda s: sum(d["offered_bytes"] for p in s["peers"] for d in p["devices"]) == 3 * before, "told")
    kitchen.cli("unload", "small")
    assert kitchen.chat("Hello", "small", max_tokens=2).status == 200
    assert devices(kitchen) == set(NAMES)


def test_a_machine_hands_over_before_it_sleeps_and_is_back_when_it_wakes(home: Household, sleep: Sleep) -> None:
    kitchen = home["kitchen"]
    go_on_without_hall(home, sleep.begin, "sleep", "hall went to sleep.")
    assert "said goodbye: sleep" in log_of(kitchen)
    sleep.end()
    for node in home.nodes:
        node.wait_for_peers(2)
    kitchen.cli("unload", "small")
    assert kitchen.chat("Hello", "small", max_tokens=2).status == 200
    assert devices(kitchen) == set(NAMES)


def test_an_answer_goes_on_when_a_device_that_computes_it_is_quit(home: Household) -> None:
    go_on_without_hall(home, home["hall"].stop, "quit", "hall was quit.")
    assert "said goodbye: quit" in log_of(home["kitchen"])
