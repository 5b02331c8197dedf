"""A knock by an invite code, at the inviting device: the exchange, then waiting for the owner's decision.

Which invites there are, what an attempt does to them and what the owner decides is the register's business.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.admission.invite_frames import (
    Accepted,
    Introduction,
    Refused,
    Rejected,
    StillHere,
    Waiting,
    decode_hello,
    decode_proof,
    decode_sealed,
    encode_confirmation,
    encode_refusal,
    encode_reply,
    encode_sealed,
)
from app.admission.pake import InviterRun, PakeError, Parties, Session, WrongWords
from app.admission.stream import KnockError, KnockStream
from app.domain.ids import PeerId

WAITING_SECONDS = 2.0
"""How often both sides show each other that they are there while the owner decides."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A device that proved an invite's code.

    Attributes:
        public_id: Of the invite.
        peer_id: The device.
        words: To be compared.
    """

    public_id: str
    peer_id: PeerId
    words: tuple[str, str, str]


type Decision = asyncio.Future[Accepted | Rejected]


class InviteRegister(Protocol):
    """The invites of this device; every method is called on the node's loop and returns at once."""

    def refusal(self, public_id: str) -> str | None:
        """Why nobody may try the code of this invite now, a word; None when one may."""
        ...

    def secret(self, public_id: str) -> bytes:
        """The code of an invite that may be tried."""
        ...

    def wrong_words(self, public_id: str, peer_id: PeerId) -> None:
        """A device tried another code."""
        ...

    def knocked(self, arrival: Arrival) -> Decision:
        """A device proved the code; from now on nobody else may try it."""
        ...

    def introduced(self, decision: Decision, name: str) -> None:
        """What it calls itself: the owner can be asked."""
        ...

    def introduction(self) -> Waiting:
        """What the newcomer is told of who decides."""
        ...

    def ended(self, decision: Decision, *, delivered: bool) -> None:
        """The connection is at its end; `delivered` when the newcomer has what was decided."""
        ...


class InviteDoor:
    """Serves knocks of the kind "invite".

    Args:
        own_peer_id: This node, as it is called now.
        register: The invites.
    """

    def __init__(self, own_peer_id: Callable[[], PeerId], register: InviteRegister) -> None:
        self._own_peer_id = own_peer_id
        self._register = register

    async def handle(self, stream: KnockStream, peer_id: PeerId) -> None:
        """Serve one knock.

        Raises:
            KnockError: The other end broke off, or did not keep to the protocol.
        """
        try:
            arrived = await self._exchange(stream, peer_id)
            if arrived is not None:
                await self._receive(stream, *arrived)
        except Refused as refused:
            await stream.write_frame(encode_refusal(refused.reason))
        except PakeError as error:
            raise KnockError(str(error)) from error

    async def _exchange(self, stream: KnockStream, peer_id: PeerId) -> tuple[Decision, Session]:
        hello = decode_hello(await stream.read_frame())
        self._check(hello.public_id)
        parties = Parties(hello.public_id, peer_id, self._own_peer_id())
        run = InviterRun(self._register.secret(hello.public_id), parties, hello)
        await stream.write_frame(encode_reply(run.reply()))
        proof = decode_proof(await stream.read_frame())
        self._check(hello.public_id)  # others may have tried meanwhile; nothing of the proof is looked at before
        try:
            confirmation, session = run.finish(proof)
        except WrongWords:
            self._register.wrong_words(hello.public_id, peer_id)
            raise Refused("wrong_words") from None
        decision = self._register.knocked(Arrival(hello.public_id, peer_id, session.words))
        try:
            await stream.write_frame(encode_confirmation(confirmation))
        except BaseException:
            self._register.ended(decision, delivered=False)
            raise
        return decision, session

    async def _receive(self, stream: KnockStream, decision: Decision, session: Session) -> None:
        delivered = False
        try:
            match decode_sealed(session.open(await stream.read_frame())):
                case Introduction(name):
                    self._register.introduced(decision, name)
                case _:
                    raise PakeError("no introduction")
            while not decision.done():
                await stream.write_frame(session.seal(encode_sealed(self._register.introduction())))
                await _read_sign_of_life(stream, session)
                await asyncio.wait({decision}, timeout=WAITING_SECONDS)
            await stream.write_frame(session.seal(encode_sealed(decision.result())))
            await _read_sign_of_life(stream, session)
            delivered = True
        finally:
            self._register.ended(decision, delivered=delivered)

    def _check(self, public_id: str) -> None:
        if (reason := self._register.refusal(public_id)) is not None:
            raise Refused(reason)


async def _read_sign_of_life(stream: KnockStream, session: Session) -> None:
    if not isinstance(decode_sealed(session.open(await stream.read_frame())), StillHere):
        raise PakeError("a message out of turn")
