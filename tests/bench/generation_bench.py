"""Tokens per second through the whole of Hearth, against bare llama.cpp with the same split, and against one machine.

    python -m tests.bench.generation_bench [ROUNDS]

Two machines, a network namespace each, on cables of 1 Gbit/s, each with one processor core and one thread. Three ways
take turns, everything is started anew for each turn, and each figure is the median of all answers:

- `hearth`: two nodes, the model split about half and half; asked at the head's local OpenAI address
- `bare`: the command line of Hearth's own host (without what only serves its log), its workers reached directly:
  llama.cpp's RPC server of the other machine listens on the cable, unencrypted
- `alone`: one node that holds the whole model

Speeds are what a client on the head's machine sees on its own clock, which includes all that Hearth adds; what
llama.cpp itself measured is given too. An answer during which other programs computed is asked again, a few times, and
those that were disturbed all the same are counted. Prints one JSON object as its last line.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.footprint import footprint
from app.domain.model import ContextSettings
from app.engine.gguf import read_model
from app.engine.programs import find_programs
from tests.bench.quiet import Quiet
from tests.household.household import Hearth, Household
from tests.household.namespaces import Lan, Machine
from tests.models.random_model import write_random_model

SIZE = "88M"
RATE = "1gbit"
CONTEXT = ContextSettings(context_length=4096, slots=1)
ARGUMENTS = ("--context-length", str(CONTEXT.context_length), "--slots", str(CONTEXT.slots), "--threads", "1")
SHORT_WORDS, LONG_WORDS = 130, 860
GENERATED_TOKENS = 96
SHORT_PER_TURN, LONG_PER_TURN = 4, 2
PORT = 5900
START_SECONDS = 30.0
DISTURBED = 0.06
"""Of a core: what other programs may take during an answer."""
ATTEMPTS = 4
PATIENCE_SECONDS = 20.0
WORDS = [
    "kitchen",
    "garden",
    "window",
    "table",
    "music",
    "river",
    "mountain",
    "letter",
    "winter",
    "summer",
    "teacher",
    "market",
    "bridge",
    "paper",
    "silver",
]
# Hearth reads from the host's log where each layer went; the log is then of no use.
ONLY_FOR_HEARTH = ["--log-jsonl", "--verbosity", "5"]


@dataclass(frozen=True, slots=True)
class Speeds:
    """What was measured in one turn, answer by answer.

    Attributes:
        short: Of answers to prompts of a few hundred tokens, which are less than one batch.
        long: Of prompts of several batches: those keep both machines at work at the same time.
    """

    short: list[dict[str, float]] = field(default_factory=list)
    long: list[dict[str, float]] = field(default_factory=list)

    def extend(self, other: "Speeds") -> None:
        """Add those of another turn."""
        self.short.extend(other.short)
        self.long.extend(other.long)

    def medians(self) -> dict[str, float]:
        """One figure for each thing measured, and the number of answers that were disturbed."""
        wanted = {"generated": self.short, "short_prompt": self.short, "long_prompt": self.long}
        figures = {}
        for name, answers in wanted.items():
            measured = name.removeprefix("short_").removeprefix("long_")
            for suffix in ("", "_by_llama"):
                figures[name + suffix] = statistics.median(answer[measured + suffix] for answer in answers)
            if measured == "prompt":
                figures[f"{name}_tokens"] = statistics.median(answer["prompt_tokens"] for answer in answers)
        figures["disturbed"] = sum(answer["disturbed"] for answer in (*self.short, *self.long))
        return {name: round(figure, 2) for name, figure in figures.items()}


class Client:
    """Asks from the first machine, on its core."""

    def __init__(self, machines: Sequence[Machine], base_url: str, model_name: str) -> None:
        machine = machines[0]
        self._url = f"{base_url}/chat/completions"
        self._model_name = model_name
        self._quiet = Quiet(lambda: [pid for each in machines for pid in each.process_ids()])
        self._process = machine.popen(
            ["taskset", "--cpu-list", "0", sys.executable, "-m", "tests.bench.stream_client"],
            stdin=subprocess.PIPE,
            stderr=None,
        )

    def speeds(self, turn: int) -> "Speeds":
        """What some answers measured, after one that does not count."""
        short = self.short_answers(turn)
        long = [self._ask(turn * 1000 + 500 + 10 * n, LONG_WORDS, 2) for n in range(LONG_PER_TURN)]
        return Speeds(short, long)

    def short_answers(self, turn: int) -> list[dict[str, float]]:
        """What some answers to short prompts measured, after one that does not count."""
        self._ask_once(turn * 1000, SHORT_WORDS, 8)
        return [self._ask(turn * 1000 + 100 + 10 * n, SHORT_WORDS, GENERATED_TOKENS) for n in range(SHORT_PER_TURN)]

    def _ask(self, seed: int, words: int, tokens: int) -> dict[str, float]:
        for attempt in range(ATTEMPTS):
            self._quiet.wait(DISTURBED, PATIENCE_SECONDS)
            self._quiet.others_share()
            answer = self._ask_once(seed + attempt, words, tokens)
            answer["disturbed"] = self._quiet.others_share() > DISTURBED
            if not answer["disturbed"]:
                break
        return answer

    def _ask_once(self, seed: int, words: int, tokens: int) -> dict[str, float]:
        # Another beginning each time, so that nothing of it is known from before.
        text = " ".join(random.Random(seed).choices(WORDS, k=words))
        body = {
            "model": self._model_name,
            "messages": [{"role": "user", "content": f"{seed} {text}"}],
            "max_tokens": tokens,
            "temperature": 0,
            "ignore_eos": True,
            "cache_prompt": False,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"url": self._url, "body": body}), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        timings = answer["timings"]
        return {
            "prompt_tokens": timings["prompt_n"],
            "prompt": timings["prompt_n"] / answer["first_seconds"],
            "generated": (timings["predicted_n"] - 1) / answer["rest_seconds"],
            "prompt_by_llama": timings["prompt_per_second"],
            "generated_by_llama": timings["predicted_per_second"],
        }


def half_offers(model: Path) -> dict[str, int]:
    """Offers that are both needed, and of which the model's layers take equal parts."""
    facts = read_model(model)
    needs = footprint(facts, CONTEXT)
    half_layers = (facts.layer_count + 1) // 2
    half = needs.shard_bytes(0, 0, True) + half_layers * max(needs.layer_bytes)
    return {"head": needs.host_bytes + half, "peer": half}


