"""What is to be downloaded outlives the program; nonsense in the file does no harm."""

import json
from pathlib import Path

import pytest

from app.domain.hub_choice import HubFile
from app.models.orders import Order, read_orders, write_orders

ORDER = Order("a1b2c3", "acme/Swift-GGUF", "0" * 40, "swift", (HubFile("swift.gguf", 10, "sha256:ab"),), False)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    write_orders(tmp_path / "downloads.json", [ORDER])
    assert read_orders(tmp_path / "downloads.json") == [ORDER]


@pytest.mark.parametrize("text", ["", "[", "{}", "null", '"text"', "[" * 100_000, "\x00"])
def test_a_file_that_is_none_of_ours_holds_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "downloads.json"
    path.write_text(text)
    assert read_orders(path) == []
    assert read_orders(tmp_path / "absent.json") == []


@pytest.mark.parametrize(
    "spoiled",
    [
        {"transfer_id": 3},
        {"repository": None},
        {"files": []},
        {"files": [{"name": "a"}]},
        {"files": [{"name": "a", "size_bytes": "10", "digest": "sha256:ab"}]},
        {"files": [{"name": 1, "size_bytes": 10, "digest": "sha256:ab"}]},
        {"files": 3},
    ],
)
def test_one_that_makes_no_sense_is_left_out(tmp_path: Path, spoiled: dict[str, object]) -> None:
    path = tmp_path / "downloads.json"
    write_orders(path, [ORDER, ORDER])
    items = json.loads(path.read_text())
    items[0] |= spoiled
    path.write_text(json.dumps([*items, 7, None]))
    assert read_orders(path) == [ORDER]
