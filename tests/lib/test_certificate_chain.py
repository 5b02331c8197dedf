"""A key reaches a TLS context, and lies on no disk in a form that anybody else could read."""

import os
import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.lib.certificate_chain import load_chain
from app.lib.peer_certificate import make_authority, make_leaf

AUTHORITY_KEY = Ed25519PrivateKey.generate()
CERTIFICATE, KEY = make_leaf(Ed25519PrivateKey.generate(), AUTHORITY_KEY, make_authority(AUTHORITY_KEY, "test"))


class Witness(ssl.SSLContext):
    """A context that remembers what it was given to read."""

    seen = b""

    def load_cert_chain(self, certfile: object, keyfile: object = None, password: object = None) -> None:
        assert isinstance(certfile, str)
        assert password is None or isinstance(password, str)
        Witness.seen = Path(certfile).read_bytes()
        super().load_cert_chain(certfile, None, password)


@pytest.mark.parametrize("has_memory_files", [True, False])
def test_the_key_can_be_used_and_is_not_left_behind(
    has_memory_files: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_memory_files and not hasattr(os, "memfd_create"):
        pytest.skip("this system has no files in memory")
    monkeypatch.setattr(Witness, "seen", b"")
    if not has_memory_files:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    load_chain(Witness(ssl.PROTOCOL_TLS_SERVER), CERTIFICATE + KEY, tmp_path)
    assert CERTIFICATE in Witness.seen
    assert (KEY in Witness.seen) == has_memory_files
    assert (b"BEGIN ENCRYPTED PRIVATE KEY" in Witness.seen) != has_memory_files
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_key_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((ssl.SSLError, ValueError)):
        load_chain(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), b"nonsense", tmp_path)
    monkeypatch.delattr(os, "memfd_create", raising=False)
    with pytest.raises((ssl.SSLError, ValueError)):
        load_chain(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), b"nonsense", tmp_path)
    assert list(tmp_path.iterdir()) == []
