"""What people read when a peer goes."""

import pytest

from app.domain.ids import PeerId
from app.node.departures import Departures
from app.node.messages import DepartureReason
from app.node.parts import Parts


def no_parts() -> Parts:
    raise AssertionError("words need no parts")


@pytest.mark.parametrize(
    ("link_reason", "news"),
    [
        ("the connection was cut", ["hall has left."]),
        ("said goodbye: sleep", ["hall went to sleep."]),
        ("said goodbye: quit", ["hall was quit."]),
        ("said goodbye: leave", ["hall left the swarm."]),
        ("said goodbye: see you", ["hall has left."]),  # of a version to come
        ("sleep", ["hall has left."]),
        ("this node said goodbye: sleep", []),  # it is not hall that goes
    ],
)
def test_a_loss_is_told_as_what_it_was(link_reason: str, news: list[str]) -> None:
    told: list[str] = []
    Departures(no_parts, told.append).went(PeerId("p"), "hall", link_reason)
    assert told == news


@pytest.mark.parametrize("reason", DepartureReason)
def test_every_reason_has_words(reason: DepartureReason) -> None:
    told: list[str] = []
    Departures(no_parts, told.append).went(PeerId("p"), "hall", f"said goodbye: {reason}")
    assert told
    assert told != ["hall has left."]
