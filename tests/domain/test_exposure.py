"""Which addresses strangers may reach."""

import pytest

from app.domain.exposure import is_private


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.168.1.20", True),
        ("169.254.1.1", True),
        ("100.64.0.1", False),
        ("8.8.8.8", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", True),
        ("fd00::20", True),
        ("fe80::1%eth0", True),
        ("2001:db8::1", False),
        ("::ffff:192.168.1.20", True),
        ("::ffff:8.8.8.8", False),
    ],
)
def test_addresses(address: str, expected: bool) -> None:
    assert is_private(address) is expected


def test_what_is_no_address() -> None:
    with pytest.raises(ValueError, match="attic"):
        is_private("attic")
