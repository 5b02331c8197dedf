"""Who may talk to the local API, as tables."""

import pytest

from app.api.guard import is_json, is_local_host, is_local_origin


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:4327", True),
        ("127.0.0.1", True),
        ("localhost:9999", True),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("[::1]:4327", True),
        ("[::1]", True),
        (None, False),
        ("", False),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.nip.io", False),
        ("evil@127.0.0.1", False),
        ("127.0.0.1@evil.example", False),
        ("localhost:port", False),
        ("[::1", False),
        ("192.168.1.7:4327", False),
        ("0.0.0.0:4327", False),
    ],
)
def test_hosts(host: str | None, allowed: bool) -> None:
    assert is_local_host(host) is allowed


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://localhost:3000", True),
        ("http://127.0.0.1:4327", True),
        ("https://[::1]:8443", True),
        ("app://hearth", True),
        ("app://other", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("https://evil.example", False),
        ("http://localhost.evil.example", False),
        ("ftp://localhost", False),
    ],
)
def test_origins(origin: str, allowed: bool) -> None:
    assert is_local_origin(origin, {"app://hearth"}) is allowed


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/vnd.api+json", True),
        (None, False),
        ("", False),
        ("text/plain", False),
        ("text/json", False),
        ("multipart/form-data", False),
    ],
)
def test_content_types(content_type: str | None, expected: bool) -> None:
    assert is_json(content_type) is expected
