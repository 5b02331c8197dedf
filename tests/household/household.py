"""A household for tests: several real Hearths, each on a machine of its own, joined by a token.

    with Household(tmp_path, ["kitchen", "study"], model=path, offer={"kitchen": 60 * MB}) as home:
        home.join_all()
        answer = home["study"].chat("Hello")

Every node is `python -m app serve` in a network namespace, with its own data folder, driven as a user would: by the
command line and the local OpenAI API.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.household.event_stream import EventStream
from tests.household.namespaces import Lan, Machine

START_SECONDS = 30.0
JOIN_SECONDS = 30.0
LOAD_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a node's API answered."""

    status: int
    headers: Mapping[str, str]
    body: str

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Hearth:
    """One running node.

    Attributes:
        name: What the node is called.
        machine: The network namespace it runs in.
        data: Its data folder.
        command: What starts it: `serve`, `worker` or `federated`.
    """

    def __init__(self, name: str, machine: Machine, data: Path, arguments: Iterable[str], program: str = "app") -> None:
        self.name = name
        self.command = "serve"
        self._program = program
        self.machine = machine
        self.data = data
        self._arguments = tuple(arguments)
        self._process: subprocess.Popen[str] | None = None
        self.log = data / "serve.log"

    @property
    def process(self) -> "subprocess.Popen[str]":
        """The node's own process."""
        assert self._process is not None, f"{self.name} was not started"
        return self._process

    def start(self) -> None:
        """Start `hearth serve` and wait until its API answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            self._process = self.machine.popen(
                [*self._start_command(), *self._options(), "--name", self.name, *self._arguments],
                environment={"HEARTH_SECRETS": "file", "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait(lambda state: bool(state["peer_id"]), "started", START_SECONDS)

    def _start_command(self) -> list[str]:
        return [sys.executable, "-m", self._program, self.command]

    def stop(self) -> None:
        """Quit as a user would, by SIGTERM, and wait for the end."""
        self.process.terminate()
        self.process.wait(15)

    def kill(self) -> None:
        """SIGKILL: the node has no chance to say anything."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(5)

    def cli(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run `hearth ARGUMENTS` on this machine against this node."""
        command = [sys.executable, "-m", "app", *self._options(), *arguments]
        answer = self.machine.run(command, timeout_seconds=LOAD_SECONDS, check=False)
        if check and answer.returncode:
            raise AssertionError(f"hearth {' '.join(arguments)}: {answer.stderr or answer.stdout}")
        return answer

    def http(self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> HttpAnswer:
        """Ask this node's local API, from its own machine."""
        instance = json.loads((self.data / "instance.json").read_text())
        wanted = {
            "method": method,
            "url": instance["api_url"] + path,
            "headers": {"Authorization": f"Bearer {instance['key']}", **(headers or {})},
            "body": body,
            "timeout_seconds": LOAD_SECONDS,
        }
        answer = subprocess.run(
            self.machine.command([sys.executable, "-m", "tests.household.http_client"]),
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            timeout=LOAD_SECONDS + 10,
            check=False,
        )
        if answer.returncode:
            raise ConnectionError(f"{self.name}, {method} {path}: {answer.stderr[-300:]}\n{self.tail()}")
        return HttpAnswer(**json.loads(answer.stdout))

    def state(self) -> dict[str, Any]:
        """The snapshot. Raises ValueError when the node does not give it."""
        answer = self.http("GET", "/api/swarm")
        if answer.status != 200:  # the key of a run before this one
            raise ValueError(answer.body)
        state: dict[str, Any] = answer.json()
        return state

    def wait(
        self, condition: Callable[[dict[str, Any]], bool], what: str, seconds: float = JOIN_SECONDS
    ) -> dict[str, Any]:
        """The first snapshot for which something is so."""
        deadline = time.monotonic() + seconds
        state: dict[str, Any] = {}
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                raise AssertionError(f"{self.name} ended: {self.tail()}")
            try:
                state = self.state()
            except (OSError, ValueError):
                state = {}
            if state and condition(state):
                return state
            time.sleep(0.1)
        raise AssertionError(f"{self.name} was not {what} in {seconds:.0f} s: {state}\n{self.tail()}")

    def wait_for_peers(self, count: int) -> dict[str, Any]:
        """Wait until so many other devices are online."""
        return self.wait(lambda state: online_peers(state) >= count, f"together with {count} others")

    def chat(self, prompt: str, model: str, *, max_tokens: int = 24, **options: Any) -> HttpAnswer:
        """One greedy chat completion, with log probabilities so that its token ids can be compared."""
        body = {
            "model": model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": max_tokens,
            "temperature": 0,
            "logprobs": True,
            **options,
        }
        return self.http("POST", "/v1/chat/completions", body)

    def stream(self, path: str, **fields: Any) -> AbstractContextManager[EventStream]:
        """A streamed answer of this node's OpenAI API (`/v1/chat/completions` …), event by event as it comes."""
        return self.stream_of(path, fields)

    @contextmanager
    def stream_of(self, path: str, fields: Mapping[str, Any], target: str = "") -> Iterator[EventStream]:
        """The same by the one device that is wished for, if one is."""
        instance = json.loads((self.data / "instance.json").read_text())
        wanted = {
            "method": "POST",
            "url": instance["api_url"] + path,
            "headers": {"X-Hearth-Target-Node": target} if target else {},
            "body": {"stream": True, "temperature": 0, **fields},
            "timeout_seconds": LOAD_SECONDS,
            "stream": True,
        }
        command = self.machine.command([sys.executable, "-m", "tests.household.http_client"])
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            assert client.stdin is not None
            assert client.stdout is not None
            client.stdin.write(json.dumps(wanted))
            client.stdin.close()
            try:
                yield EventStream(client.stdout, client.kill)
            finally:
                client.kill()

    def children(self) -> list[int]:
        """Every process on this machine but those of this test."""
        return self.machine.process_ids()

    def tail(self, lines: int = 30) -> str:
        """The end of what the node printed."""
        return "\n".join(self.log.read_text().splitlines()[-lines:]) if self.log.exists() else ""

    def _options(self) -> list[str]:
        return ["--data-dir", os.fspath(self.data)]


class Household:
    """Nodes on one bridge; a context manager, and everything is gone when it is left.

    Args:
        directory: Where the data folders go.
        names: The nodes, the first has the model.
        model: A GGUF file.
        offer: Bytes each node offers, by name; `512M` for those not named.
        rate: Limits every cable, for example `1gbit`.
        arguments: More options of every node.
        with_model: Who has the file, when not the first only.
        machines: Where the nodes run, when not on a bridge of their own; whoever made them ends them.
        own_arguments: Options of single nodes, by name.
        programs: The module that a node is, by name; `app` for those not named.
    """

    def __init__(
        self,
        directory: Path,
        names: Iterable[str],
        *,
        model: Path | None = None,
        offer: Mapping[str, int] | None = None,
        rate: str | None = None,
        arguments: Iterable[str] = (),
        with_model: Iterable[str] = (),
        machines: Sequence[Machine] | None = None,
        own_arguments: Mapping[str, Iterable[str]] | None = None,
        programs: Mapping[str, str] | None = None,
    ) -> None:
        names = list(names)
        has_model = set(with_model) or set(names[:1])
        self._lan = Lan(len(names), rate=rate) if machines is None else None
        places = self._lan.machines if self._lan else machines or ()
        self._nodes: dict[str, Hearth] = {}
        for index, name in enumerate(names):
            options = ["--offer", str((offer or {}).get(name, 512_000_000)), *arguments]
            options += (own_arguments or {}).get(name, ())
            if model is not None and name in has_model:
                options += ["--model", os.fspath(model)]
            program = (programs or {}).get(name, "app")
            self._nodes[name] = Hearth(name, places[index], directory / name, options, program)

    def __enter__(self) -> Self:
        try:
            for node in self._nodes.values():
                node.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the network and everything on it; machines that were given are ended by whoever made them."""
        if self._lan is not None:
            self._lan.close()

    def __getitem__(self, name: str) -> Hearth:
        return self._nodes[name]

    @property
    def nodes(self) -> tuple[Hearth, ...]:
        """All nodes, in the order of their names given."""
        return tuple(self._nodes.values())

    def join_all(self) -> str:
        """The first node makes a swarm and the others join it with its token; returns the token."""
        first, *others = self.nodes
        token = str(first.http("POST", "/api/invite").json()["token"])
        for node in others:
            node.cli("join", token)
        for node in self.nodes:
            node.wait_for_peers(len(others))
        return token


def online_peers(state: Mapping[str, Any]) -> int:
    """Number of other devices with a living link in a snapshot."""
    return sum(not peer["is_self"] and peer["status"]["type"] == "Online" for peer in state["peers"])


def token_ids(answer: HttpAnswer) -> list[int]:
    """The ids of the tokens of a chat completion."""
    return [entry["id"] for entry in answer.json()["choices"][0]["logprobs"]["content"]]
