"""The address after the `@` of a token: where a member can be reached when nothing finds it by itself."""

import ipaddress
import re

_DNS_NAME = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?"
)
_NUMERIC = re.compile(r"[0-9.]+")
_PORT = re.compile(r"[0-9]{1,5}")


def parse_hint(text: str) -> str:
    """The hint in its one form: `name:port`, `1.2.3.4:port` or `[2001:db8::1]:port`, in lower case.

    Raises:
        ValueError: It is not a host and a port from 1 to 65535.
    """
    host, _, port = text.lower().rpartition(":")
    if not _PORT.fullmatch(port) or not 1 <= int(port) <= 65535:
        raise ValueError(f"no port from 1 to 65535: {text!r:.80}")
    if host.startswith("[") and host.endswith("]"):
        return f"[{ipaddress.IPv6Address(host[1:-1])}]:{int(port)}"
    if _NUMERIC.fullmatch(host):
        return f"{ipaddress.IPv4Address(host)}:{int(port)}"
    if not _DNS_NAME.fullmatch(host):
        raise ValueError(f"not a host name: {text!r:.80}")
    return f"{host}:{int(port)}"
