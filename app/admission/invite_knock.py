"""A knock by an invite code, at the newcomer: the exchange, then waiting to be accepted."""

from collections.abc import Callable

from app.admission.invite_frames import (
    Accepted,
    Introduction,
    Refused,
    Rejected,
    StillHere,
    Waiting,
    decode_confirmation,
    decode_reply,
    decode_sealed,
    encode_hello,
    encode_proof,
    encode_sealed,
)
from app.admission.pake import NewcomerRun, PakeError, Parties, Session
from app.admission.stream import KnockStream
from app.domain.ids import PeerId
from app.domain.invite_code import InviteCode


async def prove_code(stream: KnockStream, code: InviteCode, own_peer_id: PeerId) -> Session:
    """Show the device at the other end that this one has the code, and have it shown.

    Raises:
        Refused: It says no, and why.
        WrongWords: It does not have the code itself.
        PakeError: It does not keep to the protocol.
        KnockError: The connection broke off.
    """
    run = NewcomerRun(code.secret, Parties(code.public_id, own_peer_id, stream.peer_id))
    await stream.write_frame(encode_hello(run.hello()))
    await stream.write_frame(encode_proof(run.answer(decode_reply(await stream.read_frame()))))
    return run.finish(decode_confirmation(await stream.read_frame()))


async def wait_for_decision(
    stream: KnockStream, session: Session, own_name: str, on_waiting: Callable[[Waiting], None]
) -> Accepted:
    """Say a name, and wait for the owner of the other device.

    Args:
        stream: Where the code was proven.
        session: What came of it.
        own_name: What this device calls itself.
        on_waiting: Called with who decides, again and again.

    Raises:
        Refused: The owner said no, or nothing.
        PakeError: The other end does not keep to the protocol.
        KnockError: The connection broke off.
    """
    await stream.write_frame(session.seal(encode_sealed(Introduction(own_name))))
    while True:
        message = decode_sealed(session.open(await stream.read_frame()))
        await stream.write_frame(session.seal(encode_sealed(StillHere())))
        match message:
            case Waiting():
                on_waiting(message)
            case Accepted():
                return message
            case Rejected(reason):
                raise Refused(reason)
            case _:
                raise PakeError("a message out of turn")
