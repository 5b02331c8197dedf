"""Chains of epochs: which is in force, and merging in any order."""

import itertools
import random

import pytest

from app.domain.epoch import MAX_EPOCHS, Epoch, EpochChain, decode_epoch, make_chain
from app.domain.ids import PeerId

FIRST = Epoch(0, "", "c0", "tag0")
ALICE, BOB = PeerId("alice"), PeerId("bob")


def after(parent: Epoch, name: str, *removed: PeerId, author: PeerId = ALICE) -> Epoch:
    return Epoch(
        parent.number + 1, parent.hash, f"c {name}", "tag", parent.removed | set(removed), author, name.encode()
    )


def random_chain(chance: random.Random) -> EpochChain:
    epochs = [FIRST]
    for number in range(chance.randrange(6)):
        epochs.append(after(chance.choice(epochs), str(number), PeerId(f"peer {chance.randrange(4)}")))
    return make_chain(chance.sample(epochs, chance.randrange(1, len(epochs) + 1)))


def test_the_higher_number_is_in_force_and_of_equal_ones_the_lower_hash() -> None:
    a, b = after(FIRST, "a"), after(FIRST, "b")
    low, high = sorted((a, b), key=lambda epoch: epoch.hash)
    assert make_chain([FIRST, high, low]).tip == low
    longer = after(high, "c")
    assert make_chain([FIRST, low, high, longer]).tip == longer


def test_merging_commutes_associates_and_is_idempotent() -> None:
    chance = random.Random(1)
    for _ in range(300):
        chains = [random_chain(chance) for _ in range(3)]
        results = {frozenset(x.merge(y).merge(z).epochs) for x, y, z in itertools.permutations(chains)} | {
            frozenset(x.merge(y.merge(z)).epochs) for x, y, z in itertools.permutations(chains)
        }
        assert len(results) == 1
        merged = chains[0].merge(chains[1])
        assert merged.merge(chains[0]) is merged
        assert merged.merge(merged) is merged


def test_who_joined_by_the_newest_token_learns_the_real_first_epoch() -> None:
    second = after(FIRST, "b")
    joined_late = make_chain([Epoch(0, "", second.commitment, "tag")])
    real = make_chain([FIRST, second])
    assert joined_late.merge(real) == real.merge(joined_late) == real


def test_epochs_whose_secret_is_not_known_can_be_left_out() -> None:
    second = after(FIRST, "b")
    third = after(second, "c")
    chain = make_chain([FIRST, second, third])
    assert chain.without_later_than(second.commitment).tip == second
    with pytest.raises(ValueError, match="no such epoch"):
        chain.without_later_than("nothing")


def test_the_oldest_are_forgotten_when_there_are_very_many() -> None:
    epochs = [FIRST]
    for number in range(MAX_EPOCHS):
        epochs.append(after(epochs[-1], str(number)))
    assert FIRST.hash not in make_chain(epochs).epochs
    assert len(make_chain(epochs).epochs) == MAX_EPOCHS


def test_an_epoch_travels_unchanged_and_never_says_its_secret() -> None:
    epoch = Epoch(1, FIRST.hash, "c", "tag1", frozenset({BOB}), ALICE, bytes(64))
    assert decode_epoch(epoch.to_wire()) == epoch
    assert decode_epoch(epoch.to_wire()).signature == bytes(64)
    assert decode_epoch(FIRST.to_wire()) == FIRST


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0},
        {"number": -1},
        {"parent": ""},
        {"author": ""},
        {"signature": ""},
        {"signature": "!"},
        {"door_tag": "a.b"},
        {"door_tag": "a" * 12},
        {"removed": [1]},
        {"commitment": None},
    ],
)
def test_nonsense_is_refused(changes: dict[str, object]) -> None:
    epoch = Epoch(1, FIRST.hash, "c", "tag1", frozenset({BOB}), ALICE, bytes(64))
    with pytest.raises(ValueError, match=r"not |an epoch|[Bb]ase64|padding|data characters"):
        decode_epoch(epoch.to_wire() | changes)
