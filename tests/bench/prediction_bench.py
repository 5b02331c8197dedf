"""How far predicted speeds are from measured ones: models of two sizes, each whole on one machine and split over two.

    python -m tests.bench.prediction_bench [ROUNDS]

Each machine is a network namespace with one processor core and one thread, on a cable of 1 Gbit/s. Every house is
new: its devices measure themselves after the start, the model is loaded, and what was predicted for it then is
compared with the median of some answers. Prints one JSON object as its last line.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.generation_bench import ARGUMENTS, RATE, Client, half_offers, pin
from tests.household.household import Hearth, Household
from tests.models.random_model import write_random_model

SIZES = ("30M", "88M")
MEASURED_WITHIN_SECONDS = 90.0


def pin_all(home: Household) -> None:
    """One core for each machine."""
    for core, node in enumerate(home.nodes):
        pin(node.machine, core)


def has_measured(node: Hearth, _: object) -> bool:
    """Whether the devices of a machine have measured themselves."""
    return (node.data / "device-speeds.json").exists()


def status_of(state: dict[str, Any], model_name: str) -> dict[str, Any]:
    """What a model does, in a snapshot."""
    status: dict[str, Any] = next(model["status"] for model in state["models"] if model["name"] == model_name)
    return status


def compare(home: Household, model_name: str, turn: int) -> dict[str, float]:
    """Load a model on the first machine, and put what was predicted beside what answers measured."""
    head = home.nodes[0]
    pin_all(home)
    for node in home.nodes:
        node.wait(partial(has_measured, node), "measured", MEASURED_WITHIN_SECONDS)
    # Whoever plans has heard of the others' speeds.
    head.wait(
        lambda _: "tokens/s" in head.cli("plan", model_name, check=False).stdout, "predicted", MEASURED_WITHIN_SECONDS
    )
    head.cli("load", model_name)
    pin_all(home)
    state = head.wait(lambda state: status_of(state, model_name)["type"] == "Ready", "seen to be ready")
    predicted = status_of(state, model_name)["predicted_tokens_per_second"]
    answers = Client([node.machine for node in home.nodes], state["api_url"], model_name).short_answers(turn)
    measured = statistics.median(answer["generated"] for answer in answers)
    disturbed = sum(answer["disturbed"] for answer in answers)
    return {"predicted": predicted, "measured": measured, "disturbed": disturbed}


def whole(folder: Path, model: Path, turn: int) -> dict[str, float]:
    """On one machine."""
    with Household(folder, ["alone"], model=model, rate=RATE, arguments=ARGUMENTS) as home:
        return compare(home, model.stem, turn)


def split(folder: Path, model: Path, turn: int) -> dict[str, float]:
    """Over two, about half and half."""
    offer = half_offers(model)
    with Household(folder, offer, model=model, offer=offer, rate=RATE, arguments=ARGUMENTS) as home:
        home.join_all()
        return compare(home, model.stem, turn)


WAYS: dict[str, Callable[[Path, Path, int], dict[str, float]]] = {"whole": whole, "split": split}


def main(rounds: int) -> None:
    """Measure and print."""
    found: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="hb") as temporary:
        folder = Path(temporary)
        for size in SIZES:
            model = write_random_model(folder / f"{size}.gguf", size)
            for turn in range(1, rounds + 1):
                for way, run in WAYS.items():
                    result = run(folder / f"{way}{size}{turn}", model, turn)
                    found.setdefault(f"{size} {way}", []).append(result)
                    print(f"{size} {way}: {result}", file=sys.stderr, flush=True)
    medians = {
        name: {key: statistics.median(result[key] for result in results) for key in ("predicted", "measured")}
        for name, results in found.items()
    }
    disturbed = round(sum(result["disturbed"] for results in found.values() for result in results))
    print(json.dumps({"rounds": rounds, "disturbed": disturbed, "ways": medians}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
