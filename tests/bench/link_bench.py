"""The link against a bare TCP socket in the same run: throughput, and what it adds to a round trip.

    python -m tests.bench.link_bench [ROUNDS]

Over loopback, and over a bridge of two cables of 1 Gbit/s between network namespaces; with idle processors, and with a
busy loop on each. What is sent are frames of llama.cpp's RPC, so that the link does all of its work: TLS, the reading
of headers, the lease's account. Bare TCP carries the same frames between the same two programs (`link_ends.py`). The
two take turns, and each figure is the median of the rounds. Prints a table, and one JSON object as its last line.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.bench.link_ends import write_member
from tests.household.namespaces import Lan
from tests.link.kit import Swarm

RATE = "1gbit"
RATE_BYTES_PER_SECOND = 125e6
ROUND_SECONDS = 600

type Start = Callable[[Sequence[str]], "subprocess.Popen[str]"]


def run_place(start: tuple[Start, Start], hosts: tuple[str, str], blocks: int, rounds: int) -> dict[str, Any]:
    """Start both ends and return what the near one measured.

    Args:
        start: How a program is started at the near end, and at the far end.
        hosts: Where they are.
        blocks: How much is sent in one round, in blocks of 8 MiB.
        rounds: How often.
    """
    swarm = Swarm()
    near, far = swarm.member(), swarm.member()
    far_end = start[1]([sys.executable, "-m", "tests.bench.link_ends", "far"])
    try:
        ports = _order(far_end, {"host": hosts[1], "member": write_member(far), "peer_id": near.peer_id})
        near_end = start[0]([sys.executable, "-m", "tests.bench.link_ends", "near"])
        order = {"host": hosts[0], "far_host": hosts[1], "member": write_member(near), "peer_id": far.peer_id}
        figures = _order(near_end, {**order, **ports, "blocks": blocks, "rounds": rounds})
        near_end.communicate(timeout=10)
        return figures
    finally:
        far_end.communicate(timeout=10)


def _order(end: "subprocess.Popen[str]", order: dict[str, Any]) -> dict[str, Any]:
    """Tell an end what to do; what it answers."""
    assert end.stdin is not None
    assert end.stdout is not None
    end.stdin.write(json.dumps(order) + "\n")
    end.stdin.flush()
    answer: dict[str, Any] = json.loads(end.stdout.readline())
    return answer


def start_here(command: Sequence[str]) -> "subprocess.Popen[str]":
    """Start a program on this machine."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextlib.contextmanager
def busy_processors(count: int) -> Iterator[None]:
    """So many endless loops."""
    loops = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def measure_all(rounds: int) -> dict[str, dict[str, Any]]:
    """Figures by place and load."""
    figures = {}
    for load, loops in (("idle", 0), ("busy", os.cpu_count() or 1)):
        with busy_processors(loops):
            figures[f"loopback {load}"] = run_place((start_here, start_here), ("127.0.0.1", "127.0.0.1"), 64, rounds)
            with Lan(2, rate=RATE) as lan:
                near, far = lan.machines
                starts = tuple(
                    lambda command, machine=machine: machine.popen(command, stdin=subprocess.PIPE, stderr=None)
                    for machine in (near, far)
                )
                figures[f"{RATE} {load}"] = run_place((starts[0], starts[1]), (near.address, far.address), 16, rounds)
    return figures


def ratios(figures: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """What the link makes of what bare TCP gives, for each place and load."""
    return {
        place: {
            "send_ratio": round(of["link"]["send"] / of["bare"]["send"], 3),
            "fetch_ratio": round(of["link"]["fetch"] / of["bare"]["fetch"], 3),
            "added_round_trip_ms": round(of["link"]["round_trip_ms"] - of["bare"]["round_trip_ms"], 3),
        }
        | (
            {"send_of_line_rate": round(of["link"]["send"] / RATE_BYTES_PER_SECOND, 3)}
            if place.startswith(RATE)
            else {}
        )
        for place, of in figures.items()
    }


def main(rounds: int) -> None:
    """Measure and print."""
    figures = measure_all(rounds)
    print(f"{'':16} {'':5} {'send MB/s':>10} {'fetch MB/s':>11} {'16 KiB round trip ms':>21}")
    for place, of in figures.items():
        for way, values in of.items():
            print(
                f"{place:16} {way:5} {values['send'] / 1e6:10.0f} {values['fetch'] / 1e6:11.0f}"
                f" {values['round_trip_ms']:21.3f}"
            )
    print(json.dumps({"rounds": rounds, **ratios(figures)}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
