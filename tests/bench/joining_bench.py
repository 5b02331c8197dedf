"""Token pasted to first answer on the joined pair: median of five rounds, in network namespaces.

    python -m tests.bench.joining_bench [ROUNDS]

Two nodes run, the first has a swarm. Counted from when the second gets the token until it has a whole short answer of
the built-in model, computed by both. Prints one JSON object as its last line.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.household.household import Household

ROUNDS = 5
NAMES = ("kitchen", "study")
MODEL = "demo"
ARGUMENTS = ("--threads", "1")


def measure_round(folder: Path) -> dict[str, float]:
    """Seconds by step.

    Raises:
        RuntimeError: The answer was not computed by both.
    """
    with Household(folder, NAMES, rate="1gbit", arguments=ARGUMENTS) as home:
        first, second = home.nodes
        token = str(first.http("POST", "/api/invite").json()["token"])
        instance = json.loads((second.data / "instance.json").read_text())
        command = [sys.executable, "-m", "tests.bench.first_answer", instance["api_url"], instance["key"], token, MODEL]
        answer: dict[str, Any] = json.loads(second.machine.run(command, timeout_seconds=120).stdout)
        if set(answer["devices"].split(", ")) != set(NAMES):
            raise RuntimeError(f"answered by {answer['devices']}")
        times: dict[str, float] = answer["times"]
        return times


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        times = [measure_round(Path(folder) / str(number)) for number in range(rounds)]
    medians = {f"{name}_seconds": round(statistics.median(one[name] for one in times), 3) for name in times[0]}
    slowest = round(max(one["answered"] for one in times), 3)
    print(json.dumps({"rounds": rounds, **medians, "answered_seconds_max": slowest}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
