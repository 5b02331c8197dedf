"""A real node in this process: its commands, what it refuses, and what it keeps."""

import asyncio
import socket
from pathlib import Path

import psutil
import pytest

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.ledger import merge
from app.domain.placement import Plan, Refusal
from app.domain.record import SignedRecord
from app.domain.state import Connecting, Joined, NotJoined, OnDisk, Ready, WaitingForKeyring
from app.identity.token import new_token
from app.identity.vault import Vault, VaultLocked, open_vault
from app.lib.tasks import TaskOwner
from app.network.events import GossipReceived
from app.node import belonging
from app.system import memory
from app.system.settings_file import load_settings
from tests.domain.builders import record
from tests.node.conftest import MakeNode, until

MB = 1_000_000


async def test_a_new_node_shows_itself_and_its_models(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, offer=500 * MB)
    state = node.snapshot
    assert (state.node_name, state.swarm) == ("desk", NotJoined())
    assert [(m.name, m.status) for m in state.models] == [("tiny", OnDisk())]
    assert state.this_node.offered_bytes == 500 * MB
    assert state.this_node.used_bytes == 0


async def test_loading_takes_memory_and_unloading_gives_it_back(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    await node.load("tiny")
    state = await until(node, lambda s: isinstance(s.models[0].status, Ready))
    assert state.this_node.used_bytes > 8 * MB
    assert state.this_node.doing == "holds tiny, all 12 layers"
    await node.unload("tiny")
    state = await until(node, lambda s: isinstance(s.models[0].status, OnDisk))
    assert state.this_node.used_bytes == 0


async def test_all_who_ask_at_once_wait_for_one_load(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    targets = await asyncio.gather(*(node.answers.target(Asked("tiny")) for _ in range(5)))
    assert len({target.endpoint for target in targets}) == 1
    state = await until(node, lambda s: s.models[0].status == Ready(None, 5))
    assert state.activity == ("Writing 5 answers with tiny on desk.",)
    for target in targets:
        target.release()
        target.release()
    await until(node, lambda s: s.models[0].status == Ready(None, 0))


async def test_an_idle_model_makes_room_for_another(make_node: MakeNode, tiny_model: Path, second_model: Path) -> None:
    node = await make_node(tiny_model, second_model)
    first = await node.plan("tiny")
    assert isinstance(first, Plan)
    await node.set_offer(first.host_bytes + first.shards[0].total_bytes + MB)
    (await node.answers.target(Asked("tiny"))).release()
    busy = await node.answers.target(Asked("second"))
    state = await until(node, lambda s: {m.name: type(m.status) for m in s.models} == {"tiny": OnDisk, "second": Ready})
    assert state.this_node.used_bytes <= state.this_node.offered_bytes
    with pytest.raises(UserError, match="more is needed") as refused:
        await node.answers.target(Asked("tiny"))
    assert refused.value.problem.code == "model_too_large"
    busy.release()


async def test_a_model_too_large_says_how_much_is_missing(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model, offer=30 * MB)
    plan = await node.plan("tiny")
    assert isinstance(plan, Refusal)
    with pytest.raises(UserError, match=r"this device offers 30\.0 MB") as refused:
        await node.load("tiny")
    assert refused.value.problem.code == "model_too_large"
    state = await until(node, lambda s: not isinstance(s.models[0].status, OnDisk))
    assert "more is needed" in str(state.models[0].status)


async def test_an_unknown_model_names_those_that_are_there(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    with pytest.raises(UserError, match="Models that are: tiny") as unknown:
        await node.answers.target(Asked("gpt-9"))
    assert unknown.value.problem.code == "model_not_found"
    with pytest.raises(UserError):
        await node.unload("tiny")


async def test_a_double_click_on_invite_makes_one_swarm(make_node: MakeNode) -> None:
    node = await make_node()
    first, second = await asyncio.gather(node.invite(), node.invite())
    assert first == second
    assert await node.token() == first.token
    await until(node, lambda s: s.swarm == Joined(first.swarm_name))

    with pytest.raises(UserError, match="already in the swarm"):
        await node.join(f"  {first.token.upper()} ")
    with pytest.raises(UserError, match="Leave it first"):
        await node.join(str(new_token()))
    report = await node.read_token(first.token)
    assert (report.problem, report.already_member) == (None, True)

    await node.leave()
    assert await node.token() is None
    await until(node, lambda s: s.swarm == NotJoined())
    with pytest.raises(UserError, match="in no swarm"):
        await node.leave()


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 60_000, b"\xff", b'{"payload": "W1tb", "signature": ""}'])
async def test_gossip_that_cannot_be_read_is_ignored(make_node: MakeNode, data: bytes) -> None:
    node = await make_node()
    await node.invite()
    membership = node._belonging.membership
    assert membership is not None
    before = membership.ledger
    membership._network_event(GossipReceived(PeerId("member"), data))
    assert membership.ledger == before


async def test_the_offer_and_the_name_are_kept(make_node: MakeNode, tmp_path: Path) -> None:
    node = await make_node(offer=100 * MB)
    await node.set_offer(300 * MB)
    await node.rename("  Küche   oben ")
    kept = load_settings(tmp_path / "desk" / "settings.toml")
    assert (kept.offer, kept.node_name, kept.slots) == (300 * MB, "Küche oben", 2)
    await until(node, lambda s: (s.this_node.offered_bytes, s.node_name) == (300 * MB, "Küche oben"))
    with pytest.raises(UserError, match="1 to 60"):
        await node.rename(" ")


async def test_a_locked_keyring_is_waited_for(make_node: MakeNode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.node.opening.KEYRING_RETRY_SECONDS", 0.05)
    locked = [True]

    async def open_locked(data_directory: Path, policy: object) -> Vault:
        if locked[0]:
            raise VaultLocked
        return await open_vault(data_directory, "memory")

    monkeypatch.setattr(belonging, "open_vault", open_locked)
    node = await make_node(token=str(new_token()))
    assert node.snapshot.swarm == WaitingForKeyring()
    assert [problem.title for problem in node.snapshot.problems] == ["Keyring locked"]
    with pytest.raises(UserError, match="locked"):
        await node.invite()
    locked[0] = False
    state = await until(node, lambda s: isinstance(s.swarm, Joined))
    assert state.problems == ()


async def test_without_llama_cpp_the_node_runs_and_says_what_to_do(
    make_node: MakeNode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HEARTH_LLAMA_DIR", str(tmp_path / "empty"))
    node = await make_node()
    (problem,) = node.snapshot.problems
    assert problem.code == "engine_missing"
    assert problem.hint
    with pytest.raises(UserError, match=r"llama\.cpp"):
        await node.load("tiny")


async def test_a_swarm_that_cannot_be_entered_yet_is_entered_later(
    make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "REJOIN_SECONDS", 0.05)
    with socket.create_server(("0.0.0.0", 0)) as taken:
        node = await make_node(token=str(new_token()), listen_port=taken.getsockname()[1])
        await until(node, lambda s: [problem.code for problem in s.problems] == ["link_failed"])
    state = await until(node, lambda s: isinstance(s.swarm, Joined))
    assert state.problems == ()


async def test_stopping_while_a_swarm_is_entered_leaves_no_process(make_node: MakeNode) -> None:
    before = set(psutil.Process().children(recursive=True))
    node = await make_node()
    joining = TaskOwner("test").spawn(node.join(str(new_token())), "join", awaited=True)
    for _ in range(1000):  # the snapshot would come too late
        if node._belonging.status == Connecting():
            break
        await asyncio.sleep(0.001)
    assert node._belonging.status == Connecting()
    await node.stop()
    await asyncio.wait([joining])
    assert not set(psutil.Process().children(recursive=True)) - before


async def test_a_link_that_has_just_ended_does_not_end_the_exchange(make_node: MakeNode) -> None:
    node = await make_node()
    await node.invite()
    membership = node._membership()
    assert membership is not None
    signed = SignedRecord(record("kitchen", link_addresses=("127.0.0.1:9",)), b"", b"")
    membership._book.ledger = merge(membership.ledger, signed)
    await membership.link.stop()
    await membership.meeting.link_to(signed.record.peer_id)


async def test_in_a_container_its_limit_is_what_the_machine_has(
    make_node: MakeNode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {"memory.max": 900 * MB, "memory.current": 100 * MB}.items():
        (tmp_path / name).write_text(f"{value}\n")
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    node = await make_node()
    (device,) = (device for device in node.snapshot.this_node.devices if device.device_id == "CPU")
    assert (device.total_bytes, device.offered_bytes) == (900 * MB, 200 * MB)
