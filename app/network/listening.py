"""Which port and addresses the libp2p host listens on, also when interfaces come and go. Runs on trio."""

import logging
import socket
from collections.abc import Iterable

from libp2p.network.swarm import Swarm
from multiaddr.multiaddr import Multiaddr

from app.network.addresses import listening_hosts, multiaddr_text, own_hosts, parse_listening, parse_multiaddr
from app.network.events import NetworkError, NetworkSettings

_log = logging.getLogger(__name__)

PORT_ATTEMPTS = 20


def multiaddr(host: str, port: int) -> Multiaddr:
    """The library's value of an address."""
    return Multiaddr(multiaddr_text(host, port))


def wanted_port(settings: NetworkSettings) -> int:
    """The port of the first address to listen on, or of the settings; 0 for any.

    Raises:
        NetworkError: An address cannot be listened on.
    """
    try:
        ports = [parse_listening(text)[1] for text in settings.listen_addresses]
    except ValueError as error:
        raise NetworkError(str(error)) from error
    return ports[0] if ports else settings.listen_port


def choose_port(hosts: Iterable[str], wanted_port: int) -> int:
    """A port that is free on all of `hosts`: the wanted one, or any when that is 0.

    Raises:
        NetworkError: The wanted port is taken, or none was free.
    """
    candidates = list(hosts)
    if wanted_port:
        if not _is_free(candidates, wanted_port):
            raise NetworkError(f"port {wanted_port} is in use")
        return wanted_port
    for _ in range(PORT_ATTEMPTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind(("", 0))
            port = int(probe.getsockname()[1])
        if _is_free(candidates, port):
            return port
    raise NetworkError("no free port was found")


class Listeners:
    """Keeps a running swarm listening on every address of this machine, always on the same port.

    Args:
        swarm: The library's swarm; running.
        port: TCP port.
        wanted: Multiaddrs to listen on; none for every address.
    """

    def __init__(self, swarm: Swarm, port: int, wanted: tuple[str, ...] = ()) -> None:
        self._swarm = swarm
        self._wanted = wanted
        self.port = port

    @property
    def hosts(self) -> frozenset[str]:
        """Where it listens now."""
        return frozenset(parse_multiaddr(text)[0] for text in self._swarm.listeners)

    async def follow_interfaces(self) -> bool:
        """Listen on addresses that are new, stop on those that are gone; True when something changed."""
        before = self.hosts
        wanted = listening_hosts(own_hosts(), self._wanted)
        for host in before - wanted:
            listener = self._swarm.listeners.pop(multiaddr_text(host, self.port), None)
            if listener is not None:
                await listener.close()
        added = wanted - before
        if added:
            await self._swarm.listen(*(multiaddr(host, self.port) for host in added))
        if self.hosts != before:
            _log.info("listening on %s, port %d", ", ".join(sorted(self.hosts)), self.port)
        return self.hosts != before


def _is_free(hosts: Iterable[str], port: int) -> bool:
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)  # binding alone succeeds beside another listener that allows it
            except OSError:
                return False
    return True
