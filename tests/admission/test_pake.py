"""The exchange behind an invite code: who has the code gets a key and words, who has not gets nothing."""

from dataclasses import replace

import pytest

from app.admission.invite_frames import (
    Accepted,
    Introduction,
    Refused,
    Rejected,
    SealedMessage,
    StillHere,
    Waiting,
    clean_name,
    decode_confirmation,
    decode_hello,
    decode_proof,
    decode_reply,
    decode_sealed,
    encode_confirmation,
    encode_hello,
    encode_proof,
    encode_refusal,
    encode_reply,
    encode_sealed,
)
from app.admission.pake import (
    Confirmation,
    Hello,
    InviterRun,
    NewcomerRun,
    PakeError,
    Parties,
    Proof,
    Reply,
    Session,
    WrongWords,
)
from app.domain.ids import PeerId
from app.domain.invite_words import WORDS

SECRET = b"4821-amber-kettle-otter"
PARTIES = Parties("abcdefghijk", PeerId("newcomer"), PeerId("inviter"))


def run(
    newcomer_secret: bytes = SECRET,
    inviter_secret: bytes = SECRET,
    newcomer_parties: Parties = PARTIES,
    inviter_parties: Parties = PARTIES,
) -> tuple[Session, Session]:
    """A whole run with every message through its written form; the newcomer's session and the inviter's."""
    newcomer = NewcomerRun(newcomer_secret, newcomer_parties)
    inviter = InviterRun(inviter_secret, inviter_parties, decode_hello(encode_hello(newcomer.hello())))
    proof = decode_proof(encode_proof(newcomer.answer(decode_reply(encode_reply(inviter.reply())))))
    confirmation, inviter_session = inviter.finish(proof)
    return newcomer.finish(decode_confirmation(encode_confirmation(confirmation))), inviter_session


def test_who_has_the_code_gets_the_same_words_and_a_private_channel() -> None:
    newcomer, inviter = run()
    assert newcomer.words == inviter.words
    assert set(newcomer.words) <= set(WORDS)
    for number in range(3):
        assert inviter.open(newcomer.seal(f"to {number}".encode())) == f"to {number}".encode()
        assert newcomer.open(inviter.seal(f"from {number}".encode())) == f"from {number}".encode()


