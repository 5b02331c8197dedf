"""Where models go: tables of households and the plans that must come out."""

import pytest

from app.domain.device import Device, DeviceKind
from app.domain.footprint import footprint
from app.domain.ids import PeerId
from app.domain.model import ContextSettings
from app.domain.placement import Candidate, Plan, Refusal
from app.domain.plan import Placement, plan, share_out
from app.domain.version import RpcVersion
from tests.domain.builders import GB, MB, cpu, gpu, model, node

CONTEXT = ContextSettings(context_length=1000, slots=1)
HERE = PeerId("peer-here")


def planned(*candidates: Candidate, layers: int = 12) -> Plan:
    answer = plan(model(layers), CONTEXT, candidates, HERE)
    assert isinstance(answer, Plan), answer
    return answer


def refused(*candidates: Candidate) -> Refusal:
    answer = plan(model(), CONTEXT, candidates, HERE)
    assert isinstance(answer, Refusal), answer
    return answer


def layers_by_node(answer: Plan) -> dict[str, int]:
    return {shard.node_name: shard.layer_count for shard in answer.shards}


@pytest.mark.parametrize(
    ("total", "weights", "limits", "shares"),
    [
        (12, (1, 1), (99, 99), (6, 6)),
        (12, (2, 1), (99, 99), (8, 4)),
        (12, (3, 2, 2), (99, 99, 99), (5, 4, 3)),
        (12, (1, 1), (4, 99), (4, 8)),
        (12, (10, 1, 1), (4, 99, 99), (4, 4, 4)),
        (12, (1, 1), (6, 6), (6, 6)),
        (12, (1, 1), (5, 6), None),
        (12, (1, 0), (12, 99), (12, 0)),
        (1, (5, 5, 5), (1, 1, 1), (1, 0, 0)),
        (7, (), (), None),
    ],
)
def test_shares_follow_weights_within_limits(
    total: int, weights: tuple[int, ...], limits: tuple[int, ...], shares: tuple[int, ...] | None
) -> None:
    assert share_out(total, weights, limits) == shares


def test_a_model_that_fits_stays_whole_on_the_node_that_has_it() -> None:
    answer = planned(node("here", cpu(8 * GB), has_model=True), node("kitchen", cpu(64 * GB)))
    assert not answer.is_split
    assert layers_by_node(answer) == {"here": 12}
    assert answer.bytes_to_move == 0


def test_a_gpu_that_holds_it_all_is_preferred_to_the_processor() -> None:
    answer = planned(node("here", cpu(8 * GB), gpu(8 * GB), has_model=True))
    assert [shard.device_id for shard in answer.shards] == ["CUDA0"]


def test_another_node_that_has_the_file_and_the_room_becomes_head() -> None:
    answer = planned(node("here", cpu(1 * GB), has_model=True), node("desk", cpu(8 * GB), has_model=True))
    assert answer.head == "peer-desk"
    assert not answer.is_split


def test_a_model_too_large_for_one_is_split_in_proportion_to_the_memory_offered() -> None:
    answer = planned(node("here", cpu(1 * GB), has_model=True), node("kitchen", cpu(2 * GB)), layers=20)
    assert answer.is_split
    counts = layers_by_node(answer)
    assert sum(counts.values()) == 20
    assert counts["kitchen"] / counts["here"] == pytest.approx(2, abs=0.4)


def test_layers_are_contiguous_and_the_output_is_on_the_heads_last_device() -> None:
    answer = planned(
        node("here", cpu(600 * MB), gpu(600 * MB), has_model=True),
        node("kitchen", cpu(500 * MB)),
        node("study", cpu(500 * MB)),
    )
    firsts = [shard.first_layer for shard in answer.shards]
    ends = [shard.first_layer + shard.layer_count for shard in answer.shards]
    assert firsts == [0, *ends[:-1]]
    assert ends[-1] == 12
    last = answer.shards[-1]
    assert (last.peer_id, last.device_id, last.holds_output) == (HERE, "CUDA0", True)
    assert sum(shard.holds_output for shard in answer.shards) == 1


def test_no_device_gets_more_than_it_offers() -> None:
    small, large = 450 * MB, 1500 * MB
    candidates = (node("here", cpu(small), has_model=True), node("kitchen", cpu(large)))
    answer = planned(*candidates)
    by_name = {shard.node_name: shard.total_bytes for shard in answer.shards}
    assert by_name["here"] + answer.host_bytes <= small
    assert by_name["kitchen"] <= large


def test_a_head_with_room_for_the_output_alone_still_leads() -> None:
    needs = footprint(model(), CONTEXT)
    just = needs.host_bytes + needs.shard_bytes(0, 0, True) + 1
    answer = planned(node("here", cpu(just), has_model=True), node("kitchen", cpu(4 * GB)))
    assert layers_by_node(answer) == {"kitchen": 12, "here": 0}
    assert answer.head == HERE


