"""Copying a model between laptops against bare TCP on the same cable: from one peer, and from two at once.

    python -m tests.bench.copy_bench [ROUNDS]

Machines in network namespaces on cables of 1 Gbit/s: one that copies, and two that have the file. Its hash is known
there, as it is some time after a model was put there. From the order until everything is on this disk and verified.
Bare TCP carries the same file into memory, with nothing else. The ways take turns. Then the two senders have cables of
300 Mbit/s: what two at once are worth. Prints one JSON object as its last line.
"""

import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from app.domain.ids import ModelId, PeerId
from app.link.client import LinkProcess
from app.link.copying import CopyOrder
from app.link.events import CopyEnded, LinkEvent, PeerUp
from app.link.settings import LinkSettings
from tests.bench.link_bench import RATE
from tests.bench.link_ends import read_member, write_member
from tests.household.namespaces import BURST, QUEUE, Lan, Machine
from tests.link.kit import Swarm

MODEL = ModelId("bench")
FILE_BYTES = 512 << 20
SLOW_RATE = "300mbit"
COPY_SECONDS = 120.0
MEMORY = Path("/dev/shm")
"""Files are here, where the system has it: the disk of this machine, which all three share, is not to be measured."""

_WAYS = ("bare", "one peer", "two peers")


def say(body: dict[str, Any]) -> None:
    """One line to who started this."""
    print(json.dumps(body), flush=True)


async def start_link(order: dict[str, Any], folder: str, events: "asyncio.Queue[LinkEvent]") -> LinkProcess:
    """The link of this end."""
    member = read_member(order["member"])
    settings = LinkSettings(member.peer_id, member.credentials, order["host"], 0, "tcp:127.0.0.1:9", Path(folder))
    return await LinkProcess.start(settings, events.put_nowait, lambda end: None)


async def run_far(order: dict[str, Any]) -> None:
    """One that has the file: shares it, and sends it to whoever connects to the bare port."""
    path = Path(order["file"])
    listener = socket.create_server((order["host"], 0))
    threading.Thread(target=_send_bare, args=(listener, path), daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        link = await start_link(order, folder, asyncio.Queue())
        await link.copies.share("", {MODEL: [path]}, Path(folder) / "hashes.json")
        say({"link": link.port, "bare": listener.getsockname()[1]})
        await asyncio.to_thread(sys.stdin.read)
        await link.stop()


def _send_bare(listener: socket.socket, path: Path) -> None:
    while True:
        connection, _ = listener.accept()
        with connection, path.open("rb") as file:
            connection.sendfile(file)


async def run_near(order: dict[str, Any]) -> None:
    """The one that copies: once for each line, which names the way; says how long it took."""
    events: asyncio.Queue[LinkEvent] = asyncio.Queue()
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        link = await start_link(order, folder, events)
        for far in order["far"]:
            await link.connect(PeerId(far["peer_id"]), (f"{far['host']}:{far['link']}",))
        for _ in order["far"]:
            while not isinstance(await events.get(), PeerUp):
                pass
        say({"up": True})
        while line := await asyncio.to_thread(sys.stdin.readline):
            way = json.loads(line)["way"]
            if way == "bare":
                far = order["far"][0]
                seconds = await asyncio.to_thread(_receive_bare, far["host"], far["bare"])
            else:
                peers = [PeerId(far["peer_id"]) for far in order["far"][: 1 + (way == "two peers")]]
                seconds = await _copy(link, events, Path(order["folder"]), peers)
            say({"seconds": seconds})
        await link.stop()


def _receive_bare(host: str, port: int) -> float:
    buffer, left = memoryview(bytearray(1 << 20)), FILE_BYTES
    start = time.monotonic()
    with socket.create_connection((host, port)) as connection:
        while left:
            count = connection.recv_into(buffer)
            assert count
            left -= count
    return time.monotonic() - start


async def _copy(link: LinkProcess, events: "asyncio.Queue[LinkEvent]", folder: Path, peers: list[PeerId]) -> float:
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await asyncio.to_thread(folder.mkdir)
    start = time.monotonic()
    await link.copies.start(CopyOrder("copy", MODEL, folder, "bench", FILE_BYTES), peers)
    async with asyncio.timeout(COPY_SECONDS):
        while not isinstance(event := await events.get(), CopyEnded):
            pass
    assert not event.code, event
    return time.monotonic() - start


class End:
    """One of the programs, as who started it speaks to it."""

    def __init__(self, machine: Machine, role: str) -> None:
        command = [sys.executable, "-m", "tests.bench.copy_bench", role]
        self._process = machine.popen(command, stdin=subprocess.PIPE, stderr=None)

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Give an order; what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def end(self) -> None:
        """End its input, and wait for it."""
        self._process.communicate(timeout=30)


def measure(rounds: int, folder: Path) -> dict[str, dict[str, float]]:
    """Seconds by cable of the senders and way, medians."""
    path = folder / "bench.gguf"
    with path.open("wb") as file:
        for _ in range(FILE_BYTES >> 20):
            file.write(os.urandom(1 << 20))
    swarm = Swarm()
    members = [swarm.member() for _ in range(3)]
    with Lan(3, rate=RATE) as lan:
        near_machine, *far_machines = lan.machines
        near, *fars = [End(machine, role) for machine, role in zip(lan.machines, ("near", "far", "far"), strict=True)]
        far = [
            {
                "peer_id": member.peer_id,
                "host": machine.address,
                **end.ask({"host": machine.address, "member": write_member(member), "file": str(path)}),
            }
            for end, machine, member in zip(fars, far_machines, members[1:], strict=True)
        ]
        order = {"host": near_machine.address, "member": write_member(members[0]), "far": far}
        near.ask({**order, "folder": str(folder / "copy")})
        near.ask({"way": "two peers"})  # the file is hashed, and in memory
        figures = {RATE: _rounds(near, rounds)}
        shape = ("tbf", "rate", SLOW_RATE, "burst", BURST, "latency", QUEUE)
        for machine in far_machines:
            machine.run(["tc", "qdisc", "replace", "dev", "eth0", "root", *shape])
        figures[SLOW_RATE] = _rounds(near, rounds)
        for end in (near, *fars):
            end.end()
    return figures


def _rounds(near: End, rounds: int) -> dict[str, float]:
    samples: dict[str, list[float]] = {way: [] for way in _WAYS}
    for _ in range(rounds):
        for way in _WAYS:
            samples[way].append(near.ask({"way": way})["seconds"])
            print(f"{way}: {samples[way][-1]:.2f} s, {FILE_BYTES / samples[way][-1] / 1e6:.0f} MB/s", flush=True)
    return {way: statistics.median(values) for way, values in samples.items()}


def main(arguments: list[str]) -> None:
    """Measure and print, or be one of the ends."""
    if arguments and arguments[0] in ("near", "far"):
        asyncio.run({"near": run_near, "far": run_far}[arguments[0]](json.loads(sys.stdin.readline())))
        return
    rounds = int(arguments[0]) if arguments else 3
    in_memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="hearth-copy-", dir=in_memory) as folder:
        figures = measure(rounds, Path(folder))
    print(json.dumps({"rounds": rounds, "file_bytes": FILE_BYTES, "seconds": figures}))


if __name__ == "__main__":
    main(sys.argv[1:])
