"""Which addresses only a home's own machines can reach: what may be opened without a second thought."""

import ipaddress

_HOME = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)


def is_private(address: str) -> bool:
    """Whether listening at an IP address is open to the home's own networks at most.

    `0.0.0.0` and `::` are every address that the computer has, or will get, so they are not. Nor are addresses that
    providers share among customers (100.64.0.0/10).

    Raises:
        ValueError: It is no IP address.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in _HOME if network.version == parsed.version)
