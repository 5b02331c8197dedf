"""Who is dialled when: told by the clock that the caller passes."""

from app.domain.ids import PeerId
from app.network.address_book import (
    FORGET_AFTER_ATTEMPTS,
    MAX_PEERS,
    QUICK_ATTEMPTS,
    RETRY_SECONDS,
    SLOW_RETRY_SECONDS,
    YIELD_SECONDS,
    AddressBook,
)

LOWER, OWN, HIGHER = PeerId("a"), PeerId("b"), PeerId("c")
HERE = (("192.0.2.1", 1),)
THERE = (("192.0.2.2", 2),)


def book_with(peer_id: PeerId) -> AddressBook:
    book = AddressBook(OWN)
    book.learn("name", peer_id, HERE, 100.0)
    return book


def test_the_lower_peer_id_dials_at_once_and_the_higher_one_waits() -> None:
    assert book_with(HIGHER).take_due([], 100.0) == [(HIGHER, HERE)]
    book = book_with(LOWER)
    assert book.take_due([], 100.0) == []
    assert book.next_due_seconds([]) == 100.0 + YIELD_SECONDS
    assert book.take_due([], 100.0 + YIELD_SECONDS) == [(LOWER, HERE)]


def test_who_is_connected_is_not_dialled() -> None:
    book = book_with(HIGHER)
    assert book.take_due([HIGHER], 200.0) == []
    assert book.next_due_seconds([HIGHER]) is None


def test_attempts_come_quickly_and_after_a_while_slowly_but_never_end() -> None:
    book, now, gaps = book_with(HIGHER), 100.0, []
    for _ in range(QUICK_ATTEMPTS + 5):
        assert len(book.take_due([], now)) == 1
        assert book.take_due([], now) == []
        due = book.next_due_seconds([])
        assert due is not None
        gaps.append(due - now)
        now = due
    assert gaps[: len(RETRY_SECONDS)] == list(RETRY_SECONDS)
    assert gaps[-1] == SLOW_RETRY_SECONDS


def test_a_lost_peer_is_tried_again_soon() -> None:
    book = book_with(HIGHER)
    for now in range(100, 130, 5):
        book.take_due([], float(now))
    book.lost(HIGHER, 200.0)
    assert book.next_due_seconds([]) == 200.0 + RETRY_SECONDS[0]
    book.lost(PeerId("nobody"), 200.0)


def test_a_new_announcement_replaces_the_addresses_and_is_tried_at_once() -> None:
    book = book_with(HIGHER)
    book.take_due([], 100.0)
    book.learn("another name", HIGHER, THERE, 100.1)
    assert book.take_due([], 100.1) == [(HIGHER, THERE)]


def test_a_withdrawn_peer_is_forgotten_after_some_attempts() -> None:
    book = book_with(HIGHER)
    book.withdraw("name")
    attempts = sum(len(book.take_due([], 100.0 + 100 * i)) for i in range(20))
    assert attempts == FORGET_AFTER_ATTEMPTS
    assert book.next_due_seconds([]) is None


def test_an_old_announcement_that_ends_does_not_touch_the_new_one() -> None:
    book = book_with(HIGHER)
    book.learn("after a restart", HIGHER, THERE, 101.0)
    book.withdraw("name")
    assert sum(len(book.take_due([], 200.0 + 100 * i)) for i in range(20)) == 20


def test_all_are_due_when_the_own_addresses_changed() -> None:
    book = book_with(HIGHER)
    for now in range(100, 400, 5):
        book.take_due([], float(now))
    book.retry_all(500.0)
    assert book.take_due([], 500.0) == [(HIGHER, HERE)]


def test_the_book_never_holds_this_node_nor_too_many() -> None:
    book = AddressBook(OWN)
    book.learn("name", OWN, HERE, 0.0)
    book.learn("empty", HIGHER, (), 0.0)
    assert book.next_due_seconds([]) is None
    for number in range(MAX_PEERS + 10):
        book.learn("name", PeerId(f"c{number}"), HERE, 0.0)
    assert len(book.take_due([], 0.0)) == MAX_PEERS


def test_what_others_know_of_a_peer_is_dialled_beside_what_it_announces() -> None:
    book = book_with(HIGHER)
    book.know(HIGHER, (("home.example", 4001), *HERE), 100.0)
    assert book.take_due([], 100.0) == [(HIGHER, (*HERE, ("home.example", 4001)))]
    book.withdraw("name")
    for now in range(200, 1200, 100):
        book.take_due([], float(now))
    assert book.take_due([], 2000.0) == [(HIGHER, (("home.example", 4001), *HERE))]


def test_a_port_that_leads_through_a_link_makes_a_peer_due_until_it_is_gone() -> None:
    book = AddressBook(OWN)
    book.know_tunnel(HIGHER, None, 100.0)
    assert book.take_due([], 100.0) == []
    book.know_tunnel(HIGHER, 4001, 100.0)
    assert book.take_due([], 100.0) == [(HIGHER, ())]
    assert book.tunnel_port(HIGHER) == 4001
    book.know_tunnel(HIGHER, None, 200.0)
    assert book.tunnel_port(HIGHER) is None


def test_who_was_tried_in_vain_is_missing_and_what_is_found_is_tried_at_once() -> None:
    book = book_with(HIGHER)
    assert book.missing([]) == []
    for now in (100.0, 200.0, 300.0):
        book.take_due([], now)
    assert book.missing([]) == [HIGHER]
    assert book.missing([HIGHER]) == []
    book.found_elsewhere(HIGHER, THERE, 300.0)
    assert book.take_due([], 300.0) == [(HIGHER, (*HERE, *THERE))]
