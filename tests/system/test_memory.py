"""How much memory is offered by default."""

from pathlib import Path

import pytest

from app.system import memory
from app.system.memory import default_offer_bytes, memory_total_and_available

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("total", "available", "offer"),
    [
        (16 * GB, 14 * GB, 11_200_000_000),  # keeps three tenths
        (8 * GB, 7 * GB, 4 * GB),  # keeps 4 GB
        (4 * GB, 3 * GB, 1 * GB),  # too small for that: a quarter
        (64 * GB, 60 * GB, 44_800_000_000),
        (16 * GB, 6 * GB, 5_500_000_000),  # the owner is using it
        (16 * GB, 400_000_000, 0),
        (16 * GB, 0, 0),
        (0, 0, 0),
    ],
)
def test_default_offer(total: int, available: int, offer: int) -> None:
    assert default_offer_bytes(total, available) == offer


def test_the_machines_memory_is_read() -> None:
    total, available = memory_total_and_available()
    assert 0 < available <= total
    assert total > 100_000_000


def test_a_containers_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    machine = memory_total_and_available()
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("50000000\n")
    assert memory_total_and_available()[0] == machine[0]
    (tmp_path / "memory.max").write_text("80000000\n")
    assert memory_total_and_available() == (80_000_000, 30_000_000)
    # Files that were read fill a container; they are given up for what needs their place.
    (tmp_path / "memory.stat").write_text("anon 9000000\ninactive_file 15000000\nactive_file 5000000\n")
    assert memory_total_and_available() == (80_000_000, 50_000_000)
