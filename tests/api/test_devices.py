"""Which device is meant."""

from dataclasses import replace

import pytest

from app.api.devices import find_device
from app.domain.errors import UserError
from app.domain.ids import PeerId
from tests.api.serving_node import SELF, state_with

BASE = state_with(())
NAMES = {
    "attic": "12D3KooWAttic",
    "laptop (aaaa)": "12D3KooWaaaa",
    "laptop (bbbb)": "12D3KooWbbbb",
    "Bad (oben)": "12D3x",
}
STATE = replace(
    BASE,
    peers=(*BASE.peers, *(replace(BASE.peers[0], name=n, peer_id=PeerId(i), is_self=False) for n, i in NAMES.items())),
)


@pytest.mark.parametrize(
    ("text", "peer_id"),
    [
        ("attic", "12D3KooWAttic"),
        (" ATTIC ", "12D3KooWAttic"),
        ("12D3KooWAttic", "12D3KooWAttic"),
        ("laptop (aaaa)", "12D3KooWaaaa"),
        ("bad (oben)", "12D3x"),
        ("Bad", "12D3x"),
        ("kitchen", SELF),
    ],
)
def test_a_device_by_its_name_or_id(text: str, peer_id: str) -> None:
    assert find_device(STATE, text).peer_id == peer_id


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("laptop", "device_ambiguous", "laptop (aaaa), laptop (bbbb)"),
        ("cellar", "device_not_found", "attic"),
        ("lap", "device_not_found", "laptop"),
        ("", "device_not_found", "attic"),
    ],
)
def test_no_device_or_several(text: str, code: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        find_device(STATE, text)
    assert caught.value.problem.code == code
    assert words in f"{caught.value.problem.message} {caught.value.problem.hint}"
