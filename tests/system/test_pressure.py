"""What the kernel says of memory pressure, read from real and from written files."""

from pathlib import Path

import pytest

from app.domain.pressure import MemoryReading
from app.system import memory, pressure
from app.system.pressure import parse_pressure, read_memory

TEXT = "some avg10=12.50 avg60=3.01 avg300=0.70 total=80117\nfull avg10=2.00 avg60=0.10 avg300=0.00 total=6001\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, 12.5),
        ("some avg10=0.00 avg60=0.00 avg300=0.00 total=0", 0.0),
        ("", None),
        ("full avg10=1.00", None),
        ("some avg60=1.00", None),
        ("some avg10=much", None),
    ],
)
def test_the_ten_seconds_of_some(text: str, expected: float | None) -> None:
    assert parse_pressure(text) == expected


def test_this_machine_can_be_read() -> None:
    reading = read_memory()
    assert 0 < reading.available_bytes <= reading.total_bytes
    there = any(_is_readable(path) for path in (memory.CGROUP / "memory.pressure", pressure.MACHINE))
    assert (reading.stalled_percent is not None) == there
    assert reading.stalled_percent is None or 0 <= reading.stalled_percent <= 100


def _is_readable(path: Path) -> bool:
    try:
        return bool(path.read_text())
    except OSError:
        return False


def test_the_container_counts_before_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = tmp_path / "machine"
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    monkeypatch.setattr(pressure, "MACHINE", machine)
    assert read_memory().stalled_percent is None
    machine.write_text("some avg10=1.00\n")
    assert read_memory().stalled_percent == 1.0
    (tmp_path / "memory.pressure").write_text(TEXT)
    (tmp_path / "memory.max").write_text("900\n")
    (tmp_path / "memory.current").write_text("800\n")
    assert read_memory() == MemoryReading(900, 100, 12.5)
