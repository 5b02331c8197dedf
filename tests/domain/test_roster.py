"""The roster: only grows, merges in any order, never lets a removed device back in."""

import itertools
import random

import pytest

from app.domain.epoch import Epoch, make_chain
from app.domain.ids import PeerId
from app.domain.roster import MAX_MEMBERS, Member, Removal, Roster, decode_roster

FIRST = Epoch(0, "", "c0", "tag0")
ALICE, BOB, CAROL = PeerId("alice"), PeerId("bob"), PeerId("carol")
NAMES = (ALICE, BOB, CAROL)
ROSTER = Roster(make_chain([FIRST])).with_members(*(Member(name, 5, name.title()) for name in NAMES))


def random_roster(chance: random.Random) -> Roster:
    roster = Roster(make_chain([FIRST]))
    for _ in range(chance.randrange(6)):
        member = Member(
            chance.choice(NAMES), chance.randrange(9), chance.choice("xyz"), (chance.choice("pq"),), chance.randrange(3)
        )
        roster = roster.with_members(member)
        if chance.random() < 0.4:
            roster = roster.with_removals(Removal(chance.choice(NAMES), chance.choice(NAMES), "c0", b"s"))
        if chance.random() < 0.4:
            epoch = Epoch(chance.randrange(1, 4), FIRST.hash, str(chance.random()), "tag", roster.removed, ALICE)
            roster = roster.merge(Roster(make_chain([epoch])))
    return roster


def test_merging_commutes_associates_and_is_idempotent() -> None:
    chance = random.Random(2)
    for _ in range(300):
        rosters = [random_roster(chance) for _ in range(3)]
        orders = list(itertools.permutations(rosters))
        left, right = [x.merge(y).merge(z) for x, y, z in orders], [x.merge(y.merge(z)) for x, y, z in orders]
        assert all(result == left[0] for result in left + right)
        merged = rosters[0].merge(rosters[1])
        assert merged.merge(rosters[0]) is merged
        assert merged.merge(merged) is merged


def test_a_removal_outlasts_whatever_is_learnt_later() -> None:
    out = ROSTER.with_removals(Removal(BOB, ALICE, "c0", b"s"))
    assert not out.is_member(BOB)
    seen_again = out.with_members(Member(BOB, 99, "Bob", ("10.0.0.1:1",), 99)).merge(ROSTER)
    assert not seen_again.is_member(BOB)
    assert seen_again.is_member(CAROL)
    assert not seen_again.is_member(PeerId("nobody"))
    assert seen_again.name_of(BOB) == "Bob"
    assert seen_again.name_of(PeerId("nobody")) == "another device"


def test_a_secret_that_a_removed_device_may_know_calls_for_another() -> None:
    """Two parts of a household removed one device each, at once."""
    north = Epoch(1, FIRST.hash, "n", "tagn", frozenset({BOB}), ALICE)
    south = Epoch(1, FIRST.hash, "s", "tags", frozenset({CAROL}), ALICE)
    one = ROSTER.with_removals(Removal(BOB, ALICE, "c0")).merge(Roster(make_chain([FIRST, north])))
    two = ROSTER.with_removals(Removal(CAROL, ALICE, "c0")).merge(Roster(make_chain([FIRST, south])))
    assert not one.needs_new_epoch
    assert not two.needs_new_epoch
    both = one.merge(two)
    assert both == two.merge(one)
    assert both.needs_new_epoch
    last = Epoch(2, both.chain.tip.hash, "l", "tagl", both.removed, ALICE)
    assert not both.merge(Roster(make_chain([last]))).needs_new_epoch


def test_what_a_device_said_last_counts() -> None:
    roster = ROSTER.with_members(Member(BOB, 9, "Robert", ("10.0.0.2:7",), 20))
    assert roster.members[BOB] == Member(BOB, 5, "Robert", ("10.0.0.2:7",), 20)
    assert roster.with_members(Member(BOB, 2, "Old", (), 10)).members[BOB].name == "Robert"


def test_a_roster_travels_unchanged_and_has_a_limit() -> None:
    roster = ROSTER.with_removals(Removal(BOB, ALICE, "c0", bytes(64)))
    assert decode_roster(roster.to_wire()) == roster
    many = roster.with_members(*(Member(PeerId(f"peer {number}"), 50) for number in range(400)))
    assert len(many.members) == MAX_MEMBERS
    assert ALICE in many.members


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"epochs": [], "members": [], "removals": []},
        {"epochs": [{}], "members": [], "removals": []},
        {"epochs": [FIRST.to_wire()], "members": [{"peer_id": 1}], "removals": []},
        {"epochs": [FIRST.to_wire()], "members": [], "removals": [{}]},
        {"epochs": [FIRST.to_wire()] * 300, "members": [], "removals": []},
    ],
)
def test_nonsense_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match=r"roster|epoch|not a short text"):
        decode_roster(body)
