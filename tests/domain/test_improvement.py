"""When another plan is better, by how much, and when it is used."""

from dataclasses import replace

import pytest

from app.domain.ids import PeerId
from app.domain.improvement import Measured, can_run, improvement, is_time, patience_seconds
from app.domain.model import ContextSettings
from app.domain.placement import Candidate, Plan
from app.domain.plan import Placement, plan
from app.domain.version import RpcVersion
from tests.domain.builders import GB, MB, cpu, gpu, model, node

HERE = PeerId("peer-desk")
CONTEXT = ContextSettings(512, 1)


def planned(own_bytes: int, *peers: str, peer_bytes: int = 500 * MB, spread: bool = False) -> Plan:
    """A plan of the desk, which has the file, with these peers."""
    candidates = (node("desk", cpu(own_bytes), has_model=True), *(node(name, cpu(peer_bytes)) for name in peers))
    answer = plan(model(), CONTEXT, candidates, HERE, Placement.SPREAD if spread else Placement.FASTEST)
    assert isinstance(answer, Plan)
    return answer


WHOLE = planned(2 * GB)
ON_TWO = planned(700 * MB, "hall", peer_bytes=900 * MB)
ON_THREE = planned(700 * MB, "hall", "kitchen", peer_bytes=900 * MB)
ON_GPU = replace(WHOLE, shards=(replace(WHOLE.shards[0], device_id="CUDA0"),))

PROMPTS = "Prompts are read about 1.4 times as fast: 5 layers on a device at most, not 7."


def rtt(ms: float, tokens_per_second: float | None = None) -> Measured:
    return Measured({PeerId("peer-hall"): ms, PeerId("peer-kitchen"): ms}, tokens_per_second)


@pytest.mark.parametrize(
    ("current", "candidate", "measured", "gain"),
    [
        (ON_TWO, ON_TWO, rtt(1), None),
        (WHOLE, WHOLE, rtt(1), None),
        (ON_TWO, WHOLE, rtt(1), "It fits desk whole: no word has to travel to another device."),
        (WHOLE, ON_TWO, rtt(1), None),
        (WHOLE, ON_GPU, rtt(1), "It fits the graphics card of desk."),
        (ON_GPU, WHOLE, rtt(1), None),
        (ON_TWO, ON_THREE, rtt(1), PROMPTS),
        # each word would take 20 ms longer than 30 ms
        (ON_TWO, ON_THREE, rtt(20, 1000 / 30), None),
        (ON_TWO, ON_THREE, rtt(20, 2), PROMPTS),
        (ON_THREE, ON_TWO, rtt(20, 10), "Words come about 1.2 times as fast: 1 other device instead of 2."),
        (ON_THREE, ON_TWO, rtt(1, 10), None),
        (ON_TWO, replace(ON_TWO, context_length=1024), rtt(1), "Conversations may have 1,024 tokens instead of 512."),
        (ON_TWO, replace(WHOLE, context_length=256), rtt(1), None),
        (ON_TWO, replace(WHOLE, head=PeerId("peer-hall")), rtt(1), None),
    ],
)
def test_a_plan_is_better_only_by_a_clear_margin(
    current: Plan, candidate: Plan, measured: Measured, gain: str | None
) -> None:
    assert improvement(current, candidate, measured) == gain


def test_the_demo_gets_better_with_every_device() -> None:
    spread = planned(2 * GB, "hall", spread=True)
    words = improvement(WHOLE, spread, Measured(), wants_all_devices=True)
    assert words == "It is spread over 2 devices, to show all of them at work."
    assert improvement(spread, WHOLE, Measured(), wants_all_devices=True) is None


@pytest.mark.parametrize(
    ("possible_seconds", "idle_seconds", "recent_losses", "now"),
    [
        (5, 60, 0, False),
        (10, 60, 0, True),
        (600, 1, 0, False),
        (10, 60, 1, False),
        (20, 60, 1, True),
        (60, 60, 3, False),
        (1800, 60, 50, True),
    ],
)
def test_a_better_plan_waits_for_silence_and_for_devices_that_stay(
    possible_seconds: float, idle_seconds: float, recent_losses: int, now: bool
) -> None:
    found = is_time(possible_seconds=possible_seconds, idle_seconds=idle_seconds, recent_losses=recent_losses)
    assert found is now


def test_a_device_that_comes_and_goes_every_minute_soon_costs_no_load_any_more() -> None:
    loads = losses = 0
    for _ in range(60):  # half a minute there, half a minute away
        if is_time(possible_seconds=30, idle_seconds=30, recent_losses=losses):
            loads += 1
            losses += 1
    assert loads == 2
    assert patience_seconds(losses) > 30


@pytest.mark.parametrize(
    ("peer", "possible"),
    [
        (node("hall", cpu(900 * MB)), True),
        (node("hall", cpu(900 * MB, used_bytes=400 * MB)), False),
        (node("hall", cpu(900 * MB), sharing=False), False),
        (node("hall", cpu(900 * MB), rpc=RpcVersion(6, 0, 0)), False),
        (replace(node("hall", cpu(900 * MB)), obstacle="it is about to stop sharing"), False),
        (node("hall", gpu(900 * MB)), False),
        (node("kitchen", cpu(900 * MB)), False),
    ],
)
def test_a_pinned_plan_is_used_while_every_device_of_it_can(peer: Candidate, possible: bool) -> None:
    desk = node("desk", cpu(700 * MB), has_model=True)
    assert can_run(ON_TWO, (desk, peer)) is possible
    assert not can_run(ON_TWO, (replace(desk, devices=(cpu(100 * MB),)), peer))
    assert not can_run(ON_TWO, (replace(desk, has_model=False), peer))
