"""The parts of the routing benchmark that need real nodes: what the way through Hearth costs, and what copies bring.

Three machines, a network namespace each: kitchen and hall have the model loaded whole and one processor core each; the
study has none, asks from the second core, and its gateway is the hop to a peer.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.bench.generation_bench import WORDS, host_command, pin
from tests.household.household import Hearth, Household
from tests.models.random_model import write_random_model

SIZE = "360M"
"""For rates: a word of a smaller model takes less time than people's models need, and the way through
Hearth seems longer."""

SMALL_SIZE = "88M"
"""For first words: their time is small, and what is added to it is seen."""

SLOTS = 4
ARGUMENTS = ("--context-length", "1024", "--slots", str(SLOTS), "--threads", "1")
PATH = "/v1/chat/completions"
CLIENTS = 8
OFFER_BYTES = 1_000_000_000
STREAM_TOKENS = 48
FIRST_PER_ROUND = 15
LONG_WORDS = 220


class Crowd:
    """Clients on one machine."""

    def __init__(self, node: Hearth, core: int) -> None:
        self._process = node.machine.popen(
            ["taskset", "--cpu-list", str(core), sys.executable, "-m", "tests.bench.crowd_client"],
            stdin=subprocess.PIPE,
            stderr=None,
        )

    def ask(self, where: dict[str, Any], bodies: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """All of these at the same time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({**where, "path": PATH, "bodies": bodies}), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


def body(seed: int, words: int, tokens: int, *more: dict[str, str]) -> dict[str, Any]:
    """A request with another beginning for each seed."""
    text = " ".join(random.Random(seed).choices(WORDS, k=words))
    messages = [{"role": "user", "content": f"{seed} {text}"}, *more]
    return {"model": "bench", "messages": messages, "max_tokens": tokens, "temperature": 0, "ignore_eos": True}


def measure_nodes(rounds: int) -> dict[str, Any]:
    """Everything that is measured on real nodes."""
    with house(SMALL_SIZE) as (home, crowds):
        first = _first_words(_ways(home, crowds), rounds) | _second_turns(home, crowds["study"], rounds)
    with house(SIZE) as (home, crowds):
        return {"model": SIZE, **first, **_streams(home, crowds, rounds), **_copies(home, crowds["study"], rounds)}


