"""The snapshot: what faces show of what the node knows."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from app.domain.compatibility import UPDATE_NOTE
from app.domain.errors import Problem
from app.domain.ids import ModelId, PeerId
from app.domain.ledger import Ledger, merge
from app.domain.model import ContextSettings
from app.domain.placement import Plan
from app.domain.plan import plan
from app.domain.record import Hosting, Record, SignedRecord
from app.domain.sentence import Sentence
from app.domain.state import AppState, Away, Failed, Joined, Loading, OnDisk, Online, PeerStatus, Ready
from app.domain.version import RpcVersion
from app.node.view import KnownModels, NodeFacts, build_state
from tests.domain.builders import GB, MB, cpu, model, node, record, summary

HERE = record("here")


def state_of(*others: Record, status: PeerStatus | None = None, **changes: Any) -> AppState:
    ledger = Ledger()
    for body in others:
        ledger = merge(ledger, SignedRecord(body, b"", b""))
    facts = NodeFacts(
        record=HERE,
        swarm=Joined("amber-fox"),
        ledger=ledger,
        peer_status=lambda _: Online(1.0) if status is None else status,
        peer_address=lambda _: "10.0.0.2:1",
        models=KnownModels(),
        api_url="",
        news=("kitchen is connected.",),
        problems=(),
    )
    return build_state(replace(facts, **changes))


def split() -> Plan:
    answer = plan(
        model(),
        ContextSettings(),
        (node("here", cpu(900 * MB)), node("kitchen", cpu(900 * MB), has_model=True)),
        PeerId("peer-kitchen"),
    )
    assert isinstance(answer, Plan)
    return answer


def test_this_node_is_first_and_others_follow_by_name() -> None:
    state = state_of(record("study"), record("attic"))
    assert [(p.name, p.is_self) for p in state.peers] == [("here", True), ("attic", False), ("study", False)]
    assert state.this_node.address == ""


def test_equal_names_are_told_apart() -> None:
    state = state_of(record("here", peer_id=PeerId("peer-aaaa")))
    names = [peer.name for peer in state.peers]
    assert len(set(names)) == 2
    assert all(name.startswith("here (") for name in names)


def test_a_model_of_a_peer_shows_its_plan_and_who_does_what() -> None:
    kitchen = record("kitchen", models=(summary(),), hosting=(Hosting(split(), True),))
    state = state_of(kitchen)
    (shown,) = state.models
    assert isinstance(shown.status, Ready)
    assert shown.plan == split()
    assert shown.on_nodes == ("peer-kitchen",)
    doing = {peer.name: peer.doing for peer in state.peers}
    assert doing["here"].startswith("holds layers 0")
    assert "of big" in doing["here"]
    assert doing["kitchen"].endswith("and output of big")


def test_a_model_that_a_peer_loads_says_so() -> None:
    state = state_of(record("kitchen", models=(summary(),), hosting=(Hosting(split(), False),)))
    assert isinstance(state.models[0].status, Loading)
    assert state.activity[0] == "Loading big: kitchen is loading it."
    assert state.activity[-1] == "kitchen is connected."


def test_what_happens_is_told_in_sentences_that_know_their_parts() -> None:
    kitchen = record("kitchen", models=(summary(),), hosting=(Hosting(split(), False),))
    state = state_of(kitchen)
    loading, _news = state.activity
    assert loading == "Loading big: kitchen is loading it."
    assert isinstance(loading, Sentence)
    assert isinstance(loading.values["step"], Sentence)
    doing = [peer.doing for peer in state.peers]
    assert all(isinstance(words, Sentence) for words in doing)


def test_models_of_those_who_are_away_are_not_shown_but_they_are() -> None:
    state = state_of(record("kitchen", models=(summary(),), devices=(cpu(GB, used_bytes=MB),)), status=Away())
    assert state.models == ()
    assert state.peers[1].status == Away()
    assert state.peers[1].used_bytes == 0


def test_the_demo_comes_last_and_a_failure_is_shown() -> None:
    demo = replace(summary("aaa", "d" * 32), is_demo=True)
    problem = Problem("Model too large", "It is too large.")
    state = state_of(
        record("kitchen", models=(demo, summary())),
        models=KnownModels(failures=MappingProxyType({ModelId("m" * 32): problem})),
    )
    assert [m.name for m in state.models] == ["big", "aaa"]
    assert state.models[0].status == Failed(problem)
    assert state.models[1].status == OnDisk()


def test_memory_is_the_sum_of_devices() -> None:
    state = state_of(record("kitchen", devices=(cpu(2 * GB, used_bytes=GB), replace(cpu(GB), device_id="CUDA0"))))
    assert (state.peers[1].offered_bytes, state.peers[1].used_bytes) == (3 * GB, GB)


def test_an_older_device_is_told_to_update_while_the_newer_one_is_there() -> None:
    newer = record("kitchen", rpc_version=RpcVersion(8, 0, 0))
    notes = {peer.name: peer.note for peer in state_of(newer, record("study")).peers}
    assert notes == {"here": UPDATE_NOTE, "study": UPDATE_NOTE, "kitchen": ""}
    assert {peer.note for peer in state_of(newer, status=Away()).peers} == {""}
