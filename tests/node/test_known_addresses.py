"""The book of addresses: what is kept, over a restart too, and what is passed on."""

from pathlib import Path

import pytest

from app.domain.ids import PeerId
from app.domain.reach import PeerAddresses
from app.node.known_addresses import MOST_MET, MOST_PEERS, MOST_TOLD, KnownAddresses

KITCHEN, STUDY = PeerId("kitchen"), PeerId("study")


async def test_the_book_is_the_same_after_a_restart(tmp_path: Path) -> None:
    book = KnownAddresses(tmp_path / "addresses.json")
    await book.load()
    assert book.told(KITCHEN, ["192.0.2.1:1"])
    assert book.met(KITCHEN, "home.example:4329")
    assert book.told(STUDY, ["192.0.2.2:2"])
    await book.save()
    again = KnownAddresses(tmp_path / "addresses.json")
    await again.load()
    assert again.peers == (KITCHEN, STUDY)
    assert again.addresses(KITCHEN) == ("home.example:4329", "192.0.2.1:1")
    await again.clear()
    await again.load()
    assert not again.peers


def test_the_address_where_a_peer_was_met_last_comes_first_and_old_ones_go(tmp_path: Path) -> None:
    book = KnownAddresses(tmp_path / "addresses.json")
    for number in range(MOST_MET + 3):
        assert book.met(KITCHEN, f"192.0.2.1:{number}")
    assert not book.met(KITCHEN, f"192.0.2.1:{MOST_MET + 2}")
    assert book.addresses(KITCHEN) == tuple(f"192.0.2.1:{MOST_MET + 2 - i}" for i in range(MOST_MET))
    assert book.told(KITCHEN, [f"192.0.2.9:{number}" for number in range(MOST_TOLD + 3)])
    assert not book.told(KITCHEN, ["192.0.2.9:1", f"192.0.2.1:{MOST_MET}"])
    assert len(book.addresses(KITCHEN)) == MOST_MET + MOST_TOLD


def test_others_are_told_only_where_this_node_met_somebody_itself(tmp_path: Path) -> None:
    book = KnownAddresses(tmp_path / "addresses.json")
    book.told(STUDY, ["192.0.2.2:2"])
    book.met(KITCHEN, "home.example:4329")
    assert book.to_tell() == (PeerAddresses(KITCHEN, ("home.example:4329",)),)


def test_the_book_is_never_too_large(tmp_path: Path) -> None:
    book = KnownAddresses(tmp_path / "addresses.json")
    for number in range(MOST_PEERS + 5):
        book.told(PeerId(str(number)), ["192.0.2.2:2"])
        book.met(PeerId(str(number)), "192.0.2.2:2")
    assert len(book.peers) == MOST_PEERS


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"met": [1], "told": []}}', "\x00"])
async def test_a_broken_book_is_an_empty_one(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "addresses.json").write_text(text)
    book = KnownAddresses(tmp_path / "addresses.json")
    await book.load()
    assert book.peers == ()
