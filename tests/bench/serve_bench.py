"""`hearth serve`: from its start to an API that answers, and what a node takes that is together with three others.

    python -m tests.bench.serve_bench [ROUNDS]

Four machines, a network namespace each. The start is counted until `/v1/models` answers; the node has been started
before and is in a swarm. Idle: ten minutes later; nothing is loaded, no request comes. Prints one JSON object as its
last line.
"""

import json
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.usage import measure_usage
from tests.household.household import Hearth, Household

ROUNDS = 5
SETTLE_SECONDS = 600.0
IDLE_SECONDS = 60.0
WAIT_FOR_API = """
import http.client, sys, time
start = float(sys.argv[2])
while True:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
        connection.request("GET", "/v1/models")
        if connection.getresponse().status == 200:
            print(time.monotonic() - start)
            break
    except OSError:
        time.sleep(0.005)
"""
PORT = 4327


def start_seconds(node: Hearth) -> float:
    """Start a node again and wait for its API."""
    node.stop()
    start = time.monotonic()
    watch = node.machine.popen([sys.executable, "-c", WAIT_FOR_API, str(PORT), str(start)])
    node.start()
    assert watch.stdout is not None
    return float(watch.stdout.readline())


def main(rounds: int) -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory(prefix="hb") as folder,
        Household(Path(folder), ["kitchen", "study", "attic", "cellar"], arguments=("--api-port", str(PORT))) as home,
    ):
        home.join_all()
        starts = [start_seconds(home["study"]) for _ in range(rounds)]
        for node in home.nodes:
            node.wait_for_peers(3)
        time.sleep(SETTLE_SECONDS)
        usages = measure_usage(home["study"].process.pid, IDLE_SECONDS)
    start_median = round(statistics.median(starts), 3)
    print(json.dumps({"rounds": rounds, "api_seconds": start_median, "idle": [asdict(usage) for usage in usages]}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
