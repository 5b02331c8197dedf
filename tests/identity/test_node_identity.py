"""Node identities and signed records, against py-libp2p's keys."""

from dataclasses import replace

import pytest
from libp2p.crypto.ed25519 import Ed25519PrivateKey as LibP2PPrivateKey
from libp2p.peer.id import ID

from app.domain.device import Device, DeviceKind
from app.domain.ids import PeerId
from app.domain.record import Record, SignedRecord, decode_signed_record, encode_record
from app.domain.version import RpcVersion
from app.identity.node_identity import NodeIdentity, new_identity, sign_record, verify, verify_record

IDENTITY = NodeIdentity(bytes(range(32)))


def record_of(peer_id: PeerId) -> Record:
    return Record(
        peer_id=peer_id,
        incarnation=1_700_000_000,
        counter=3,
        name="küche",
        app_version="0.1.0",
        rpc_version=RpcVersion(7, 0, 0),
        platform="linux",
        sharing=True,
        devices=(Device("CPU", DeviceKind.CPU, "a processor", 16_000_000_000, 8_000_000_000),),
        models=(),
        hosting=(),
        link_addresses=("192.0.2.1:4329",),
    )


def test_the_peer_id_is_libp2ps_for_the_same_seed() -> None:
    key = LibP2PPrivateKey.from_bytes(IDENTITY.seed)
    assert ID.from_pubkey(key.get_public_key()).to_base58() == IDENTITY.peer_id


def test_signatures_are_libp2ps() -> None:
    key = LibP2PPrivateKey.from_bytes(IDENTITY.seed)
    assert key.get_public_key().verify(b"data", IDENTITY.sign(b"data"))
    assert verify(IDENTITY.peer_id, b"data", key.sign(b"data"))


def test_new_identities_differ_and_show_no_key() -> None:
    assert new_identity() != new_identity()
    assert repr(IDENTITY) == "NodeIdentity()"
    with pytest.raises(ValueError, match="32 bytes"):
        NodeIdentity(b"short")


@pytest.mark.parametrize(
    ("peer_id", "data", "signature"),
    [
        (IDENTITY.peer_id, b"other", IDENTITY.sign(b"data")),
        (IDENTITY.peer_id, b"data", IDENTITY.sign(b"data")[:-1]),
        (IDENTITY.peer_id, b"data", b""),
        (NodeIdentity(b"another seed of thirty-two bytes").peer_id, b"data", IDENTITY.sign(b"data")),
        (PeerId("not a peer id"), b"data", IDENTITY.sign(b"data")),
        (PeerId(""), b"data", IDENTITY.sign(b"data")),
    ],
)
def test_a_wrong_signature_is_no_error_but_false(peer_id: PeerId, data: bytes, signature: bytes) -> None:
    assert verify(IDENTITY.peer_id, b"data", IDENTITY.sign(b"data"))
    assert not verify(peer_id, data, signature)


def test_a_record_travels_with_its_signature() -> None:
    signed = sign_record(IDENTITY, record_of(IDENTITY.peer_id))
    received = decode_signed_record(signed.to_wire())
    assert received == signed
    assert verify_record(received)


def test_a_changed_or_foreign_record_is_not_accepted() -> None:
    record = record_of(IDENTITY.peer_id)
    signed = sign_record(IDENTITY, record)
    payload = encode_record(replace(record, counter=4))
    assert not verify_record(SignedRecord(replace(record, counter=4), payload, signed.signature))
    stranger = new_identity()
    stolen = replace(record, peer_id=stranger.peer_id)
    assert not verify_record(SignedRecord(stolen, encode_record(stolen), signed.signature))
    assert not verify_record(SignedRecord(record, signed.payload, stranger.sign(signed.payload)))


def test_a_plain_signature_over_the_payload_is_not_a_record() -> None:
    record = record_of(IDENTITY.peer_id)
    payload = encode_record(record)
    assert not verify_record(SignedRecord(record, payload, IDENTITY.sign(payload)))


def test_nobody_signs_records_of_others() -> None:
    with pytest.raises(ValueError, match="of its own"):
        sign_record(IDENTITY, record_of(new_identity().peer_id))
