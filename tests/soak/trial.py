"""One fault in a household under a running answer: what became of it, how long it paused, what was left over."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household, online_peers
from tests.household.sleeping import PROGRAM, sleeper
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes
from tests.soak.faults import SLEEPER, Fault, Scene, SoakHousehold, processes

NAMES = ("kitchen", "study", "hall", "attic")
MODEL = "small"
CHAT: dict[str, Any] = {"model": MODEL, "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 220}
PIECES_BEFORE = 40
HANG_SECONDS = 60.0
"""An answer that has not ended so long after the fault hangs."""
GONE_SECONDS = 12.0
"""Within this, everything that a model ran on must be gone after it was unloaded."""
PHASES = re.compile(r"recovered .*?noticed ([\d.]+) s, planned ([\d.]+) s, loaded ([\d.]+) s")


class Outcome(StrEnum):
    """What became of an answer."""

    EQUAL = "equal"
    ERROR = "error"
    DIFFERENT = "different"
    HANG = "hang"


@dataclass(frozen=True, slots=True)
class Result:
    """What a trial gave.

    Attributes:
        fault: Its name.
        size: Devices of the household.
        outcome: What became of the answer.
        error: What the error event said.
        pause_seconds: The longest wait for a word from the fault on; None when no word came.
        phases: Seconds of noticing, planning and loading as the node logged them; empty when it did not.
        orphans: Names of processes that outlived their model.
    """

    fault: str
    size: int
    outcome: Outcome
    error: str
    pause_seconds: float | None
    phases: tuple[float, ...]
    orphans: tuple[str, ...]


def may_go_on(fault: Fault, size: int) -> bool:
    """Whether those who are left hold the model: any two do."""
    return size - fault.lost >= 2


@contextmanager
def household(directory: Path, model: Path, size: int) -> Iterator[SoakHousehold]:
    """Devices of which any two hold the model, and none alone; the first two have the file, and hall may sleep."""
    names = NAMES[:size]
    with (
        sleeper() as sleep,
        SoakHousehold(
            directory,
            names,
            model=model,
            arguments=ARGUMENTS,
            offer=dict.fromkeys(names, share_bytes(model, 2)),
            with_model=names[:2],
            programs={SLEEPER: PROGRAM},
        ) as home,
    ):
        home.sleep = sleep
        home.join_all()
        yield home


def undisturbed_text(directory: Path, model: Path, question: Mapping[str, Any] = CHAT) -> str:
    """The answer of one machine that nothing happens to."""
    with (
        Household(directory, ["alone"], model=model, arguments=ARGUMENTS) as home,
        home["alone"].stream("/v1/chat/completions", **question) as stream,
    ):
        return stream.read_to_end()


def run_trial(home: SoakHousehold, fault: Fault, expected: str) -> Result:
    """Ask, strike, read to the end, mend, and look for what was left over."""
    kitchen = home.nodes[0]
    asked = kitchen if fault.asks_head else home.nodes[-1]
    _unload(home)
    if not fault.while_loading:
        kitchen.cli("load", MODEL)
    with asked.stream("/v1/chat/completions", **CHAT) as stream, _watched(stream) as watch:
        broken, last = _strike(home, fault, asked, stream)
        watch.start(HANG_SECONDS)
        pause = None
        for _ in stream:  # what was on its way comes first: the pause is the longest one
            now = time.monotonic()
            last, pause = now, max(pause or 0.0, now - last)
        hangs = watch.has_fired
    phases = _phases(asked if fault.asks_head else home.nodes[1])
    for node in broken:
        fault.mend(home, node)
    _wait_until_together(home)
    outcome = Outcome.HANG if hangs else _outcome(stream, expected)
    error = next(iter(stream.errors), "")
    return Result(fault.name, len(home.nodes), outcome, error, pause, phases, _orphans(home))


def _strike(home: SoakHousehold, fault: Fault, asked: Hearth, stream: EventStream) -> tuple[tuple[Hearth, ...], float]:
    """Bring the fault about at its moment; returns who is broken, and when it struck."""
    if fault.while_loading:
        home.nodes[0].wait(lambda state: _status(state) == "Loading", "loading", 30)
    else:
        for count, _ in enumerate(stream, 1):
            if count == PIECES_BEFORE:
                break
        else:
            raise AssertionError(f"it ended too early: {stream.text!r} {stream.events[-1:]}")
    state = home.nodes[0].wait(lambda state: _model(state)["plan"] is not None, "planned", 30)
    plan = _model(state)["plan"]
    head = next(node for node in home.nodes if node.name == _name_of(state, plan["head"]))
    holders = dict.fromkeys(shard["node_name"] for shard in plan["shards"])
    helpers = [home[name] for name in holders if name != head.name]
    if not fault.asks_head:  # the one that asks is not the one to be struck
        helpers = [node for node in helpers if node is not asked]
    struck = time.monotonic()
    return fault.strike(Scene(home, asked, head, tuple(helpers), stream)), struck


def _outcome(stream: EventStream, expected: str) -> Outcome:
    if stream.errors:
        return Outcome.ERROR
    return Outcome.EQUAL if stream.is_done and stream.text == expected else Outcome.DIFFERENT


def _model(state: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(model for model in state["models"] if model["name"] == MODEL)
    return found


def _status(state: dict[str, Any]) -> str:
    return str(_model(state)["status"]["type"])


def _name_of(state: dict[str, Any], peer_id: str) -> str:
    return str(next(peer["name"] for peer in state["peers"] if peer["peer_id"] == peer_id))


def _phases(node: Hearth) -> tuple[float, ...]:
    log = node.data / "log" / "hearth.log"
    found = PHASES.findall(log.read_text()) if log.exists() else []
    return tuple(float(seconds) for seconds in found[-1]) if found else ()


def _wait_until_together(home: Household) -> None:
    for node in home.nodes:
        node.wait(lambda state: online_peers(state) == len(home.nodes) - 1, "together again", 60)


def _unload(home: Household) -> None:
    for node in home.nodes[:2]:
        node.cli("unload", MODEL, check=False)


def _orphans(home: Household) -> tuple[str, ...]:
    """Hosts and workers that are still there although nothing is loaded any more."""
    _unload(home)
    deadline = time.monotonic() + GONE_SECONDS
    while True:
        left = tuple(
            f"{name} on {node.name}"
            for node in home.nodes
            for name in ("ggml-rpc-server", "llama-server")
            for _ in processes(node, name)
        )
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.2)


class _Watch:
    """Ends the client of a stream that hangs."""

    def __init__(self, stream: EventStream) -> None:
        self._stream = stream
        self._timer: threading.Timer | None = None
        self.has_fired = False

    def start(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.start()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _fire(self) -> None:
        self.has_fired = True
        self._stream.give_up()


@contextmanager
def _watched(stream: EventStream) -> Iterator[_Watch]:
    watch = _Watch(stream)
    try:
        yield watch
    finally:
        watch.stop()
