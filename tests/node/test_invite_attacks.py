"""What people without a right to come in get at the door of a device with an open invite: real sockets, real TLS."""

import asyncio
import json
import os
import random
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.admission import invite_door
from app.admission.invite_door import InviteDoor
from app.admission.invite_frames import (
    Accepted,
    Introduction,
    Refused,
    Waiting,
    decode_confirmation,
    decode_reply,
    decode_sealed,
    encode_hello,
    encode_proof,
    encode_sealed,
)
from app.admission.invite_knock import prove_code, wait_for_decision
from app.admission.knock import open_knock
from app.admission.pake import NewcomerRun, PakeError, Parties, Session
from app.admission.stream import KnockError, KnockStream
from app.domain.ids import PeerId
from app.domain.invite import MAX_FAILURES, Ended, Ending, Invite, Knocked, Open
from app.domain.invite_code import InviteCode, make_code
from app.identity.node_identity import NodeIdentity, new_identity
from app.node.door import Door
from app.node.invite_book import InviteBook, Surroundings
from tests.node.test_door import options

FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
TOKEN = "hearth1the-token-of-the-swarm"


class Giver:
    """A device that gave one invite, as far as its door and its book of invites go."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.identity = new_identity()
        self.streams: list[KnockStream] = []
        self.removed: set[PeerId] = set()
        self.door = Door(options(directory))
        self.code = make_code(secrets.randbelow)
        self.book = InviteBook(
            Surroundings(
                introduction=lambda: Waiting("kitchen", "amber-fox"),
                member_names=lambda: ("kitchen", "study"),
                is_removed=lambda peer_id: peer_id in self.removed,
                moved=lambda before, after: None,
                changed=lambda: None,
            )
        )
        self.door.register("invite", InviteDoor(lambda: self.identity.peer_id, self.book).handle)

    async def start(self) -> None:
        await self.door.open(self.identity)
        self.book.add(Invite("one", self.code.public_id, self.code, time.time() + 3600))

    @property
    def invite(self) -> Invite:
        return self.book.invites["one"]

    async def knock(self, visitor: NodeIdentity | None = None, port: int = 0) -> KnockStream:
        address = f"127.0.0.1:{port or self.door.port}"
        stream = await open_knock(address, (visitor or new_identity()).seed, "invite", self.directory)
        self.streams.append(stream)
        return stream

    def is_empty(self) -> bool:
        """Whether nobody is at the door."""
        assert self.door._listener is not None
        return not self.door._listener._visits

    async def stop(self) -> None:
        await asyncio.gather(*(stream.close() for stream in self.streams))
        await self.door.close()
        self.book.close()

    async def accept(self) -> None:
        """As the owner does, once somebody waits."""
        await until(lambda: len(self.book.newcomers()) == 1)
        device = self.book.device(self.book.newcomers()[0].knock_id)
        self.book.accept(device)
        device.decide(Accepted(TOKEN, 4329))


@pytest.fixture
async def giver(tmp_path: Path) -> AsyncIterator[Giver]:
    giver = Giver(tmp_path)
    await giver.start()
    yield giver
    await giver.stop()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not become so")


def other_words(code: InviteCode) -> InviteCode:
    return InviteCode(code.number, ("acorn", "acorn", "acorn") if code.words[0] != "acorn" else ("badge",) * 3)


async def come_in(giver: Giver, name: str = "study") -> Accepted:
    """An honest newcomer."""
    visitor = new_identity()
    stream = await giver.knock(visitor)
    session = await prove_code(stream, giver.code, visitor.peer_id)
    accepted, _ = await asyncio.gather(wait_for_decision(stream, session, name, lambda waiting: None), giver.accept())
    await stream.close()
    return accepted


async def ended_by_the_door(reading: Awaitable[bytes]) -> None:
    with pytest.raises(KnockError):
        await reading


async def test_whoever_has_the_code_and_is_accepted_gets_the_token(giver: Giver) -> None:
    assert await come_in(giver) == Accepted(TOKEN, 4329)
    assert giver.invite.status == Ended(Ending.ACCEPTED)


async def test_many_guesses_at_once_are_five_guesses_and_the_invite_is_void(giver: Giver) -> None:
    reached = asyncio.Barrier(8)

    async def guess() -> str:
        visitor = new_identity()
        stream = await giver.knock(visitor)
        run = NewcomerRun(
            other_words(giver.code).secret, Parties(giver.code.public_id, visitor.peer_id, stream.peer_id)
        )
        await stream.write_frame(encode_hello(run.hello()))
        proof = run.answer(decode_reply(await stream.read_frame()))
        await reached.wait()  # all of them are in the middle of a run that began while the invite was open
        await stream.write_frame(encode_proof(proof))
        with pytest.raises(Refused) as refused:
            decode_confirmation(await stream.read_frame())
        await stream.close()
        return refused.value.reason

    reasons = await asyncio.gather(*(guess() for _ in range(8)))
    assert sorted(reasons) == ["void"] * 3 + ["wrong_words"] * MAX_FAILURES
    assert giver.invite.status == Ended(Ending.VOID)
    await until(giver.is_empty)  # there are no more places for one address than were taken
    visitor = new_identity()
    with pytest.raises(Refused, match="void"):
        await prove_code(await giver.knock(visitor), giver.code, visitor.peer_id)


async def test_who_relays_between_two_honest_devices_is_found_out(giver: Giver, tmp_path: Path) -> None:
    between = Door(options(tmp_path))

    async def relay(stream: KnockStream, peer_id: PeerId) -> None:
        onward = await giver.knock()
        while True:
            await onward.write_frame(await stream.read_frame())
            await stream.write_frame(await onward.read_frame())

    between.register("invite", relay)
    await between.open(new_identity())
    victim = new_identity()
    stream = await giver.knock(victim, between.port)
    with pytest.raises(Refused, match="wrong_words"):
        await prove_code(stream, giver.code, victim.peer_id)
    assert giver.invite.failures == 1
    assert giver.book.newcomers() == ()
    await between.close()


async def test_who_knows_the_code_and_sits_in_between_shows_other_words(giver: Giver, tmp_path: Path) -> None:
    between, thief = Giver(tmp_path), new_identity()
    between.code = giver.code
    await between.start()
    victim = new_identity()
    stream = await between.knock(victim)
    seen_by_victim = await prove_code(stream, giver.code, victim.peer_id)
    seen_by_owner = await prove_code(await giver.knock(thief), giver.code, thief.peer_id)
    assert seen_by_victim.words != seen_by_owner.words
    await between.stop()


async def test_frames_that_were_seen_before_are_worth_nothing(giver: Giver) -> None:
    visitor = new_identity()
    run = NewcomerRun(giver.code.secret, Parties(giver.code.public_id, visitor.peer_id, giver.identity.peer_id))
    hello = encode_hello(run.hello())
    stream = await giver.knock(visitor)
    await stream.write_frame(hello)
    proof = encode_proof(run.answer(decode_reply(await stream.read_frame())))
    await stream.write_frame(proof)
    run.finish(decode_confirmation(await stream.read_frame()))
    await stream.close()
    await until(lambda: giver.invite.status == Open())

    again = await giver.knock(visitor)
    await again.write_frame(hello)
    await again.read_frame()
    await again.write_frame(proof)
    with pytest.raises(Refused, match="wrong_words"):
        decode_confirmation(await again.read_frame())


async def waiting_session(giver: Giver) -> tuple[KnockStream, Session]:
    visitor = new_identity()
    stream = await giver.knock(visitor)
    session = await prove_code(stream, giver.code, visitor.peer_id)
    return stream, session


async def test_a_message_of_the_session_sent_twice_ends_the_knock(giver: Giver) -> None:
    stream, session = await waiting_session(giver)
    introduction = session.seal(encode_sealed(Introduction("study")))
    await stream.write_frame(introduction)
    assert isinstance(decode_sealed(session.open(await stream.read_frame())), Waiting)
    await stream.write_frame(introduction)
    await ended_by_the_door(stream.read_frame())
    await until(lambda: giver.book.newcomers() == ())
    assert (giver.invite.status, giver.invite.failures) == (Open(), 1)


async def test_nobody_waits_without_having_said_a_name(giver: Giver) -> None:
    stream, session = await waiting_session(giver)
    assert giver.book.newcomers() == ()
    await stream.write_frame(session.seal(b'{"type": "here"}'))
    await ended_by_the_door(stream.read_frame())
    await until(lambda: giver.invite.status == Open())


async def test_who_knocks_again_and_again_for_better_words_ends_the_invite(giver: Giver) -> None:
    for _ in range(MAX_FAILURES):
        stream, _ = await waiting_session(giver)
        await stream.close()
        await until(lambda: not isinstance(giver.invite.status, Knocked))
    assert giver.invite.status == Ended(Ending.VOID)


async def test_a_second_device_with_the_code_is_kept_off_while_the_first_waits(giver: Giver) -> None:
    await waiting_session(giver)
    with pytest.raises(Refused, match="busy"):
        await waiting_session(giver)


async def test_a_removed_device_is_not_let_in_by_an_invite(giver: Giver) -> None:
    visitor = new_identity()
    giver.removed.add(visitor.peer_id)
    stream = await giver.knock(visitor)
    session = await prove_code(stream, giver.code, visitor.peer_id)
    with pytest.raises(Refused, match="removed"):
        await wait_for_decision(stream, session, "study", lambda waiting: None)
    assert giver.book.newcomers() == ()
    assert giver.invite.status == Ended(Ending.REJECTED)


async def test_names_that_strangers_give_themselves_are_harmless(giver: Giver) -> None:
    stream, session = await waiting_session(giver)
    body = {"type": "introduction", "name": "study\u202e\n\x1b[2J"}
    await stream.write_frame(session.seal(json.dumps(body).encode()))
    await until(lambda: len(giver.book.newcomers()) == 1)
    assert giver.book.newcomers()[0].name == "study [2J"
    await stream.close()


@pytest.mark.parametrize("length", [16 * 1024 + 1, 1 << 31, (1 << 32) - 1])
async def test_frames_that_are_too_large_end_the_knock(giver: Giver, length: int) -> None:
    stream = await giver.knock()
    stream._writer.write(length.to_bytes(4, "big") + b"x" * 64)
    await ended_by_the_door(stream.read_frame())
    assert await come_in(giver)


async def test_nonsense_at_each_step_harms_nobody(giver: Giver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.admission.rate.PER_ADDRESS", 1_000_000)
    monkeypatch.setattr("app.admission.rate.IN_ALL", 1_000_000)
    chance = random.Random(5)
    deadline = time.monotonic() + FUZZ_SECONDS
    steps = 0
    while time.monotonic() < deadline:
        visitor = new_identity()
        stream = await giver.knock(visitor)
        run = NewcomerRun(giver.code.secret, Parties(giver.code.public_id, visitor.peer_id, giver.identity.peer_id))
        hello = encode_hello(run.hello())
        with suppress(KnockError, Refused, PakeError):
            if steps % 2:
                await stream.write_frame(hello)
                decode_reply(await stream.read_frame())
                hello = encode_proof(run.answer(decode_reply(_reply())))
            await stream.write_frame(_damaged(hello, chance))
            decode_reply(await stream.read_frame())
        await stream.close()
        steps += 1
        giver.book.invites["one"] = Invite("one", giver.code.public_id, giver.code, time.time() + 3600)
    assert steps > 10
    assert giver.book.newcomers() == ()
    assert await come_in(giver)


async def test_a_thousand_connections_that_say_nothing_keep_nobody_out(giver: Giver) -> None:
    silent: list[socket.socket] = []
    loop = asyncio.get_running_loop()
    try:
        for number in range(1000):
            connection = socket.socket()
            connection.setblocking(False)
            silent.append(connection)
            connection.bind((f"127.0.0.{2 + number % 100}", 0))
            with suppress(OSError):
                await loop.sock_connect(connection, ("127.0.0.1", giver.door.port))
        assert await come_in(giver)
    finally:
        for connection in silent:
            connection.close()


async def test_silence_in_the_middle_of_the_exchange_changes_nothing(
    giver: Giver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        visitor = new_identity()
        stream = await giver.knock(visitor)
        run = NewcomerRun(giver.code.secret, Parties(giver.code.public_id, visitor.peer_id, giver.identity.peer_id))
        await stream.write_frame(encode_hello(run.hello()))
        await stream.read_frame()  # has the inviter's part, which tells nothing without another try
    assert (giver.invite.status, giver.invite.failures) == (Open(), 0)
    monkeypatch.setattr(invite_door, "WAITING_SECONDS", 0.05)
    assert await come_in(giver)


def _damaged(frame: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(4)
    if kind == 0:
        return chance.randbytes(chance.randrange(400))
    if kind == 1:
        return frame[: chance.randrange(len(frame))]
    place = chance.randrange(len(frame))
    if kind == 2:
        return frame[:place] + bytes([chance.randrange(256)]) + frame[place + 1 :]
    return json.dumps({name: chance.choice([None, [], {}, 7, "", "00" * 33]) for name in json.loads(frame)}).encode()


def _reply() -> bytes:
    run = NewcomerRun(b"other", Parties("a", PeerId("b"), PeerId("c")))
    element = b"B" + run.hello().element[1:]
    return json.dumps({"version": 1, "element": element.hex(), "nonce": "00" * 32}).encode()
