"""The ledger on disk and between nodes: kept, forgotten after a month, never too large, equal on both sides."""

import json
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from app.domain.ids import PeerId
from app.domain.ledger import EXPIRY_SECONDS, MAX_RECORDS, summary
from app.domain.record import Record, SignedRecord
from app.identity.node_identity import NodeIdentity, new_identity, sign_record
from app.node.ledger_book import LedgerBook
from app.node.ledger_exchange import LedgerExchange
from app.node.message_format import decode, encode
from app.node.messages import Declined, LedgerSummary, Message, Records
from tests.domain.builders import record

SWARM = "amber-fox"
HERE = new_identity()


def says(identity: NodeIdentity, counter: int = 1) -> SignedRecord:
    """A record of a node about itself."""
    return sign_record(identity, record("kitchen", counter, peer_id=identity.peer_id))


def book(path: Path | None = None, identity: NodeIdentity = HERE, swarm: str = SWARM) -> LedgerBook:
    return LedgerBook(identity, path, swarm)


async def test_who_is_away_is_known_after_a_restart(tmp_path: Path) -> None:
    kitchen = new_identity()
    first = book(tmp_path / "ledger.json")
    assert first.learn(says(kitchen), 0, ())
    await first.keep(())
    again = book(tmp_path / "ledger.json")
    await again.open()
    assert again.ledger.entries == first.ledger.entries
    other_swarm = book(tmp_path / "ledger.json", swarm="green-owl")
    await other_swarm.open()
    assert not other_swarm.ledger.entries


async def test_what_changes_all_the_time_is_not_written_each_time(tmp_path: Path) -> None:
    kitchen = new_identity()
    kept = book(tmp_path / "ledger.json")
    kept.learn(says(kitchen), 0, ())
    await kept.keep(())
    before = (tmp_path / "ledger.json").read_text()
    kept.learn(says(kitchen, counter=2), 0, ())
    await kept.keep(())
    assert (tmp_path / "ledger.json").read_text() == before
    await kept.keep((), at_once=True)
    assert (tmp_path / "ledger.json").read_text() != before


async def test_a_node_that_nobody_has_heard_of_for_a_month_is_forgotten_by_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen, study = new_identity(), new_identity()
    ours, theirs = book(tmp_path / "ledger.json"), book(identity=study)
    ours.learn(says(kitchen), 0, ())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + EXPIRY_SECONDS - 100)
    for signed, age_seconds in ours.records(()).with_ages():  # told late: that makes it no younger
        theirs.learn(signed, age_seconds, ())
    assert kitchen.peer_id in theirs.ledger.entries
    await ours.keep((), at_once=True)
    monkeypatch.setattr(time, "time", lambda: now + EXPIRY_SECONDS + 10)
    for signed, age_seconds in theirs.records(()).with_ages():
        ours.learn(signed, age_seconds, ())
    await theirs.keep(())
    await ours.keep(())
    assert kitchen.peer_id not in {*ours.ledger.entries, *theirs.ledger.entries}
    for signed, age_seconds in Records((says(kitchen),), (EXPIRY_SECONDS + 10,)).with_ages():
        assert not ours.learn(signed, age_seconds, ())


async def test_who_is_there_is_never_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen = new_identity()
    ours = book()
    ours.learn(says(kitchen), 0, ())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * EXPIRY_SECONDS)
    await ours.keep((kitchen.peer_id,))
    assert kitchen.peer_id in ours.ledger.entries


def test_a_full_ledger_gives_up_who_is_away_longest_and_nobody_who_is_there() -> None:
    ours = book()
    identities = [new_identity() for _ in range(MAX_RECORDS)]
    for age_seconds, identity in enumerate(identities):
        assert ours.learn(says(identity), age_seconds, ())
    newcomer = new_identity()
    everybody = {identity.peer_id for identity in identities}
    assert not ours.learn(says(newcomer), 0, everybody)
    oldest = identities[-1].peer_id
    assert ours.learn(says(newcomer), 0, ())
    assert set(ours.ledger.entries) == everybody - {oldest} | {newcomer.peer_id}