def test_every_run_has_words_of_its_own() -> None:
    assert len({run()[0].words for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("secret", "parties"),
    [
        (b"4821-amber-kettle-badge", PARTIES),
        (SECRET, replace(PARTIES, newcomer=PeerId("somebody"))),
        (SECRET, replace(PARTIES, inviter=PeerId("somebody"))),
    ],
)
def test_other_words_or_other_parties_do_not_pass(secret: bytes, parties: Parties) -> None:
    with pytest.raises(WrongWords):
        run(newcomer_secret=secret, newcomer_parties=parties)


def test_another_invite_does_not_pass() -> None:
    with pytest.raises(WrongWords):
        run(inviter_parties=replace(PARTIES, public_id="another"))


def test_an_inviter_without_the_code_is_found_out() -> None:
    newcomer = NewcomerRun(SECRET, PARTIES)
    imposter = InviterRun(b"4821-guess-guess-guess", PARTIES, newcomer.hello())
    proof = newcomer.answer(imposter.reply())
    with pytest.raises(WrongWords):
        imposter.finish(proof)
    with pytest.raises(WrongWords):
        newcomer.finish(Confirmation(bytes(32)))


def test_the_number_that_was_committed_to_cannot_be_changed() -> None:
    newcomer = NewcomerRun(SECRET, PARTIES)
    inviter = InviterRun(SECRET, PARTIES, newcomer.hello())
    proof = newcomer.answer(inviter.reply())
    with pytest.raises(PakeError, match="committed"):
        inviter.finish(replace(proof, nonce=bytes(32)))


def test_messages_of_another_run_do_not_pass() -> None:
    old = NewcomerRun(SECRET, PARTIES)
    seen_hello = old.hello()
    seen_proof = old.answer(InviterRun(SECRET, PARTIES, seen_hello).reply())
    again = InviterRun(SECRET, PARTIES, seen_hello)
    with pytest.raises(WrongWords):
        again.finish(seen_proof)


def test_sealed_messages_cannot_be_repeated_turned_round_or_reordered() -> None:
    newcomer, inviter = run()
    first, second = newcomer.seal(b"first"), newcomer.seal(b"second")
    with pytest.raises(PakeError):
        newcomer.open(first)
    with pytest.raises(PakeError):
        inviter.open(second)
    newcomer, inviter = run()
    sealed = newcomer.seal(b"once")
    assert inviter.open(sealed) == b"once"
    with pytest.raises(PakeError):
        inviter.open(sealed)


@pytest.mark.parametrize("element", [b"", b"B", b"B" + bytes(32), b"B" + b"\xff" * 32, b"B" + b"\x01" + bytes(31)])
def test_elements_that_are_none_are_refused(element: bytes) -> None:
    newcomer = NewcomerRun(SECRET, PARTIES)
    with pytest.raises(PakeError):
        newcomer.answer(Reply(element, bytes(32)))
    inviter = InviterRun(SECRET, PARTIES, replace(newcomer.hello(), element=b"A" + element[1:]))
    proof = NewcomerRun(SECRET, PARTIES)
    with pytest.raises(PakeError):
        inviter.finish(proof.answer(inviter.reply()))


def test_ones_own_message_sent_back_is_refused() -> None:
    newcomer = NewcomerRun(SECRET, PARTIES)
    mirrored = b"B" + newcomer.hello().element[1:]
    with pytest.raises(PakeError):
        newcomer.answer(Reply(mirrored, bytes(32)))
    with pytest.raises(PakeError):
        NewcomerRun(SECRET, PARTIES).answer(Reply(newcomer.hello().element, bytes(32)))


def test_a_confirmation_before_the_reply_is_refused() -> None:
    with pytest.raises(PakeError):
        NewcomerRun(SECRET, PARTIES).finish(Confirmation(bytes(32)))


# -- frames ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 5000,
        b'{"version": 1}',
        b'{"version": 1, "invite": 3, "element": "", "commitment": ""}',
        b'{"version": 1, "invite": "a", "element": "zz", "commitment": "zz"}',
        b'{"version": 1, "invite": "a", "element": "00", "commitment": "00"}',
        b'{"version": 1, "invite": "' + b"a" * 99 + b'", "element": "00", "commitment": "00"}',
    ],
)
def test_malformed_frames_are_refused_by_every_reader(frame: bytes) -> None:
    for read in (decode_reply, decode_proof, decode_confirmation, decode_sealed):
        with pytest.raises(PakeError):
            read(frame)
    with pytest.raises((PakeError, Refused)):
        decode_hello(frame)


def test_a_newer_version_is_told_apart_from_nonsense() -> None:
    hello = Hello("a", bytes(33), bytes(32))
    with pytest.raises(Refused) as refused:
        decode_hello(encode_hello(hello).replace(b'"version": 1', b'"version": 2'))
    assert refused.value.reason == "version"


def test_a_refusal_reaches_the_newcomer_wherever_it_waits() -> None:
    for read in (decode_reply, decode_confirmation):
        with pytest.raises(Refused) as refused:
            read(encode_refusal("expired"))
        assert refused.value.reason == "expired"


@pytest.mark.parametrize(
    "message",
    [
        Introduction("kitchen"),
        Waiting("kitchen", "amber-fox"),
        Waiting("kitchen", "amber-fox", "upstairs"),
        StillHere(),
        Accepted("hearth1abc", 4329),
        Rejected("rejected"),
    ],
)
def test_messages_of_the_session_are_read_as_they_were_written(message: SealedMessage) -> None:
    assert decode_sealed(encode_sealed(message)) == message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("kitchen", "kitchen"),
        ("  kit\nchen\t laptop ", "kit chen laptop"),
        ("nehctik\u202egpj", "nehctik gpj"),
        ("\x1b[31mred", "[31mred"),
        ("\u200b\u200b", "A device"),
        ("\ud800", "A device"),
        ("k" * 500, "k" * 60),
    ],
)
def test_a_strangers_name_is_shown_on_one_line_and_as_it_reads(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_proofs_of_a_wrong_length_are_refused() -> None:
    with pytest.raises(PakeError):
        decode_proof(encode_proof(Proof(bytes(31), bytes(32))))