def pin(machine: Machine, core: int) -> None:
    """Give every thread on a machine one core; what they start later has it too."""
    for pid in machine.process_ids():
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


def host_command(head: Hearth) -> list[str]:
    """The command line of the head's llama-server."""
    commands = [Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1] for pid in head.machine.process_ids()]
    (command,) = [c for c in commands if c and Path(c[0]).name == "llama-server"]
    return command


def through_hearth(folder: Path, model: Path, turn: int) -> tuple[Speeds, list[str], list[int]]:
    """A turn of `hearth`; also its host's command line and the layers of each device."""
    offer = half_offers(model)
    with Household(folder, offer, model=model, offer=offer, rate=RATE, arguments=ARGUMENTS) as home:
        for core, node in enumerate(home.nodes):
            pin(node.machine, core)
        home.join_all()
        head = home["head"]
        head.cli("load", model.stem)
        for core, node in enumerate(home.nodes):
            pin(node.machine, core)
        state = head.state()
        (loaded,) = [m for m in state["models"] if m["name"] == model.stem]
        layers = [shard["layer_count"] for shard in loaded["plan"]["shards"]]
        command = host_command(head)
        return Client([node.machine for node in home.nodes], state["api_url"], model.stem).speeds(turn), command, layers


def on_one_machine(folder: Path, model: Path, turn: int) -> Speeds:
    """A turn of `alone`."""
    with Household(folder, ["alone"], model=model, rate=RATE, arguments=ARGUMENTS) as home:
        node = home["alone"]
        pin(node.machine, 0)
        node.cli("load", model.stem)
        pin(node.machine, 0)
        return Client([node.machine], node.state()["api_url"], model.stem).speeds(turn)


def through_bare_rpc(command: Sequence[str], model: Path, turn: int) -> Speeds:
    """A turn of `bare`: the head's own layers on a worker on loopback, the others straight over the cable."""
    with Lan(2, rate=RATE) as lan, _bare_rpc(lan, command) as base_url:
        return Client(lan.machines, base_url, model.stem).speeds(turn)


@contextmanager
def _bare_rpc(lan: Lan, command: Sequence[str]) -> Iterator[str]:
    programs = find_programs()
    head, peer = lan.machines

    def start(machine: Machine, core: int, *arguments: str) -> None:
        machine.popen(
            ["taskset", "--cpu-list", str(core), *arguments],
            environment=programs.environment,
            stdout=subprocess.DEVNULL,
        )

    workers = {peer: (peer.address, 1), head: ("127.0.0.1", 0)}
    for machine, (host, core) in workers.items():
        arguments = (str(programs.rpc_server), "-H", host, "-p", str(PORT), "-t", "1", "-d", "CPU")
        start(machine, core, *arguments)
    time.sleep(1)  # a connection made to see whether they listen would be their one client
    start(head, 0, *bare_command(command, [f"{host}:{PORT}" for host, _ in workers.values()]))
    base_url = f"http://127.0.0.1:{PORT + 1}"
    deadline = time.monotonic() + START_SECONDS
    while head.run(["curl", "--fail", "--silent", f"{base_url}/health"], check=False).returncode:
        if time.monotonic() > deadline:
            raise RuntimeError("bare llama-server did not start")
        time.sleep(0.2)
    yield f"{base_url}/v1"


def bare_command(command: Sequence[str], workers: Sequence[str]) -> list[str]:
    """Hearth's host's command line with other addresses, and without the log that only Hearth reads."""
    bare = list(command)
    start = bare.index(ONLY_FOR_HEARTH[0])
    if bare[start : start + len(ONLY_FOR_HEARTH)] != ONLY_FOR_HEARTH:
        raise ValueError(f"no {ONLY_FOR_HEARTH} in {command}")
    del bare[start : start + len(ONLY_FOR_HEARTH)]
    bare[bare.index("--rpc") + 1] = ",".join(workers)
    bare[bare.index("--host") + 1] = "127.0.0.1"
    return [*bare, "--port", str(PORT + 1)]


def main(rounds: int) -> None:
    """Measure and print."""
    ways = {"hearth": Speeds(), "bare": Speeds(), "alone": Speeds()}
    layers: list[int] = []
    with tempfile.TemporaryDirectory(prefix="hb") as temporary:
        folder = Path(temporary)
        model = write_random_model(folder / f"{SIZE}.gguf", SIZE)
        for turn in range(1, rounds + 1):
            split, command, layers = through_hearth(folder / f"split{turn}", model, turn)
            ways["hearth"].extend(split)
            ways["bare"].extend(through_bare_rpc(command, model, turn))
            ways["alone"].extend(on_one_machine(folder / f"alone{turn}", model, turn))
    medians = {way: speeds.medians() for way, speeds in ways.items()}
    disturbed = round(sum(figures["disturbed"] for figures in medians.values()))
    print(json.dumps({"rounds": rounds, "model": SIZE, "layers": layers, "disturbed": disturbed, "ways": medians}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
