"""The addresses under which other machines can reach this one."""

import ipaddress
import socket

import psutil

_VIRTUAL_PREFIXES = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "zt", "lxc", "cni")


def reachable_hosts() -> tuple[str, ...]:
    """IPv4 addresses of the interfaces that are up, physical ones first; loopback only when there is nothing else.

    Loopback lets two nodes on one machine without a network find each other.
    """
    up = {name for name, status in psutil.net_if_stats().items() if status.isup}
    found: list[tuple[bool, str]] = []
    for name, addresses in psutil.net_if_addrs().items():
        for address in addresses:
            if address.family is not socket.AF_INET or name not in up:
                continue
            if not ipaddress.ip_address(address.address).is_loopback:
                found.append((name.startswith(_VIRTUAL_PREFIXES), address.address))
    return tuple(host for _, host in sorted(found)) or ("127.0.0.1",)
