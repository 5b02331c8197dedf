"""Invites between real nodes: one gives a code, the other joins by it, both show the same words, the owner decides."""

import asyncio
import time
from collections.abc import Awaitable, Iterable
from functools import partial
from pathlib import Path

import pytest

from app.admission.discovery import DoorDiscovery
from app.admission.invite_frames import decode_hello, encode_confirmation, encode_reply
from app.admission.knock import open_knock
from app.admission.pake import Confirmation, InviterRun, Parties
from app.admission.stream import KnockError, KnockStream
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.invite_code import FoundCode, read_code
from app.domain.sharing import Newcomer, OpenInvite
from app.domain.state import AppState, Joined, Knocking, NotJoined, Online
from app.identity.node_identity import new_identity
from app.lib.tasks import TaskOwner
from app.node import invite_book
from app.node.door import Door
from app.node.node import Node
from tests.node.conftest import MakeNode, until
from tests.node.test_door import options


@pytest.fixture
async def kitchen(make_node: MakeNode) -> Node:
    return await make_node(name="kitchen", secrets="file")


@pytest.fixture
async def study(make_node: MakeNode) -> Node:
    return await make_node(name="study")


def ask(tasks: TaskOwner, node: Node, code: str) -> "asyncio.Task[None]":
    return tasks.spawn(node.join(code), "join", awaited=True)


async def newcomer_at(node: Node) -> Newcomer:
    return (await until(node, lambda state: len(state.newcomers) == 1)).newcomers[0]


async def refusal_of(joining: Awaitable[None]) -> str:
    with pytest.raises(UserError) as refused:
        await joining
    return refused.value.problem.code


def _tells(words: str, state: AppState) -> bool:
    return any(words in sentence for sentence in state.activity)


def local(node: Node, invite: OpenInvite) -> str:
    """The code with the door's address: found at once, without mDNS."""
    return f"{invite.code}@127.0.0.1:{node._belonging.door.port}"


async def test_a_code_and_one_click_let_a_device_in(kitchen: Node, study: Node) -> None:
    tasks = TaskOwner("test")
    invite = await kitchen.invites.create()
    await until(kitchen, lambda s: s.invites == (invite,))
    assert 23.9 * 3600 < invite.expires_at - time.time() < 24.1 * 3600
    joining = ask(tasks, study, invite.code)  # found by mDNS
    newcomer = await newcomer_at(kitchen)
    state = await until(study, lambda s: isinstance(s.swarm, Knocking) and s.swarm.inviter_name == "kitchen")
    assert isinstance(state.swarm, Knocking)
    assert isinstance(kitchen.snapshot.swarm, Joined)
    assert (newcomer.name, newcomer.words) == ("study", state.swarm.words)
    assert state.swarm.swarm_name == kitchen.snapshot.swarm.swarm_name
    assert not joining.done()

    await kitchen.invites.accept(newcomer.knock_id)
    await joining
    state = await until(kitchen, lambda s: [p.name for p in s.peers if isinstance(p.status, Online)][1:] == ["study"])
    assert (state.invites, state.newcomers) == ((), ())
    await until(study, lambda s: s.swarm == state.swarm)
    assert await study.token() == await kitchen.token()


