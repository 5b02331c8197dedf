"""How the messages of an invite's run, and those after it, are written: small JSON, read strictly, once, here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.admission.pake import ELEMENT_BYTES, HASH_BYTES, Confirmation, Hello, PakeError, Proof, Reply

VERSION = 1
LONGEST_NAME = 60
LONGEST_TOKEN = 400


class Refused(Exception):
    """The inviting device says no.

    Attributes:
        reason: A word: `unknown`, `busy`, `wrong_words`, `version`, or the name of an `Ending`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the newcomer calls itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The owner has not decided.

    Attributes:
        inviter_name: What the inviting device calls itself.
        swarm_name: Where it would let the newcomer in.
        network_id: The network id in its settings: devices with another one do not meet in one swarm.
    """

    inviter_name: str
    swarm_name: str
    network_id: str = ""


@dataclass(frozen=True, slots=True)
class StillHere:
    """The newcomer's answer to `Waiting`, and to `Accepted`."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The owner said yes.

    Attributes:
        token: Opens the swarm.
        link_port: Where the inviting device's link listens, for a newcomer that was told only of its door; 0: unknown.
    """

    token: str = field(repr=False)
    link_port: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """The owner said no, or nothing in time: a word as in `Refused`."""

    reason: str


type SealedMessage = Introduction | Waiting | StillHere | Accepted | Rejected


def encode_hello(hello: Hello) -> bytes:
    """The first frame."""
    return _encode(
        version=VERSION, invite=hello.public_id, element=hello.element.hex(), commitment=hello.commitment.hex()
    )


def decode_hello(frame: bytes) -> Hello:
    """Read the first frame.

    Raises:
        Refused: It is of another version (`version`).
        PakeError: It is malformed.
    """
    body = _decode(frame)
    if body.get("version") != VERSION:
        raise Refused("version")
    return Hello(_text(body, "invite", 32), _bytes(body, "element", ELEMENT_BYTES), _bytes(body, "commitment"))


def encode_reply(reply: Reply) -> bytes:
    """The second frame."""
    return _encode(version=VERSION, element=reply.element.hex(), nonce=reply.nonce.hex())


def decode_reply(frame: bytes) -> Reply:
    """Read the second frame.

    Raises:
        Refused: The inviting device says no.
        PakeError: It is malformed.
    """
    body = _decode_unless_refused(frame)
    return Reply(_bytes(body, "element", ELEMENT_BYTES), _bytes(body, "nonce"))


def encode_proof(proof: Proof) -> bytes:
    """The third frame."""
    return _encode(nonce=proof.nonce.hex(), proof=proof.proof.hex())


def decode_proof(frame: bytes) -> Proof:
    """Read the third frame. Raises PakeError when it is malformed."""
    body = _decode(frame)
    return Proof(_bytes(body, "nonce"), _bytes(body, "proof"))


def encode_confirmation(confirmation: Confirmation) -> bytes:
    """The fourth frame."""
    return _encode(proof=confirmation.proof.hex())


def decode_confirmation(frame: bytes) -> Confirmation:
    """Read the fourth frame.

    Raises:
        Refused: The inviting device says no.
        PakeError: It is malformed.
    """
    return Confirmation(_bytes(_decode_unless_refused(frame), "proof"))


def encode_refusal(reason: str) -> bytes:
    """The second or fourth frame, when the answer is no."""
    return _encode(version=VERSION, refused=reason)


def encode_sealed(message: SealedMessage) -> bytes:
    """A message of the session, before it is sealed."""
    match message:
        case Introduction(name):
            return _encode(type="introduction", name=name)
        case Waiting(inviter_name, swarm_name, network_id):
            return _encode(type="waiting", inviter=inviter_name, swarm=swarm_name, network=network_id)
        case StillHere():
            return _encode(type="here")
        case Accepted(token, link_port):
            return _encode(type="accepted", token=token, link_port=link_port)
        case Rejected(reason):
            return _encode(type="rejected", reason=reason)


def decode_sealed(text: bytes) -> SealedMessage:
    """Read a message of the session. Raises PakeError when it is malformed."""
    body = _decode(text)
    match body.get("type"):
        case "introduction":
            return Introduction(clean_name(_text(body, "name", LONGEST_NAME * 4)))
        case "waiting":
            return Waiting(
                clean_name(_text(body, "inviter", LONGEST_NAME * 4)),
                clean_name(_text(body, "swarm", LONGEST_NAME)),
                _text(body, "network", 64, shortest=0),
            )
        case "here":
            return StillHere()
        case "accepted":
            return Accepted(_text(body, "token", LONGEST_TOKEN), _port(body, "link_port"))
        case "rejected":
            return Rejected(_text(body, "reason", 32))
    raise PakeError("a message of an unknown type")


def clean_name(name: str) -> str:
    """A name that a stranger gave itself, fit to be shown: one line, no characters that turn the text around."""
    printable = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(printable.split())[:LONGEST_NAME] or "A device"


def _encode(**body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _decode(frame: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise PakeError("a frame that is not JSON") from error
    if not isinstance(body, dict):
        raise PakeError("a frame that is not an object")
    return body


def _decode_unless_refused(frame: bytes) -> Mapping[str, Any]:
    body = _decode(frame)
    if "refused" in body:
        raise Refused(_text(body, "refused", 32))
    return body


def _text(body: Mapping[str, Any], field: str, longest: int, *, shortest: int = 1) -> str:
    value = body.get(field)
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        raise PakeError(f"the field {field} is not a short text")
    return value


def _bytes(body: Mapping[str, Any], field: str, length: int = HASH_BYTES) -> bytes:
    try:
        value = bytes.fromhex(_text(body, field, 2 * length))
    except ValueError as error:
        raise PakeError(f"the field {field} is not hexadecimal") from error
    if len(value) != length:
        raise PakeError(f"the field {field} has {len(value)} bytes, not {length}")
    return value


def _port(body: Mapping[str, Any], field: str) -> int:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 65535:
        raise PakeError(f"the field {field} is not a port")
    return value
