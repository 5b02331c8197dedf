"""Merging records: the order in which they come never matters."""

import itertools

from app.domain.ids import PeerId
from app.domain.ledger import EXPIRY_SECONDS, Ledger, expired, forget, merge, summary, to_give_up
from app.domain.record import Record, SignedRecord, encode_record
from tests.domain.builders import record


def signed(body: Record) -> SignedRecord:
    return SignedRecord(body, encode_record(body), b"signature")


def test_every_order_of_arrival_gives_the_same_ledger() -> None:
    records = [
        signed(record("kitchen", counter=1)),
        signed(record("kitchen", counter=2)),
        signed(record("kitchen", counter=1, incarnation=2)),
        signed(record("study", counter=9)),
    ]
    ledgers = []
    for order in itertools.permutations(records):
        ledger = Ledger()
        for entry in order:
            ledger = merge(ledger, entry)
        ledgers.append(dict(ledger.entries))
    assert all(entries == ledgers[0] for entries in ledgers)
    assert {e.record.name: e.record.order for e in ledgers[0].values()} == {"kitchen": (2, 1), "study": (1, 9)}


def test_an_older_record_leaves_the_very_same_ledger() -> None:
    ledger = merge(Ledger(), signed(record("kitchen", counter=5)))
    assert merge(ledger, signed(record("kitchen", counter=5))) is ledger
    assert merge(ledger, signed(record("kitchen", counter=4))) is ledger


def test_a_forgotten_node_is_gone() -> None:
    ledger = merge(Ledger(), signed(record("kitchen")))
    assert forget(ledger, record("kitchen").peer_id).records() == ()


def test_two_ledgers_have_the_same_summary_when_they_know_the_same_records() -> None:
    records = [signed(record("kitchen")), signed(record("study", counter=3))]
    one, other = Ledger(), Ledger()
    for entry, late in zip(records, reversed(records), strict=True):
        one, other = merge(one, entry), merge(other, late)
    assert summary(one) == summary(other)
    assert summary(merge(one, signed(record("study", counter=4)))) != summary(other)
    assert summary(forget(one, record("study").peer_id)) != summary(other)


def test_of_those_not_needed_the_longest_silent_is_given_up() -> None:
    heard_at = {PeerId("a"): 5.0, PeerId("b"): 1.0, PeerId("c"): 3.0}
    assert to_give_up(heard_at, {PeerId("b")}) == "c"
    assert to_give_up(heard_at, heard_at) is None
    assert (expired(EXPIRY_SECONDS - 1), expired(EXPIRY_SECONDS)) == (False, True)