@contextmanager
def house(size: str) -> Iterator[tuple[Household, dict[str, "Crowd"]]]:
    """The three machines with a model of a size, and clients in kitchen and study."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        model = write_random_model(Path(folder) / "bench.gguf", size)
        names = ("kitchen", "hall", "study")
        home = Household(
            Path(folder),
            names,
            model=model,
            with_model=("kitchen", "hall"),
            offer=dict.fromkeys(names, OFFER_BYTES),
            rate="1gbit",
            arguments=ARGUMENTS,
        )
        with home:
            home.join_all()
            for name in ("kitchen", "hall"):
                headers = {"X-Hearth-Target-Node": name}
                home[name].http("POST", PATH, body(0, 5, 40), headers=headers)
            for node, core in zip(home.nodes, (0, 1, 1), strict=True):
                pin(node.machine, core)
            home["study"].wait(lambda state: copies(state) == 2, "told of both copies")
            yield home, {"kitchen": Crowd(home["kitchen"], 1), "study": Crowd(home["study"], 1)}


def copies(state: dict[str, Any]) -> int:
    """How often the model is loaded."""
    return sum(len([h for h in m["hosted"] if h["ready"]]) for m in state["models"] if m["name"] == "bench")


def _ways(home: Household, crowds: dict[str, Crowd]) -> dict[str, tuple[Crowd, dict[str, Any]]]:
    """The host itself, the gateway here, and a hop to a peer."""
    command = host_command(home["kitchen"])
    to_kitchen = {"headers": {"X-Hearth-Target-Node": "kitchen"}}
    return {
        "host": (crowds["kitchen"], {"unix": command[command.index("--host") + 1]}),
        "here": (crowds["kitchen"], {"url": _base(home["kitchen"]), **to_kitchen}),
        "hop": (crowds["study"], {"url": _base(home["study"]), **to_kitchen}),
    }


def _first_words(ways: dict[str, tuple[Crowd, dict[str, Any]]], rounds: int) -> dict[str, Any]:
    """How long the first word takes; the ways take turns."""
    first: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds * FIRST_PER_ROUND):  # the first of all is slow, and does not move a median
        for name, (crowd, where) in ways.items():
            first[name].append(crowd.ask(where, [body(1, 20, 2)])["answers"][0]["first_seconds"] * 1000)
    return {"first_ms": {name: statistics.median(times) for name, times in first.items()}}


def _streams(home: Household, crowds: dict[str, Crowd], rounds: int) -> dict[str, Any]:
    """How fast many streams are, and what the gateway takes of the processor for each token."""
    ways = _ways(home, crowds)
    gateway = psutil.Process(home["kitchen"].process.pid)
    rate: dict[str, list[float]] = {name: [] for name in ways}
    gateway_ms: list[float] = []
    for turn in range(rounds):
        for name, (crowd, where) in ways.items():
            bodies = [body(turn * 100 + n, 10, STREAM_TOKENS) for n in range(CLIENTS)]
            before = sum(gateway.cpu_times()[:2])
            answer = crowd.ask(where, bodies)
            rate[name].append(_rate(answer))
            if name == "here":
                tokens = sum(each["tokens"] for each in answer["answers"])
                gateway_ms.append((sum(gateway.cpu_times()[:2]) - before) / tokens * 1000)
    return {
        "streams_rate": {name: statistics.median(rates) for name, rates in rate.items()},
        "gateway_ms_per_token": statistics.median(gateway_ms),
    }


def _copies(home: Household, crowd: Crowd, rounds: int) -> dict[str, Any]:
    """Two copies against one."""
    study = {"url": _base(home["study"])}
    rates: dict[str, list[float]] = {"one": [], "two": []}
    for turn in range(rounds):
        for name, where in (("one", {**study, "headers": {"X-Hearth-Target-Node": "kitchen"}}), ("two", study)):
            bodies = [body(5000 + turn * 100 + n, 10, STREAM_TOKENS) for n in range(CLIENTS)]
            rates[name].append(_rate(crowd.ask(where, bodies)))
    return {"copies_rate": {name: statistics.median(of) for name, of in rates.items()}}


def _second_turns(home: Household, crowd: Crowd, rounds: int) -> dict[str, Any]:
    """A conversation's second turn where it was and elsewhere."""
    study = {"url": _base(home["study"])}
    turns: dict[str, list[float]] = {"kept": [], "elsewhere": []}
    for turn in range(rounds):
        for way in turns:
            seed = 9000 + turn * 10 + len(way)
            began = crowd.ask(study, [body(seed, LONG_WORDS, 8)])["answers"][0]["node"]
            other = "hall" if began == "kitchen" else "kitchen"
            where = study if way == "kept" else {**study, "headers": {"X-Hearth-Target-Node": other}}
            more = ({"role": "assistant", "content": "Yes."}, {"role": "user", "content": "And then?"})
            answer = crowd.ask(where, [body(seed, LONG_WORDS, 8, *more)])["answers"][0]
            if (answer["node"] == began) is not (way == "kept"):
                raise RuntimeError(f"the {way} turn of a conversation at {began} went to {answer['node']}")
            turns[way].append(answer["first_seconds"] * 1000)
    return {"second_turn_ms": {name: statistics.median(of) for name, of in turns.items()}}


def _rate(answer: dict[str, Any]) -> float:
    tokens: int = sum(each["tokens"] for each in answer["answers"])
    return tokens / float(answer["seconds"])


def _base(node: Hearth) -> str:
    url: str = node.state()["api_url"]
    return url.removesuffix("/v1")
