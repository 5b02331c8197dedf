"""Several networks joined by a router that passes on no multicast.

    with Town(Home(1), Home(2, nat=True)) as town:
        home, away = town.lans

A network behind NAT is reached by nobody outside, but for the ports that its router passes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.household.namespace import Namespace
from tests.household.namespaces import NETWORK, ROUTER, Lan


@dataclass(frozen=True, slots=True)
class Home:
    """One network of a town.

    Attributes:
        count: Machines.
        nat: Whether its router lets nobody in and shows its own address to others.
        open_ports: TCP ports of its first machine that the router passes on from outside, although it is behind NAT.
    """

    count: int
    nat: bool = False
    open_ports: tuple[int, ...] = ()


class Town:
    """Networks joined by a router; a context manager, and everything is gone when it is left.

    Raises:
        NamespacesUnavailable: This machine lets us make none.
    """

    def __init__(self, *homes: Home) -> None:
        self.lans: tuple[Lan, ...] = ()
        self.router = Namespace(parent=None)
        try:
            self.router.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1")
            for part, home in enumerate(homes):
                self.lans = (*self.lans, Lan(home.count, router=self.router, part=part))
            self.router.run("nft", _router_rules(homes))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every machine and the router; may be called twice."""
        for lan in self.lans:
            lan.close()
        self.lans = ()
        self.router.close()


def _router_rules(homes: Sequence[Home]) -> str:
    base = NETWORK.rpartition(".")[0]
    lines = [
        "add table ip town;",
        "add chain ip town forward { type filter hook forward priority 0; };",
        "add chain ip town before { type nat hook prerouting priority -100; };",
        "add chain ip town after { type nat hook postrouting priority 100; };",
        "add rule ip town forward ct state established,related accept;",
    ]
    for part, home in enumerate(homes):
        bridge, network = f"bridge{part}", f"{base}.{part}"
        outside = f'iifname != "{bridge}"'
        for port in home.open_ports:
            lines.append(
                f"add rule ip town before ip daddr {network}.{ROUTER} {outside} tcp dport {port} dnat to {network}.1;"
            )
            lines.append(
                f'add rule ip town forward {outside} oifname "{bridge}" ip daddr {network}.1 tcp dport {port} accept;'
            )
        if home.nat:
            lines.append(f'add rule ip town forward {outside} oifname "{bridge}" drop;')
            lines.append(f'add rule ip town after ip saddr {network}.0/24 oifname != "{bridge}" masquerade;')
    return "".join(lines)
