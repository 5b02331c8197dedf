"""Two devices that know one invite code agree on a key, and get three words that people can compare.

SPAKE2 (RFC 9382; the library of magic-wormhole) turns the code into a key such that neither a listener nor who takes
part can try codes in private: each run tests one. Both peer ids, as TLS proved them, and the invite's public id go
into the key and into the transcript, so a run relayed to somebody else ends in two different keys. The newcomer proves
the key first: to a device that only pretends to have the invite, and to one that breaks off, it is a single guess.

The words protect from somebody who does know the code, having seen it on a screen, and sits in between. He has a key
with each side, and to make the words equal he would try many keys; therefore the newcomer commits to a random number
before it sees the other's, and shows it when nothing can be chosen any more (as in ZRTP, RFC 6189, 4.4.1.1). What is
left to him is chance: one in 512^3 = 134,217,728 for each attempt, and an invite takes five.

The library computes with Python's integers, whose time tells something of how many bits of the code's hash are ones:
some 4 of the 27 bits at most, the same ones each time.

Nothing is sent here: `invite_frames.py` writes these values as bytes.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError

from app.domain.ids import PeerId
from app.domain.invite_words import WORDS

ELEMENT_BYTES = 33
HASH_BYTES = 32
WORD_COUNT = 3

_LABEL = b"hearth invite 1"


class PakeError(Exception):
    """The other side did not keep to the protocol; the text is for logs."""


class WrongWords(PakeError):
    """The other side does not have the same code."""


@dataclass(frozen=True, slots=True)
class Parties:
    """What a run is bound to.

    Attributes:
        public_id: Of the invite.
        newcomer: Peer id that TLS proved.
        inviter: Peer id that TLS proved.
    """

    public_id: str
    newcomer: PeerId
    inviter: PeerId


@dataclass(frozen=True, slots=True)
class Hello:
    """The newcomer begins."""

    public_id: str
    element: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """The inviter's part."""

    element: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """The newcomer shows its random number, and that it has the key."""

    nonce: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The inviter has the key too."""

    proof: bytes


class Session:
    """What both sides have in common after a run: words for people, and a way to send what only they can read.

    Attributes:
        words: The same on both sides.
    """

    def __init__(self, keys: "_Keys", transcript: bytes, *, is_inviter: bool) -> None:
        sending, receiving = keys.to_newcomer, keys.to_inviter
        if not is_inviter:
            sending, receiving = receiving, sending
        self._sending, self._receiving = ChaCha20Poly1305(sending), ChaCha20Poly1305(receiving)
        self._sent = self._received = 0
        self._transcript = transcript
        self.words = keys.words

    def seal(self, text: bytes) -> bytes:
        """Text for the other side; its place in the order of messages is part of it."""
        self._sent += 1
        return self._sending.encrypt(_place(self._sent), text, self._transcript)

    def open(self, sealed: bytes) -> bytes:
        """The text of the other side's next message.

        Raises:
            PakeError: It is changed, repeated, out of order or not from the other side.
        """
        self._received += 1
        try:
            return self._receiving.decrypt(_place(self._received), sealed, self._transcript)
        except (InvalidTag, ValueError) as error:
            raise PakeError("a message that cannot be opened") from error


class NewcomerRun:
    """One run of the newcomer.

    Args:
        secret: The code.
        parties: Who takes part.
    """

    def __init__(self, secret: bytes, parties: Parties) -> None:
        self._parties = parties
        self._spake = SPAKE2_A(secret, *_names(parties))
        self._nonce = secrets.token_bytes(HASH_BYTES)
        self._hello = Hello(parties.public_id, self._spake.start(), _commitment(self._nonce))
        self._keys: _Keys | None = None
        self._transcript = b""

    def hello(self) -> Hello:
        """The first message."""
        return self._hello

    def answer(self, reply: Reply) -> Proof:
        """The answer to the inviter's reply; once.

        Raises:
            PakeError: The reply is no part of a run.
        """
        shared = _finish(self._spake, reply.element)
        self._transcript = _transcript(self._parties, self._hello, reply, self._nonce)
        self._keys = _derive(shared, self._transcript)
        return Proof(self._nonce, _prove(self._keys.newcomer_proof, self._transcript))

    def finish(self, confirmation: Confirmation) -> Session:
        """The session.

        Raises:
            WrongWords: Who answered does not have the code.
            PakeError: It came before the reply.
        """
        if self._keys is None:
            raise PakeError("a confirmation before the reply")
        if not hmac.compare_digest(confirmation.proof, _prove(self._keys.inviter_proof, self._transcript)):
            raise WrongWords("the inviting device does not have the code")
        return Session(self._keys, self._transcript, is_inviter=False)


class InviterRun:
    """One run of the inviter.

    Args:
        secret: The code.
        parties: Who takes part.
        hello: What the newcomer sent.
    """

    def __init__(self, secret: bytes, parties: Parties, hello: Hello) -> None:
        self._parties = parties
        self._hello = hello
        self._spake = SPAKE2_B(secret, *_names(parties))
        self._reply = Reply(self._spake.start(), secrets.token_bytes(HASH_BYTES))

    def reply(self) -> Reply:
        """The answer to the hello."""
        return self._reply

    def finish(self, proof: Proof) -> tuple[Confirmation, Session]:
        """Check the newcomer's proof; once.

        Raises:
            WrongWords: The newcomer has another code, or somebody stands in between.
            PakeError: It is no part of a run.
        """
        if not hmac.compare_digest(_commitment(proof.nonce), self._hello.commitment):
            raise PakeError("the number is not the one that was committed to")
        shared = _finish(self._spake, self._hello.element)
        transcript = _transcript(self._parties, self._hello, self._reply, proof.nonce)
        keys = _derive(shared, transcript)
        if not hmac.compare_digest(proof.proof, _prove(keys.newcomer_proof, transcript)):
            raise WrongWords("the newcomer has other words")
        return Confirmation(_prove(keys.inviter_proof, transcript)), Session(keys, transcript, is_inviter=True)


@dataclass(frozen=True, slots=True)
class _Keys:
    newcomer_proof: bytes = field(repr=False)
    inviter_proof: bytes = field(repr=False)
    to_inviter: bytes = field(repr=False)
    to_newcomer: bytes = field(repr=False)
    words: tuple[str, str, str]


def _names(parties: Parties) -> tuple[bytes, bytes]:
    invite = _LABEL + b" " + parties.public_id.encode()
    return invite + b" newcomer " + parties.newcomer.encode(), invite + b" inviter " + parties.inviter.encode()


def _finish(spake: SPAKE2_A | SPAKE2_B, element: bytes) -> bytes:
    if len(element) != ELEMENT_BYTES:
        raise PakeError("an element of a wrong length")
    try:
        return spake.finish(element)
    except (SPAKEError, ValueError, AssertionError) as error:  # AssertionError: some checks of the library are asserts
        raise PakeError(f"an element that cannot be used: {error!r}") from error


def _commitment(nonce: bytes) -> bytes:
    return hashlib.sha256(_LABEL + b" commitment " + nonce).digest()


def _transcript(parties: Parties, hello: Hello, reply: Reply, nonce: bytes) -> bytes:
    """A hash of everything that was said, each part with its length before it."""
    parts = (
        _LABEL,
        parties.public_id.encode(),
        parties.newcomer.encode(),
        parties.inviter.encode(),
        hello.element,
        hello.commitment,
        reply.element,
        reply.nonce,
        nonce,
    )
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def _derive(shared: bytes, transcript: bytes) -> _Keys:
    def expand(label: bytes, length: int = HASH_BYTES) -> bytes:
        return HKDF(SHA256(), length, transcript, _LABEL + b" " + label).derive(shared)

    number = int.from_bytes(expand(b"words", 16), "big")
    first, second, third = (WORDS[number // len(WORDS) ** place % len(WORDS)] for place in range(WORD_COUNT))
    return _Keys(
        newcomer_proof=expand(b"newcomer's proof"),
        inviter_proof=expand(b"inviter's proof"),
        to_inviter=expand(b"to inviter"),
        to_newcomer=expand(b"to newcomer"),
        words=(first, second, third),
    )


def _prove(key: bytes, transcript: bytes) -> bytes:
    return hmac.digest(key, transcript, "sha256")


def _place(number: int) -> bytes:
    return number.to_bytes(12, "big")
