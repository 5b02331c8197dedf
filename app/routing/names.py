"""Names in HTTP headers, which carry ASCII only: anything else, and the comma between names, is percent-encoded."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

_PLAIN = " !#$&'()*+-./:;<=>?@[]^_`{|}~"


def encode_name(name: str) -> str:
    """One name as the value of a header; `decode_name` (or any `decodeURIComponent`) reads it."""
    return quote(name.strip(), safe=_PLAIN, errors="replace")


def encode_names(names: Iterable[str]) -> str:
    """Several names, with `, ` between them."""
    return ", ".join(encode_name(name) for name in names)


def decode_name(value: str) -> str:
    """Read what `encode_name` wrote."""
    return unquote(value)