def test_what_moves_is_what_the_peers_hold() -> None:
    answer = planned(node("here", cpu(800 * MB), has_model=True), node("kitchen", cpu(800 * MB)))
    kitchen = next(shard for shard in answer.shards if shard.node_name == "kitchen")
    assert answer.bytes_to_move == kitchen.weight_bytes == kitchen.layer_count * 100 * MB


def test_a_refusal_says_how_much_is_missing() -> None:
    answer = refused(node("here", cpu(300 * MB), has_model=True), node("kitchen", cpu(300 * MB)))
    assert answer.missing_bytes > 600 * MB
    assert "more is needed" in answer.reasons[0]
    assert "2 devices" in answer.reasons[0]


def test_nobody_has_the_file() -> None:
    answer = refused(node("here", cpu(8 * GB)))
    assert "No device" in answer.reasons[0]


@pytest.mark.parametrize(
    ("peer", "reason"),
    [
        (node("kitchen", cpu(8 * GB), sharing=False), "lends no memory"),
        (node("kitchen", cpu(8 * GB), rpc=RpcVersion(6, 0, 0)), "RPC 6.0.0"),
        (node("kitchen", cpu(30 * MB)), "hold no layer"),
    ],
)
def test_a_node_that_cannot_help_is_left_out_and_named(peer: Candidate, reason: str) -> None:
    here = node("here", cpu(900 * MB), has_model=True)
    answer = planned(here, node("study", cpu(900 * MB)), peer)
    assert layers_by_node(answer).keys() == {"here", "study"}
    assert [(out.name, reason in out.reason) for out in answer.left_out] == [("kitchen", True)]


def test_a_far_node_is_used_only_when_nothing_fits_without_it() -> None:
    here = node("here", cpu(900 * MB), has_model=True)
    near, far = node("study", cpu(900 * MB), rtt_ms=1.0), node("cottage", cpu(9 * GB), rtt_ms=80.0)
    assert "cottage" not in layers_by_node(planned(here, near, far))
    assert any("80 ms" in out.reason for out in planned(here, near, far).left_out)
    assert "cottage" in layers_by_node(planned(here, far))


def test_memory_in_use_is_not_given_twice() -> None:
    here = node("here", cpu(2 * GB, used_bytes=1200 * MB), has_model=True)
    assert planned(here, node("kitchen", cpu(1 * GB))).is_split


def test_a_model_that_fits_is_spread_when_that_is_wanted_and_somebody_is_there() -> None:
    here, kitchen = node("here", cpu(8 * GB), has_model=True), node("kitchen", cpu(8 * GB))
    spread = plan(model(), CONTEXT, (here, kitchen), HERE, Placement.SPREAD)
    assert isinstance(spread, Plan)
    assert layers_by_node(spread) == {"kitchen": 6, "here": 6}
    assert "would fit here" in spread.reasons[0]
    alone = plan(model(), CONTEXT, (here,), HERE, Placement.SPREAD)
    assert isinstance(alone, Plan)
    assert not alone.is_split


def given(offered_bytes: int, name: str = "RPC 10.0.0.2:50052") -> Device:
    """An RPC server that the owner gave by address."""
    return Device(name, DeviceKind.RPC, "RPC server", 64 * GB, offered_bytes)


def test_a_given_worker_takes_layers_before_what_is_in_the_head() -> None:
    answer = planned(node("here", gpu(200 * MB), cpu(700 * MB), given(900 * MB), has_model=True))
    assert [shard.device_id for shard in answer.shards] == ["RPC 10.0.0.2:50052", "CPU", "CUDA0"]
    assert [shard.holds_output for shard in answer.shards] == [False, False, True]
    assert answer.head == HERE


def test_what_moves_to_a_given_worker_counts_wherever_it_is() -> None:
    own, theirs = given(500 * MB), given(500 * MB, "RPC 10.0.0.3:50052")
    answer = planned(node("here", cpu(800 * MB), own, has_model=True), node("kitchen", cpu(500 * MB), theirs))
    weights = {(shard.node_name, shard.device_id): shard.weight_bytes for shard in answer.shards}
    assert len(weights) == 4
    assert answer.bytes_to_move == sum(weights.values()) - weights["here", "CPU"]


def test_nothing_runs_whole_on_a_given_worker() -> None:
    answer = planned(node("here", cpu(800 * MB), given(60 * GB), has_model=True))
    assert [shard.device_id for shard in answer.shards] == ["RPC 10.0.0.2:50052", "CPU"]
    assert answer.shards[-1].holds_output
    whole = planned(node("here", cpu(8 * GB), given(60 * GB), has_model=True))
    assert [shard.device_id for shard in whole.shards] == ["CPU"]