def test_removed_nodes_do_not_come_back_and_forged_records_do_not_come_in() -> None:
    kitchen, study = new_identity(), new_identity()
    ours = book()
    ours.learn(says(kitchen), 0, ())
    ours.set_removed(frozenset({kitchen.peer_id}))
    assert not ours.learn(says(kitchen, counter=9), 0, ())
    forged = says(study)
    assert not ours.learn(SignedRecord(forged.record, forged.payload, says(kitchen).signature), 0, ())
    assert not ours.ledger.entries


def test_a_record_of_our_own_from_a_time_ahead_is_jumped_past() -> None:
    ours = book()
    own = record("desk", peer_id=HERE.peer_id)
    first = ours.renew(own)
    assert first is not None
    assert ours.renew(own) is None
    ahead = sign_record(HERE, record("desk", 7, first.record.incarnation + 1000, peer_id=HERE.peer_id))
    assert not ours.learn(ahead, 0, ())
    after = ours.renew(own)
    assert after is not None
    assert after.record.order > ahead.record.order


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"swarm": "amber-fox"}', '{"swarm": "amber-fox", "records": [1, {}]}']
)
async def test_a_damaged_file_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "ledger.json").write_text(text)
    ours = book(tmp_path / "ledger.json")
    await ours.open()
    assert not ours.ledger.entries


async def test_a_record_changed_on_disk_is_not_believed(tmp_path: Path) -> None:
    kitchen = new_identity()
    first = book(tmp_path / "ledger.json")
    first.learn(says(kitchen), 0, ())
    await first.keep(())
    kept = json.loads((tmp_path / "ledger.json").read_text())
    kept["records"][0]["payload"] = says(kitchen, counter=3).to_wire()["payload"]
    (tmp_path / "ledger.json").write_text(json.dumps(kept))
    again = book(tmp_path / "ledger.json")
    await again.open()
    assert not again.ledger.entries


class Side:
    """A node with a ledger, as far as comparing goes."""

    def __init__(self, old: bool = False) -> None:
        self.book = book(identity=new_identity())
        self.asked: list[str] = []
        self.learned: list[Record] = []
        self.is_old = old
        self.other: Side | None = None
        self.exchange = LedgerExchange(self.book, self.ask, self.present, lambda new, _: self.learned.append(new))

    def present(self) -> Collection[PeerId]:
        return ()

    async def ask(self, peer_id: PeerId, message: Message) -> Message:
        assert self.other is not None
        self.asked.append(type(message).__name__)
        message = decode(encode(message))
        if isinstance(message, LedgerSummary) and self.other.is_old:
            return Declined("This request is not understood here.")
        assert isinstance(message, Records | LedgerSummary)
        return decode(encode(self.other.exchange.answer(message)))


@pytest.mark.parametrize("old", [False, True])
async def test_two_ledgers_are_equal_after_one_comparison(old: bool) -> None:
    one, other = Side(), Side(old)
    one.other = other
    kitchen, study, hall = new_identity(), new_identity(), new_identity()
    for side, signed in (
        (one, says(kitchen, 1)),
        (one, says(study, 5)),
        (other, says(kitchen, 2)),
        (other, says(hall)),
    ):
        side.book.learn(signed, 0, ())
    assert await one.exchange.compare(PeerId("other"))
    assert summary(one.book.ledger) == summary(other.book.ledger)
    assert {r.peer_id: r.counter for r in one.book.ledger.records()} == {
        kitchen.peer_id: 2,
        study.peer_id: 5,
        hall.peer_id: 1,
    }
    one.asked.clear()
    assert not await one.exchange.compare(PeerId("other"))
    assert one.asked == (["LedgerSummary", "Records"] if old else ["LedgerSummary"])


async def test_when_a_node_was_last_heard_of_is_known_to_the_minute(tmp_path: Path) -> None:
    kitchen = new_identity()
    kept = book(tmp_path / "ledger.json")
    assert kept.seen_at(kitchen.peer_id) is None
    kept.learn(says(kitchen), 3600, ())
    seen_at = kept.seen_at(kitchen.peer_id)
    assert seen_at is not None
    assert seen_at % 60 == 0
    assert 3590 < time.time() - seen_at < 3670
    kept.learn(says(kitchen), 3599, ())  # as another one tells it, who rounds otherwise
    assert kept.seen_at(kitchen.peer_id) in (seen_at, seen_at + 60)
