"""How long two members of a swarm need to see each other: median of ten rounds, in network namespaces.

    python -m tests.bench.discovery_bench [ROUNDS]

Each round starts the second node as a process of its own while the first is running, and counts from the call that
starts its network (which imports libp2p) until both have said that the other is connected. Prints one JSON object.
"""

import json
import statistics
import sys

from tests.household.namespaces import Lan
from tests.network.nodes import NodeProcess


def measure_round(number: int) -> tuple[float, float]:
    """Seconds from the second node's start, and from when it listened, until both see each other."""
    with Lan(2) as lan:
        first = NodeProcess(lan.machines[0], f"first {number}")
        first.wait_for("Started")
        second = NodeProcess(lan.machines[1], f"second {number}")
        seen = max(node.wait_for("PeerConnected").time for node in (first, second))
        return seen - second.wait_for("Starting").time, seen - second.wait_for("Started").time


def main(rounds: int) -> None:
    """Measure and print."""
    results = [measure_round(number) for number in range(rounds)]
    from_start = [start for start, _ in results]
    print(
        json.dumps(
            {
                "rounds": rounds,
                "discovery_seconds_median": round(statistics.median(from_start), 3),
                "discovery_seconds_max": round(max(from_start), 3),
                "after_listening_seconds_median": round(statistics.median(after for _, after in results), 3),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
