"""Loading a model onto another machine's worker, the first time and again: what its weight cache is worth.

    python -m tests.bench.reload_bench [ROUNDS]

Two machines in network namespaces on cables of 1 Gbit/s: a worker with an empty cache, behind the link and a lease, and
a host whose layers all go there. From the host's start until it is ready: `cold` once in each round, with the cache
emptied before, and `warm` right after it, with a new worker. The model has weights like those of a 7B model, few
layers, and its file is in the memory of the head's machine. Then the cache is made too small for it, and its size at
the end looked at. Prints one JSON object as its last line.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from app.domain.ids import LeaseId, PeerId
from app.engine.programs import find_programs
from app.engine.weight_cache import CachePlace, WeightCache
from app.engine.worker import Worker
from app.lib.processes import ChildProcess
from app.link.client import LinkProcess
from app.link.events import LinkEvent, PeerUp
from app.link.settings import LinkSettings
from tests.bench.link_bench import RATE
from tests.bench.link_ends import read_member, write_member
from tests.household.namespaces import Lan, Machine
from tests.link.kit import Swarm
from tests.models.random_model import write_random_model

LAYERS = 6
LIMIT_BYTES = 4 << 30
SWARM = "bench"
SMALL_CACHE_BYTES = 500_000_000
LOAD_SECONDS = 300.0


def say(body: dict[str, Any]) -> None:
    """One line to who started this."""
    print(json.dumps(body), flush=True)


async def start_link(order: dict[str, Any], folder: str, up: asyncio.Event) -> LinkProcess:
    """The link of this end."""

    def on_event(event: LinkEvent) -> None:
        if isinstance(event, PeerUp):
            up.set()

    member = read_member(order["member"])
    settings = LinkSettings(member.peer_id, member.credentials, order["host"], 0, "tcp:127.0.0.1:9", Path(folder))
    return await LinkProcess.start(settings, on_event, lambda end: None)


async def run_far(order: dict[str, Any]) -> None:
    """The lender: a new worker for each line, which holds the cache's size and whether to empty it first."""
    programs, folder = find_programs(), Path(order["cache"])
    with tempfile.TemporaryDirectory(prefix="hl") as runtime:
        link = await start_link(order, runtime, asyncio.Event())
        say({"link": link.port})
        number = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            wanted = json.loads(line)
            if wanted["empty"]:
                shutil.rmtree(folder, ignore_errors=True)
            cache = WeightCache(folder, wanted["size"])
            number += 1
            place = await cache.open(f"lease-{number}", SWARM)
            assert place is not None
            worker = await Worker.start(
                programs, name="worker", threads=1, cache_directory=place.directory, on_exit=lambda end: None
            )
            await _lend(link, LeaseId(f"lease-{number}"), PeerId(order["peer_id"]), worker, place)
            say({"lease": f"lease-{number}"})
            await asyncio.to_thread(sys.stdin.readline)  # until the host has gone
            await worker.stop()
            written = _size_of(folder)
            await cache.close(f"lease-{number}")
            say({"written_bytes": written, "kept_bytes": _size_of(folder)})
        await link.stop()


async def _lend(link: LinkProcess, lease_id: LeaseId, peer_id: PeerId, worker: Worker, place: CachePlace) -> None:
    size_bytes = min(place.size_bytes, LIMIT_BYTES)
    await link.serve_lease(lease_id, peer_id, worker.port, LIMIT_BYTES, place.files_directory, size_bytes)


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def run_near(order: dict[str, Any]) -> None:
    """The head: loads once for each line, which names the lease, and says how long it took."""
    programs, up = find_programs(), asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="hl") as runtime:
        link = await start_link(order, runtime, up)
        await link.connect(PeerId(order["peer_id"]), (f"{order['far_host']}:{order['link']}",))
        await up.wait()
        say({"up": True})
        while line := await asyncio.to_thread(sys.stdin.readline):
            lease_id = LeaseId(json.loads(line)["lease"])
            port = await link.open_tunnel(lease_id, PeerId(order["peer_id"]))
            command = [str(programs.server), "-m", order["model"], "--rpc", f"127.0.0.1:{port}", "-dev", "RPC0"]
            command += ["-ngl", "99", "-fit", "off", "-c", "512", "-np", "1", "-t", "1", "--no-webui"]
            command += ["--cache-ram", "0", "--host", "127.0.0.1", "--port", "4399", "--no-warmup"]
            start = time.monotonic()
            host = await ChildProcess.start(command, name="host", environment=programs.environment)
            await asyncio.to_thread(_wait_until_ready)
            seconds = time.monotonic() - start
            await host.stop()
            await link.close_tunnel(lease_id)
            say({"seconds": seconds})
        await link.stop()


def _wait_until_ready() -> None:
    deadline = time.monotonic() + LOAD_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen("http://127.0.0.1:4399/health", timeout=5):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("the model was not loaded")


class End:
    """One of the two programs, as who started it speaks to it."""

    def __init__(self, machine: Machine, role: str) -> None:
        command = [sys.executable, "-m", "tests.bench.reload_bench", role]
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


def measure(rounds: int, model: Path, cache: Path) -> dict[str, Any]:
    """All figures."""
    swarm = Swarm()
    head, lender = swarm.member(), swarm.member()
    with Lan(2, rate=RATE) as lan:
        near, far = End(lan.machines[0], "near"), End(lan.machines[1], "far")
        host, far_host = (machine.address for machine in lan.machines)
        link = far.ask(
            {"host": far_host, "member": write_member(lender), "peer_id": head.peer_id, "cache": str(cache)}
        )["link"]
        order = {"host": host, "member": write_member(head), "peer_id": lender.peer_id, "model": str(model)}
        near.ask({**order, "far_host": far_host, "link": link})

        def load(*, empty: bool, size: int | None) -> tuple[float, dict[str, Any]]:
            lease = far.ask({"empty": empty, "size": size})
            seconds: float = near.ask(lease)["seconds"]
            return seconds, far.ask({})

        samples: dict[str, list[float]] = {"cold": [], "warm": []}
        load(empty=True, size=None)  # the file comes into memory, and the programs
        for _ in range(rounds):
            samples["cold"].append(load(empty=True, size=None)[0])
            samples["warm"].append(load(empty=False, size=None)[0])
            print(f"cold {samples['cold'][-1]:.2f} s, warm {samples['warm'][-1]:.2f} s", flush=True)
        _, sizes = load(empty=True, size=SMALL_CACHE_BYTES)
        near.end()
        far.end()
    cold, warm = (statistics.median(samples[way]) for way in ("cold", "warm"))
    return {
        "rounds": rounds,
        "model_bytes": model.stat().st_size,
        "cold_seconds": cold,
        "warm_seconds": warm,
        "ratio": cold / warm,
        "small_cache_bytes": SMALL_CACHE_BYTES,
        "small_cache_kept_bytes": sizes["kept_bytes"],
    }


def main(arguments: list[str]) -> None:
    """Measure and print, or be one of the ends."""
    if arguments and arguments[0] in ("near", "far"):
        asyncio.run({"near": run_near, "far": run_far}[arguments[0]](json.loads(sys.stdin.readline())))
        return
    rounds = int(arguments[0]) if arguments else 5
    with tempfile.TemporaryDirectory(prefix="hearth-reload-") as folder:
        given = Path(arguments[1]) if len(arguments) > 1 else None
        model = given or write_random_model(Path(folder) / "wide.gguf", "7B", layers=LAYERS)
        print(json.dumps(measure(rounds, model, Path(folder) / "cache")))


if __name__ == "__main__":
    main(sys.argv[1:])
