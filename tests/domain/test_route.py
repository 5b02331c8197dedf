"""Who answers: loaded here, loaded there, on this disk, on another's."""

import pytest

from app.domain.ids import ModelId
from app.domain.model import ContextSettings
from app.domain.placement import Plan
from app.domain.plan import plan
from app.domain.record import Hosting, Record
from app.domain.route import RouteHere, RoutePeer, choose
from tests.domain.builders import GB, cpu, model, node, record, summary

MODEL = ModelId("m" * 32)


def hosting(ready: bool) -> Hosting:
    answer = plan(model(), ContextSettings(), (node("x", cpu(9 * GB), has_model=True),), record("x").peer_id)
    assert isinstance(answer, Plan)
    return Hosting(answer, ready)


READY = record("kitchen", hosting=(hosting(True),), models=(summary(),))
LOADING = record("study", hosting=(hosting(False),), models=(summary(),))
ON_DISK = record("desk", models=(summary(),))
NOTHING = record("hall")


@pytest.mark.parametrize(
    ("running_here", "stored_here", "online", "expected"),
    [
        (True, True, (READY,), "here"),
        (False, True, (LOADING, READY), "peer-kitchen"),
        (False, True, (ON_DISK, LOADING), "peer-study"),
        (False, True, (ON_DISK,), "here"),
        (False, False, (NOTHING, ON_DISK), "peer-desk"),
        (False, False, (NOTHING,), None),
        (False, False, (), None),
    ],
)
def test_choice(running_here: bool, stored_here: bool, online: tuple[Record, ...], expected: str | None) -> None:
    route = choose(MODEL, running_here=running_here, stored_here=stored_here, online=online)
    match route:
        case RouteHere():
            assert expected == "here"
        case RoutePeer(peer_id, reason):
            assert peer_id == expected
            assert reason
        case None:
            assert expected is None
