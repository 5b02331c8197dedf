"""A network that loses every packet without a word: both ends notice, close what is local, and meet again."""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from tests.household.namespace import NamespacesUnavailable
from tests.household.namespaces import Lan, Machine
from tests.link.kit import Member, Swarm

SECONDS = 20.0


class LoneLink:
    """A link process on a machine of its own."""

    def __init__(self, machine: Machine, member: Member) -> None:
        self.member, self.address = member, ""
        self._process = machine.popen([sys.executable, "-m", "tests.link.lone_link"], stdin=subprocess.PIPE)
        self._lines: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.tell({"host": machine.address, "member": {"peer_id": member.peer_id, **member.credentials.to_wire()}})
        self.address = f"{machine.address}:{self.wait('port')['port']}"

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError):  # the machine is taken down, and its pipes are closed with it
            for line in self._process.stdout:
                self._lines.put(json.loads(line))

    def tell(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def wait(self, *events: str) -> dict[str, Any]:
        """Wait until each of these has happened, in any order; the last one."""
        missing = set(events)
        deadline = time.monotonic() + SECONDS
        while True:
            line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            missing -= {line.get("event"), *line}
            if not missing:
                return line


@pytest.fixture
def lan() -> Iterator[Lan]:
    try:
        with Lan(2) as lan:
            yield lan
    except NamespacesUnavailable as error:
        pytest.skip(str(error))


def test_a_cut_without_a_word_is_noticed_and_healed(lan: Lan) -> None:
    swarm = Swarm()
    near, far = (LoneLink(machine, swarm.member()) for machine in lan.machines)
    for one, other in ((near, far), (far, near)):
        one.tell({"connect": other.member.peer_id, "address": other.address})
    near.wait("PeerUp")
    far.wait("PeerUp")
    far.tell({"serve": "lease", "peer_id": near.member.peer_id})
    far.wait("serving")
    near.tell({"tunnel": "lease", "peer_id": far.member.peer_id})
    far.wait("host connected")
    lan.machines[1].lose_packets()
    near.wait("PeerSuspect")
    near.wait("LeaseLost", "PeerLost", "host cut off")
    far.wait("PeerLost")
    lan.machines[1].find_packets()
    near.wait("PeerUp")
    far.wait("PeerUp")
