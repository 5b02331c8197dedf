"""Routing: Hearth's choice against chance and turns in simulation, its cost, and what the way through Hearth costs.

    python -m tests.bench.routing_bench [ROUNDS]

The simulation uses the real `choose` (`routing_simulation.py`); the rest is measured on real nodes
(`routing_nodes.py`). Prints one JSON object as its last line.
"""

import json
import random
import statistics
import sys
import time
from typing import Any

from app.domain.ids import PeerId
from app.domain.load import ModelLoad
from app.domain.route import Holding, Length, Place, choose
from tests.bench.routing_nodes import measure_nodes
from tests.bench.routing_simulation import POLICIES, World, make_nodes, make_requests

ROUNDS = 3
SIZES = {3: 1500, 10: 2000, 100: 3000, 1000: 4000}
"""Requests by number of nodes."""

PART = 0.35
"""Of what all nodes together can do."""

DECISIONS = 300


def simulate(count: int, requests: int, seed: int) -> dict[str, dict[str, float]]:
    """The times of one household under each policy, in seconds; all get the same requests."""
    times = {}
    for name, policy in POLICIES.items():
        source = random.Random(seed)
        nodes = make_nodes(count, source, leaves_at=0.0)
        load = make_requests(nodes, requests, source, PART)
        nodes[1].leaves_at = load[len(load) // 2].at
        world = World(nodes, policy, random.Random(seed))
        world.run(load)
        times[name] = {
            "first_mean": statistics.mean(world.first_token_seconds),
            "first_p95": percentile(world.first_token_seconds),
            "total_mean": statistics.mean(world.total_seconds),
            "total_p95": percentile(world.total_seconds),
        }
    return times


def copies_ratio() -> float:
    """Tokens per second of three equal copies against one, 8 clients that always ask, in simulation."""
    seconds = {}
    for count in (1, 3):
        source = random.Random(7)
        nodes = make_nodes(count + 1, source, leaves_at=0.0)[1:]
        for node in nodes:
            node.speed, node.leaves_at, node.rtt_ms = 30.0, float("inf"), 1.0
        requests = make_requests(nodes, 800, source, part=3.0)
        world = World(nodes, POLICIES["hearth"], source)
        world.run([type(request)(0.0, n, 200, request.answer_tokens) for n, request in enumerate(requests)])
        seconds[count] = world.now
    return seconds[1] / seconds[3]


def percentile(values: list[float], part: float = 0.95) -> float:
    """The value that so many are below."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def decision_ms(count: int) -> float:
    """How long one choice among so many loaded copies takes, a median."""
    source = random.Random(3)
    places = [
        Place(
            PeerId(f"peer-{i}"),
            f"node {i}",
            i == 0,
            Holding.LOADED,
            ModelLoad(source.randrange(3), 2, source.randrange(2), source.uniform(5, 50), 200.0),
            source.uniform(0.3, 30),
        )
        for i in range(count)
    ]
    times = []
    for _ in range(DECISIONS):
        start = time.perf_counter()
        choose(places, Length(500, 200))
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main(rounds: int) -> None:
    """Measure and print."""
    result: dict[str, Any] = {"rounds": rounds, "part_percent": round(PART * 100)}
    result["simulation"] = {str(count): simulate(count, requests, seed=count) for count, requests in SIZES.items()}
    result["three_copies_ratio"] = copies_ratio()
    result["decision_ms"] = {str(count): decision_ms(count) for count in SIZES}
    result |= measure_nodes(rounds)
    print(json.dumps(result))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
