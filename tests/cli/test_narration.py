"""What nodes without a screen say of themselves."""

from dataclasses import replace

import pytest

from app.cli.narration import greeting, lender_words, router_words
from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.state import AppState, Connecting, Joined, Knocking, NotJoined, SwarmStatus, WaitingForKeyring
from tests.api.serving_node import model_state, state_with

ALONE = state_with(())
JOINED = replace(ALONE, swarm=Joined("amber-fox"))
STUDY = replace(ALONE.peers[0], name="study", peer_id=PeerId("12D3KooWStudy"), is_self=False)


@pytest.mark.parametrize(
    ("swarm", "words"),
    [
        (NotJoined(), "In no swarm. Give it a token: hearth join TOKEN, or HEARTH_TOKEN."),
        (Connecting(), "Lends up to 8.0 GB of memory to a swarm that it is joining; nothing of it is in use."),
        (Knocking(), "Lends up to 8.0 GB of memory to a swarm that it is joining; nothing of it is in use."),
        (
            WaitingForKeyring(),
            "Lends up to 8.0 GB of memory to a swarm once the keyring is unlocked; nothing of it is in use.",
        ),
        (Joined("amber-fox"), "Lends up to 8.0 GB of memory to the swarm amber-fox; nothing of it is in use."),
    ],
)
def test_a_lender(swarm: SwarmStatus, words: str) -> None:
    assert lender_words(replace(ALONE, swarm=swarm)) == words


def test_a_lender_at_work() -> None:
    state = replace(JOINED, peers=(replace(JOINED.peers[0], doing="holds layers 0-5 of tiny"),))
    assert lender_words(state) == "Lends up to 8.0 GB of memory to the swarm amber-fox: holds layers 0-5 of tiny."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ALONE, "In no swarm. Give it a token: hearth join TOKEN, or HEARTH_TOKEN."),
        (JOINED, "Waits for the devices of the swarm amber-fox; it has no models of its own."),
        (
            replace(JOINED, peers=(*JOINED.peers, STUDY), models=(model_state("tiny", ModelKind.CHAT),)),
            "Routes requests at http://127.0.0.1:4327/v1 to 1 device of the swarm amber-fox (study). Models: tiny.",
        ),
    ],
)
def test_a_router(state: AppState, words: str) -> None:
    assert router_words(state) == words


def test_a_node_that_serves_shows_a_line_to_try() -> None:
    text = greeting(state_with((model_state("tiny", ModelKind.CHAT),)))
    assert "Hearth is ready at http://127.0.0.1:4327/v1" in text
    assert '"model": "tiny"' in text
