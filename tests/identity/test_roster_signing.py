"""Whose roster is believed: members vouch for members, strangers only for what members known here have signed."""

from dataclasses import replace

import pytest

from app.domain.epoch import Epoch, make_chain
from app.domain.roster import Member, Removal, Roster
from app.identity.node_identity import new_identity
from app.identity.roster_signing import check_roster, first_roster, next_epoch, sign_removal, verify_removal
from app.identity.swarm_keys import derive, next_token
from app.identity.token import new_token

ALICE, BOB, CAROL, NEWCOMER = (new_identity() for _ in range(4))
TOKEN = new_token()
KEYS = derive(TOKEN)
LATER = derive(next_token(TOKEN))
LATEST = derive(next_token(TOKEN))
START = first_roster(KEYS).with_members(*(Member(who.peer_id, 1) for who in (ALICE, BOB, CAROL)))
WITHOUT_BOB = START.with_removals(sign_removal(ALICE, START, BOB.peer_id))
ROTATED = next_epoch(ALICE, WITHOUT_BOB, LATER)


def test_a_member_that_slept_believes_a_member() -> None:
    check_roster(ROTATED, LATER, START, ALICE.peer_id)
    check_roster(ROTATED, LATER, START, CAROL.peer_id)
    merged = START.merge(ROTATED)
    assert merged.chain.tip.commitment == LATER.commitment
    assert merged.chain.tip.removed == {BOB.peer_id}
    assert not merged.needs_new_epoch


def test_one_let_in_meanwhile_is_believed_for_what_known_members_signed() -> None:
    met_newcomer = ROTATED.with_members(Member(NEWCOMER.peer_id, 9))
    check_roster(met_newcomer, LATER, START, NEWCOMER.peer_id)
    by_newcomer = next_epoch(NEWCOMER, met_newcomer, LATEST)
    with pytest.raises(ValueError, match="not known as a member"):
        check_roster(by_newcomer, LATEST, START, NEWCOMER.peer_id)
    check_roster(by_newcomer, LATEST, START, CAROL.peer_id)  # who vouches for the newcomer


def test_a_removed_device_is_never_believed() -> None:
    by_bob = next_epoch(BOB, START.with_removals(sign_removal(BOB, START, ALICE.peer_id)), LATEST)
    with pytest.raises(ValueError, match="removed device"):
        check_roster(by_bob, LATEST, ROTATED, BOB.peer_id)
    with pytest.raises(ValueError, match="not known as a member"):
        check_roster(by_bob, LATEST, ROTATED, NEWCOMER.peer_id)


def test_what_is_forged_is_not_believed() -> None:
    tip = ROTATED.chain.tip
    forged = Epoch(
        tip.number + 1, tip.hash, LATEST.commitment, LATEST.door_tag, tip.removed, CAROL.peer_id, tip.signature
    )
    with pytest.raises(ValueError, match="signature"):
        check_roster(ROTATED.merge(Roster(make_chain([forged]))), LATEST, START, ALICE.peer_id)
    with pytest.raises(ValueError, match="token"):
        check_roster(ROTATED, LATEST, START, ALICE.peer_id)
    with pytest.raises(ValueError, match="another swarm"):
        check_roster(first_roster(LATEST), LATEST, START, ALICE.peer_id)
    wrong = Removal(CAROL.peer_id, ALICE.peer_id, KEYS.commitment, bytes(64))
    with pytest.raises(ValueError, match="signature"):
        check_roster(START.with_removals(wrong), KEYS, START, ALICE.peer_id)


def test_a_removal_of_another_swarm_does_not_count_here() -> None:
    elsewhere = sign_removal(ALICE, first_roster(LATEST), CAROL.peer_id)
    assert verify_removal(elsewhere)
    assert not verify_removal(replace(elsewhere, peer_id=BOB.peer_id))
    with pytest.raises(ValueError, match="another swarm"):
        check_roster(START.with_removals(elsewhere), KEYS, START, ALICE.peer_id)
