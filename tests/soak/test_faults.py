"""Each fault once; how often they go well is counted by `make soak`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.random_model import write_random_model
from tests.soak.faults import FAULTS, Fault, SoakHousehold
from tests.soak.trial import Outcome, household, run_trial, undisturbed_text
from tests.system.bus import needs_bus

pytestmark = needs_bus


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_model(tmp_path_factory.mktemp("models") / "small.gguf", "30M", seed=3)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, model: Path) -> str:
    return undisturbed_text(tmp_path_factory.mktemp("alone"), model)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[SoakHousehold]:
    with household(tmp_path_factory.mktemp("home"), model, 4) as home:
        yield home


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_answer_goes_on(home: SoakHousehold, expected: str, fault: Fault) -> None:
    result = run_trial(home, fault, expected)
    assert result.outcome is Outcome.EQUAL, result
    assert not result.orphans
