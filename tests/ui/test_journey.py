"""The journey from source: two laptops with nothing on them, a token carried between screens, an answer."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.household.namespace import NamespacesUnavailable
from tests.household.namespaces import Lan
from tests.ui.journey import Person, missing_programs, travel

HEARTH = (sys.executable, "-m", "app")


@pytest.fixture
def lan() -> Iterator[Lan]:
    if missing := missing_programs():
        pytest.skip(f"not installed: {', '.join(missing)}")
    try:
        lan = Lan(2)
    except NamespacesUnavailable as why:
        pytest.skip(str(why))
    with lan:
        yield lan


@pytest.fixture
def homes() -> Iterator[Path]:
    """Homes that nothing has seen; short, because sockets lie in them."""
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        yield Path(folder)


def test_two_people_make_a_swarm_and_get_an_answer(lan: Lan, homes: Path) -> None:
    kitchen, study = (
        Person(machine, homes / name, HEARTH) for machine, name in zip(lan.machines, ("kitchen", "study"), strict=True)
    )
    travel(kitchen, study)
