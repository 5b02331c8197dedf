"""The addresses under which other machines can reach this one."""

import ipaddress
import socket
from dataclasses import dataclass

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


_TUNNEL_PREFIXES = ("tun", "tap", "wg", "utun", "ppp", "zt", "tailscale", "nordlynx", "proton", "ipsec", "gpd")
_FAR_HOST = "192.0.2.1"  # RFC 5737: for documentation, belongs to nobody; nothing is sent there


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface that is up, with one IPv4 address.

    Attributes:
        name: As the system calls it.
        host: The address.
        network: What is reached there without a router.
        is_tunnel: Whether its name is that of a VPN.
        is_way_out: Whether packets for strangers leave there.
    """

    name: str
    host: str
    network: ipaddress.IPv4Network
    is_tunnel: bool
    is_way_out: bool


def interfaces() -> tuple[Interface, ...]:
    """All interfaces that are up, without loopback."""
    up = {name for name, status in psutil.net_if_stats().items() if status.isup}
    way_out = _way_out_host()
    found = []
    for name, entries in psutil.net_if_addrs().items():
        for entry in entries:
            if entry.family is not socket.AF_INET or name not in up or ipaddress.ip_address(entry.address).is_loopback:
                continue
            network = ipaddress.ip_network(f"{entry.address}/{entry.netmask or '255.255.255.255'}", strict=False)
            if isinstance(network, ipaddress.IPv4Network):
                is_tunnel = name.lower().startswith(_TUNNEL_PREFIXES)
                found.append(Interface(name, entry.address, network, is_tunnel, entry.address == way_out))
    return tuple(sorted(found, key=lambda item: (item.name, item.host)))


def home_hosts() -> tuple[str, ...]:
    """This computer's addresses in private networks, without those of VPNs and of virtual machines."""
    return tuple(
        item.host
        for item in interfaces()
        if not item.is_tunnel
        and not item.name.startswith(_VIRTUAL_PREFIXES)
        and ipaddress.ip_address(item.host).is_private
    )


def _way_out_host() -> str:
    """The address from which packets for strangers leave, or nothing; only the routing table is asked."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((_FAR_HOST, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
