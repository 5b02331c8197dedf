"""What members derive from a token: pinned, because members of different releases must agree."""

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.identity.swarm_keys import MAX_DISCOVERY_TAG, SwarmKeys, derive, next_token
from app.identity.swarm_words import ADJECTIVES, NOUNS
from app.identity.token import Token, new_token

TOKEN = Token(1, bytes(range(20)))
PINNED = ("emerald-orchid", "d7vuw5banu2", "26c4e43454e62dba11d5948baf7bbd21")
PINNED_GARDEN = ("mighty-ocelot", "3b1819bc3e0f423ce98a52665ef68d0c")


def fingerprint(keys: SwarmKeys) -> str:
    content = keys.psk + keys.discovery_tag.encode() + keys.topic.encode() + keys.authority_certificate_pem
    return hashlib.sha256(content + keys.authority_key.private_bytes_raw()).hexdigest()[:32]


def test_a_token_gives_the_same_keys_in_every_release() -> None:
    keys = derive(TOKEN)
    assert (keys.swarm_name, keys.discovery_tag, fingerprint(keys)) == PINNED


def test_all_members_derive_the_same_whatever_the_hint() -> None:
    one, other = derive(TOKEN), derive(Token(1, bytes(range(20)), "home.example:4329"))
    assert fingerprint(one) == fingerprint(other)
    assert one.swarm_name == other.swarm_name


def test_another_token_shares_nothing() -> None:
    one, other = derive(new_token()), derive(new_token())
    assert one.psk != other.psk
    assert one.discovery_tag != other.discovery_tag
    assert one.topic != other.topic
    assert one.authority_certificate_pem != other.authority_certificate_pem


def test_a_network_id_makes_another_swarm_of_the_same_token() -> None:
    plain, garden, cellar = (derive(TOKEN, name) for name in ("", "garden", "cellar"))
    assert fingerprint(plain) == fingerprint(derive(TOKEN))
    swarms = (plain, garden, cellar)
    assert len({keys.psk for keys in swarms}) == 3
    assert len({keys.discovery_tag for keys in swarms}) == 3
    assert len({keys.topic for keys in swarms}) == 3
    assert len({keys.authority_certificate_pem for keys in swarms}) == 3
    assert fingerprint(garden) == fingerprint(derive(Token(1, bytes(range(20)), "a:1"), "garden"))
    assert (garden.swarm_name, fingerprint(garden)) == PINNED_GARDEN


def test_every_key_has_a_label_of_its_own() -> None:
    keys = derive(TOKEN)
    values = [keys.psk, keys.authority_key.private_bytes_raw(), bytes.fromhex(keys.topic.removeprefix("hearth/"))]
    assert len({value[:16] for value in values}) == 3
    assert all(TOKEN.secret not in value for value in values)


def test_the_authority_certificate_is_for_the_authority_key_and_does_not_name_the_swarm() -> None:
    keys = derive(TOKEN)
    certificate = x509.load_pem_x509_certificate(keys.authority_certificate_pem)
    public_key = certificate.public_key()
    assert isinstance(public_key, Ed25519PublicKey)
    assert public_key.public_bytes_raw() == keys.authority_key.public_key().public_bytes_raw()
    assert keys.swarm_name not in certificate.subject.rfc4514_string()


def test_the_tag_fits_into_libp2ps_discovery() -> None:
    tag = derive(new_token()).discovery_tag
    assert 8 <= len(tag) <= MAX_DISCOVERY_TAG
    assert tag.isalnum()
    # A DNS-SD service name has at most 15 characters (RFC 6335, 5.1); zeroconf refuses longer ones.
    assert len(f"p2p-{tag}") <= 15


def test_names_are_of_plain_words() -> None:
    assert (len(set(ADJECTIVES)), len(set(NOUNS))) == (64, 64)
    adjective, noun = derive(new_token()).swarm_name.split("-")
    assert adjective in ADJECTIVES
    assert noun in NOUNS


def test_no_secret_is_in_the_repr() -> None:
    keys = derive(TOKEN)
    shown = repr(keys)
    assert repr(keys.psk) not in shown
    assert "PrivateKey" not in shown


def test_the_next_token_keeps_the_name_and_the_hint_and_nothing_else() -> None:
    before = Token(1, bytes(range(20)), "home.example:4329")
    for network_id in ("", "garden"):
        after = next_token(before, network_id)
        old, new = derive(before, network_id), derive(after, network_id)
        assert (new.swarm_name, after.hint) == (old.swarm_name, before.hint)
        for value in ("psk", "discovery_tag", "topic", "authority_certificate_pem", "commitment", "door_tag"):
            assert getattr(old, value) != getattr(new, value)


def test_the_door_is_pinned_too() -> None:
    keys = derive(TOKEN)
    assert (keys.door_tag, keys.commitment[:16]) == ("i7whx4xyqc2", "449ce73b7cf3b372")
    assert keys.commitment not in repr(TOKEN)
