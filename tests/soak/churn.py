"""A household in which devices come and go at random under a constant load: `python -m tests.soak churn`.

Counted is what became of every answer, what is left over at the end, and whether all nodes know the same in the end.
"""

import json
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.household.household import Hearth, Household, online_peers
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes
from tests.models.random_model import write_random_model
from tests.soak.faults import processes
from tests.soak.trial import MODEL, undisturbed_text
from tests.soak.usage import Usage, usage_of

NAMES = ("kitchen", "study", "hall", "attic", "cellar", "garage")
CHAT: dict[str, Any] = {"model": MODEL, "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 100}
HANG_SECONDS = 90.0
ACTION_SECONDS = (2.0, 8.0)
AWAY_SECONDS = (1.0, 8.0)
WARM_UP_SECONDS = 60.0
LEDGER_SECONDS = 5.0
CLIENTS = 2
NOT_THERE = "the asked device itself was away"


@dataclass(slots=True)
class Tally:
    """What happened.

    Attributes:
        answers: How many ended how.
        actions: What was done to devices.
        errors: What error events said, with how often.
    """

    answers: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


class Churn:
    """One run.

    Args:
        home: The household; its first node stays all the time, and is the one whose memory is watched.
        token: Of the swarm.
        expected: The undisturbed answer.
        seed: Of the random order of events.
    """

    def __init__(self, home: Household, token: str, expected: str, seed: int) -> None:
        self.home = home
        self.tally = Tally()
        self._token = token
        self._expected = expected
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._disturbed: Counter[str] = Counter()
        self._ended = threading.Event()

    def run(self, seconds: float) -> tuple[Usage, Usage]:
        """Let it go on for so long; what the first node used after the warm-up, and at the end."""
        clients = [threading.Thread(target=self._ask_for_ever, args=(number,)) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        began = time.monotonic()
        before: Usage | None = None
        try:
            while (passed := time.monotonic() - began) < seconds:
                if before is None and passed > WARM_UP_SECONDS:
                    before = usage_of(self.home.nodes[0])
                self._disturb()
                time.sleep(self._random.uniform(*ACTION_SECONDS))
        finally:
            self._ended.set()
            for client in clients:
                client.join(HANG_SECONDS + 30)
        for node in self.home.nodes:
            node.wait(lambda state: online_peers(state) == len(NAMES) - 1, "together again", 60)
        after = usage_of(self.home.nodes[0])
        return before or after, after

    def _disturb(self) -> None:
        node = self._random.choice(self.home.nodes[1:])
        action = self._random.choice((crash, quit_and_start, self._leave_and_join, unplug))
        with self._lock:
            self._disturbed[node.name] += 1
            self.tally.actions[action.__name__.strip("_")] += 1
        action(node, self._random.uniform(*AWAY_SECONDS))

    def _leave_and_join(self, node: Hearth, seconds: float) -> None:
        node.cli("leave")
        time.sleep(seconds)
        node.cli("join", self._token)

    def _ask_for_ever(self, number: int) -> None:
        chooser = random.Random(number)
        while not self._ended.is_set():
            node = chooser.choice(self.home.nodes)
            with self._lock:
                before = self._disturbed[node.name]
            how, why = self._ask(node)
            with self._lock:
                if how not in ("equal", "hang") and self._disturbed[node.name] != before:
                    how = NOT_THERE
                elif why:
                    self.tally.errors[why] += 1
                self.tally.answers[how] += 1
            time.sleep(0.3)

    def _ask(self, node: Hearth) -> tuple[str, str]:
        try:
            with node.stream("/v1/chat/completions", **CHAT) as stream:
                timer = threading.Timer(HANG_SECONDS, stream.give_up)
                timer.start()
                began = time.monotonic()
                stream.read_to_end()
                timer.cancel()
        except FileNotFoundError:  # it says where it listens only while it runs
            return NOT_THERE, ""
        except (OSError, ValueError) as error:
            return "error", str(error)[:120]
        if time.monotonic() - began >= HANG_SECONDS:
            return "hang", ""
        if stream.errors:
            return "error", stream.errors[0][:160]
        if not stream.is_done:
            return ("error", "ended without a word") if stream.text else (NOT_THERE, "")
        return ("equal", "") if stream.text == self._expected else ("different", stream.text[-60:])


def crash(node: Hearth, seconds: float) -> None:
    """SIGKILL, and started again."""
    node.kill()
    time.sleep(seconds)
    node.start()


def quit_and_start(node: Hearth, seconds: float) -> None:
    """Quit, and started again."""
    node.stop()
    time.sleep(seconds)
    node.start()


def unplug(node: Hearth, seconds: float) -> None:
    """The cable is out for a while."""
    node.machine.unplug()
    time.sleep(seconds)
    node.machine.plug_in()


def known(node: Hearth) -> Any:
    """What a node knows of all nodes, itself included, without what only it can see."""
    own = ("is_self", "status", "address", "doing", "note")
    peers = [{name: value for name, value in peer.items() if name not in own} for peer in node.state()["peers"]]
    return sorted(peers, key=lambda peer: str(peer["peer_id"]))


def seconds_until(condition: Callable[[], bool], limit: float) -> float | None:
    """How long it takes until something is so; None when it is not within the limit."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < limit:
        if condition():
            return passed
        time.sleep(0.2)
    return None


def run_churn(kept: Path, *, minutes: float, seed: int = 1) -> int:
    """Run it and keep what it gave; returns how many things were wrong."""
    with tempfile.TemporaryDirectory(prefix="hearth-soak-") as folder:
        directory = Path(folder)
        model = write_random_model(directory / "small.gguf", "30M", seed=3)
        offer = dict.fromkeys(NAMES, share_bytes(model, 2))
        whole = undisturbed_text(directory / "alone", model, CHAT)
        with Household(directory, NAMES, model=model, arguments=ARGUMENTS, offer=offer, with_model=NAMES[:3]) as home:
            churn = Churn(home, home.join_all(), whole, seed)
            before, after = churn.run(minutes * 60)
            equal_seconds = seconds_until(lambda: len({json.dumps(known(n)) for n in home.nodes}) == 1, 30)
            for node in home.nodes:
                node.cli("unload", MODEL, check=False)
            time.sleep(LEDGER_SECONDS)
            orphans = [
                f"{name} on {node.name}"
                for node in home.nodes
                for name in ("ggml-rpc-server", "llama-server")
                for _ in processes(node, name)
            ]
    result = {
        "minutes": minutes,
        "answers": dict(churn.tally.answers),
        "actions": dict(churn.tally.actions),
        "errors": dict(churn.tally.errors),
        "before": asdict(before),
        "after": asdict(after),
        "ledger_equal_seconds": equal_seconds,
        "orphans": orphans,
    }
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    wrong = churn.tally.answers["hang"] + churn.tally.answers["different"] + len(orphans)
    return wrong + (equal_seconds is None or equal_seconds > LEDGER_SECONDS)