async def test_a_door_that_does_not_open_is_tried_again(
    kitchen: Node, study: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    async def browse(discovery: DoorDiscovery, tags: Iterable[str]) -> None:
        """An announcement that is known already is not reported again; here none is."""

    async def knock(address: str, identity_seed: bytes, kind: str, runtime_directory: Path) -> KnockStream:
        tried.append(address)
        if len(tried) == 1:
            raise KnockError("all places are taken")
        return await open_knock(address, identity_seed, kind, runtime_directory)

    monkeypatch.setattr(DoorDiscovery, "browse", browse)
    monkeypatch.setattr("app.node.newcomer.open_knock", knock)
    joining = ask(TaskOwner("test"), study, local(kitchen, await kitchen.invites.create()))
    await kitchen.invites.accept((await newcomer_at(kitchen)).knock_id)
    await joining
    assert len(tried) == 2


async def test_a_code_works_once(kitchen: Node, study: Node, make_node: MakeNode) -> None:
    tasks, invite = TaskOwner("test"), await kitchen.invites.create()
    code = local(kitchen, invite)
    joining = ask(tasks, study, code)
    newcomer = await newcomer_at(kitchen)
    hall = await make_node(name="hall")
    assert await refusal_of(hall.join(code)) == "invite_busy"  # while the first one waits
    await kitchen.invites.accept(newcomer.knock_id)
    await joining
    assert await refusal_of(hall.join(code)) == "invite_accepted"
    await until(hall, lambda s: s.swarm == NotJoined())
    with pytest.raises(UserError):
        await kitchen.invites.accept(newcomer.knock_id)


async def test_a_rejected_device_stays_out_and_the_invite_is_over(kitchen: Node, study: Node) -> None:
    tasks, invite = TaskOwner("test"), await kitchen.invites.create()
    joining = ask(tasks, study, local(kitchen, invite))
    await kitchen.invites.reject((await newcomer_at(kitchen)).knock_id)
    assert await refusal_of(joining) == "invite_rejected"
    await until(study, lambda s: s.swarm == NotJoined())
    assert await study.token() is None
    assert await refusal_of(study.join(local(kitchen, invite))) == "invite_rejected"


async def test_five_wrong_attempts_stop_an_invite_and_the_owner_is_told(kitchen: Node, study: Node) -> None:
    invite = await kitchen.invites.create()
    right = local(kitchen, invite)
    number, *_ = invite.code.split("-")
    address = right.partition("@")[2]
    wrong = f"{number}-acorn-acorn-acorn@{address}"
    for attempt in range(1, 6):
        assert await refusal_of(study.join(wrong)) == "invite_wrong_words"
        if attempt < 5:
            await until(kitchen, partial(_tells, f"({attempt} of 5)"))
    state = await until(kitchen, lambda s: bool(s.problems))
    assert [problem.code for problem in state.problems] == ["invite_void"]
    assert number in state.problems[0].title
    assert state.invites == ()
    assert await refusal_of(study.join(right)) == "invite_void"
    await kitchen.invites.create()
    await until(kitchen, lambda s: not s.problems)


async def test_what_is_expired_cancelled_or_unknown_is_said_so(
    kitchen: Node, study: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = await kitchen.invites.create(hours=0.2 / 3600)
    await until(kitchen, lambda s: s.invites == () and not kitchen.invites.open_invites())
    assert await refusal_of(study.join(local(kitchen, short))) == "invite_expired"
    cancelled = await kitchen.invites.create()
    await kitchen.invites.cancel(cancelled.invite_id)
    assert await refusal_of(study.join(local(kitchen, cancelled))) == "invite_cancelled"
    with pytest.raises(UserError):
        await kitchen.invites.cancel(cancelled.invite_id)
    monkeypatch.setattr("app.node.newcomer.SEARCH_SECONDS", 1.0)
    unknown = f"{1000 + (int(cancelled.code[:4]) + 1) % 9000}-acorn-acorn-acorn"
    assert await refusal_of(study.join(unknown)) == "invite_not_found"
    assert await refusal_of(study.join(f"{unknown}@127.0.0.1:{kitchen._belonging.door.port}")) == "invite_not_found"


async def test_a_device_that_nobody_answers_may_ask_again(
    kitchen: Node, study: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invite_book, "DECISION_SECONDS", 0.3)
    invite = await kitchen.invites.create()
    assert await refusal_of(study.join(local(kitchen, invite))) == "invite_no_answer"
    await until(kitchen, lambda s: not s.newcomers)
    monkeypatch.setattr(invite_book, "DECISION_SECONDS", 60)
    joining = ask(TaskOwner("test"), study, local(kitchen, invite))
    await kitchen.invites.accept((await newcomer_at(kitchen)).knock_id)
    await joining


async def test_who_stops_asking_is_gone_at_the_owners(kitchen: Node, study: Node) -> None:
    invite = await kitchen.invites.create()
    joining = ask(TaskOwner("test"), study, local(kitchen, invite))
    newcomer = await newcomer_at(kitchen)
    assert await refusal_of(study.join(local(kitchen, invite))) == "invite_asking"
    with pytest.raises(UserError):
        await study.invite()
    await study.leave()
    assert await refusal_of(joining) == "invite_withdrawn"
    await until(kitchen, lambda s: not s.newcomers)
    with pytest.raises(UserError):
        await kitchen.invites.accept(newcomer.knock_id)
    await until(study, lambda s: s.swarm == NotJoined())
    assert kitchen.invites.open_invites() == (invite,)


async def test_open_invites_outlive_a_restart_with_what_was_tried(
    make_node: MakeNode, kitchen: Node, study: Node
) -> None:
    invite = await kitchen.invites.create()
    used = await kitchen.invites.create()
    joining = ask(TaskOwner("test"), study, local(kitchen, used))
    await kitchen.invites.accept((await newcomer_at(kitchen)).knock_id)
    await joining
    await study.leave()
    wrong = f"{invite.code[:4]}-acorn-acorn-acorn@127.0.0.1:{kitchen._belonging.door.port}"
    for _ in range(4):
        assert await refusal_of(study.join(wrong)) == "invite_wrong_words"
    await kitchen.stop()
    file = kitchen._options.paths.data / "invites.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert used.code not in file.read_text()

    again = await make_node(name="kitchen", secrets="file")
    await until(again, lambda s: isinstance(s.swarm, Joined))
    assert again.snapshot.invites == (invite,)
    address = f"127.0.0.1:{again._belonging.door.port}"
    assert await refusal_of(study.join(f"{invite.code[:4]}-acorn-acorn-acorn@{address}")) == "invite_wrong_words"
    assert await refusal_of(study.join(f"{invite.code}@{address}")) == "invite_void"


async def test_leaving_the_swarm_takes_its_invites_back(kitchen: Node, study: Node) -> None:
    invite = await kitchen.invites.create()
    joining = ask(TaskOwner("test"), study, local(kitchen, invite))
    await newcomer_at(kitchen)
    await kitchen.leave()
    assert await refusal_of(joining) in ("invite_cancelled", "invite_broken_off")
    await until(kitchen, lambda s: (s.invites, s.newcomers) == ((), ()))
    assert '"invites": []' in (kitchen._options.paths.data / "invites.json").read_text()


async def test_a_newcomer_with_a_members_name_is_told_apart(kitchen: Node, make_node: MakeNode) -> None:
    liar = await make_node(name="liar")
    await liar.rename("kitchen")
    joining = ask(TaskOwner("test"), liar, local(kitchen, await kitchen.invites.create()))
    newcomer = await newcomer_at(kitchen)
    assert newcomer.name == f"kitchen ({liar.snapshot.peer_id[-4:]})"
    await kitchen.invites.reject(newcomer.knock_id)
    assert await refusal_of(joining) == "invite_rejected"


@pytest.mark.parametrize("hours", [0, -1, 721, float("nan")])
async def test_a_time_that_makes_no_sense_is_refused(kitchen: Node, hours: float) -> None:
    with pytest.raises(UserError) as refused:
        await kitchen.invites.create(hours)
    assert refused.value.problem.code == "bad_hours"
    assert isinstance(kitchen.snapshot.swarm, NotJoined)


async def test_who_is_in_a_swarm_cannot_ask_elsewhere(kitchen: Node, study: Node) -> None:
    invite = await kitchen.invites.create()
    await study.invite()
    assert await refusal_of(study.join(invite.code)) == "in_another_swarm"
    report = await study.read_token(invite.code)
    assert (report.problem, report.is_code) == (None, True)


async def test_devices_that_only_pretend_to_have_the_invite_are_passed_over(
    kitchen: Node, study: Node, tmp_path: Path
) -> None:
    invite = await kitchen.invites.create()
    found = read_code(invite.code)
    assert isinstance(found, FoundCode)

    async def pretend(stream: KnockStream, peer_id: PeerId) -> None:
        run = InviterRun(
            b"a guess",
            Parties(found.code.public_id, peer_id, identity.peer_id),
            decode_hello(await stream.read_frame()),
        )
        await stream.write_frame(encode_reply(run.reply()))
        await stream.read_frame()
        await stream.write_frame(encode_confirmation(Confirmation(bytes(32))))

    identity, imposter = new_identity(), Door(options(tmp_path))
    imposter.register("invite", pretend)
    imposter.announce("test", [found.code.public_id])
    await imposter.open(identity)
    await asyncio.sleep(1)  # it is found no later than the other one
    joining = ask(TaskOwner("test"), study, invite.code)
    await kitchen.invites.accept((await newcomer_at(kitchen)).knock_id)
    await joining
    await imposter.close()


async def test_a_device_with_another_network_id_is_told_before_it_is_accepted(
    kitchen: Node, make_node: MakeNode
) -> None:
    other = await make_node(name="other", network_id="upstairs")
    invite = await kitchen.invites.create()
    assert await refusal_of(other.join(local(kitchen, invite))) == "invite_network_id"
    await until(kitchen, lambda s: s.invites == (invite,) and not s.newcomers)
