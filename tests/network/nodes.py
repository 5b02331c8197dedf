"""Nodes of a test, each a process on a machine of a household; what they say can be waited for."""

import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from tests.household.namespaces import Machine

PATIENCE_SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a node printed.

    Attributes:
        event: What happened.
        time: Monotonic seconds, the same clock for all nodes.
        facts: The rest.
    """

    event: str
    time: float
    facts: dict[str, Any]


class NodeProcess:
    """`tests.network.node_process` on a machine.

    Args:
        machine: Where.
        seed: Of its identity.
        secret: Of its swarm.
        tag: Discovery tag of its swarm.
    """

    def __init__(self, machine: Machine, seed: str, secret: str = "secret", tag: str = "testtag") -> None:
        self.lines: list[Line] = []
        self.noise: list[str] = []
        self._changed = threading.Condition()
        self.process = machine.popen(
            [sys.executable, "-m", "tests.network.node_process", seed, secret, tag], stdin=subprocess.PIPE
        )
        threading.Thread(target=self._read, name=f"node {seed}", daemon=True).start()

    @property
    def peer_id(self) -> str:
        """Its peer id; waits until it has started."""
        return str(self.wait_for("Started").facts["peer_id"])

    def tell(self, command: str) -> None:
        """Have it do something."""
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def wait_for(self, event: str, *, after: float = 0.0, timeout: float = PATIENCE_SECONDS, **facts: object) -> Line:
        """The first line of this event, with these facts, that happened after a time.

        Raises:
            TimeoutError: It did not come; with everything the node said.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                for line in self.lines:
                    if line.event == event and line.time > after and facts.items() <= line.facts.items():
                        return line
                if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError(f"no {event} {facts}; it said {self.lines} {self.noise[-20:]}")

    def has_said(self, event: str) -> bool:
        """Whether it ever printed this event."""
        with self._changed:
            return any(line.event == event for line in self.lines)

    def freeze(self) -> None:
        """Stop it in its tracks; its sockets stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            with self._changed:
                try:
                    facts = json.loads(text)
                    self.lines.append(Line(facts.pop("event"), facts.pop("time"), facts))
                except (ValueError, KeyError, AttributeError):
                    self.noise.append(text)
                self._changed.notify_all()
