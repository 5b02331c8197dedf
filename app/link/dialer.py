"""Opens a connection to a peer: all its addresses at once, and the first that proves to be this peer wins."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.ids import PeerId
from app.domain.timing import DIAL_TIMEOUT_SECONDS, HANDSHAKE_TIMEOUT_SECONDS
from app.link.header import HEADER_LIMIT_BYTES, ChannelKind, Header, decode_answer, encode_header
from app.link.secure_stream import SecureStream


class DialError(Exception):
    """No address led to the peer; the text says why, for each."""


class StrangerError(Exception):
    """Somebody is there, and no member of the swarm that takes this node for one; the text says more."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """A connection that the peer has accepted.

    Attributes:
        stream: Ready for what its header announced.
        address: Which address led there, `host:port`.
        session: The peer's, when the header was of a beat.
        takes_load: Whether the peer understands what is said of loads; the same.
    """

    stream: SecureStream
    address: str
    session: str
    takes_load: bool = False


def dial(
    addresses: Sequence[str],
    peer_id: PeerId,
    context: ssl.SSLContext,
    header: Header,
    timeout_seconds: float = DIAL_TIMEOUT_SECONDS,
) -> Dialled:
    """Connect to a peer.

    Args:
        addresses: `host:port` each.
        peer_id: Whom to accept there.
        context: This node's certificate and the swarm's authority.
        header: What the connection is for.
        timeout_seconds: Longest wait for one address to take the connection.

    Raises:
        DialError: No address led to this peer.
        ConnectionRefusedError: The peer does not want this connection; the text says why.
    """
    if not addresses:
        raise DialError("no address of this peer is known")
    stream, address = _race(addresses, peer_id, context, timeout_seconds)
    return greet(stream, address, header)


def greet(stream: SecureStream, address: str, header: Header) -> Dialled:
    """Say what a connection whose ends know each other is for.

    Args:
        stream: After its handshake; closed on an error.
        address: Where it leads.
        header: What it is for.

    Raises:
        DialError: It broke.
        ConnectionRefusedError: The peer does not want this connection; the text says why.
    """
    deadline = time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS
    try:
        stream.write_line(encode_header(header), deadline)
        accepted = decode_answer(stream.read_line(deadline, HEADER_LIMIT_BYTES))
    except ConnectionRefusedError:
        stream.close()
        raise
    except (OSError, ValueError) as error:
        stream.close()
        raise DialError(f"{address}: {error}") from error
    return Dialled(stream, address, accepted.session, accepted.takes_load)


def probe(address: str, context: ssl.SSLContext, admit: Callable[[PeerId], None]) -> PeerId:
    """Who is at an address.

    Args:
        address: `host:port`.
        context: This node's certificate and the swarm's authority.
        admit: Raises (`OSError`) for members that are not wanted.

    Raises:
        DialError: Nobody takes connections there.
        StrangerError: Somebody else does.
        ValueError: It is not an address.
    """
    try:
        raw = socket.create_connection(split_address(address), DIAL_TIMEOUT_SECONDS)
    except OSError as error:
        raise DialError(str(error)) from error
    stream = SecureStream(raw, context, server_side=False)
    try:
        deadline = time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS
        peer_id = stream.handshake(deadline, admit)
        # Only the answer shows that the other end takes this node for a member too.
        stream.write_line(encode_header(Header(ChannelKind.PROBE)), deadline)
        decode_answer(stream.read_line(deadline, HEADER_LIMIT_BYTES))
    except (OSError, ValueError) as error:
        raise StrangerError(str(error)) from error
    finally:
        stream.close()
    return peer_id


def split_address(address: str) -> tuple[str, int]:
    """`host:port` or `[IPv6]:port` as host and port.

    Raises:
        ValueError: It is neither.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"not an address: {address!r:.80}")
    return host.removeprefix("[").removesuffix("]"), int(port)


def join_address(host: str, port: int) -> str:
    """Host and port as `host:port`, an IPv6 host in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _race(
    addresses: Sequence[str], peer_id: PeerId, context: ssl.SSLContext, timeout_seconds: float
) -> tuple[SecureStream, str]:
    race = _Race(len(addresses))

    def run(address: str) -> None:
        try:
            race.finished(_connect(address, peer_id, context, timeout_seconds), address)
        except (OSError, ValueError) as error:
            race.failed(f"{address}: {error}")

    for address in addresses[1:]:
        threading.Thread(target=run, args=(address,), name=f"dial {address}", daemon=True).start()
    if len(addresses) == 1:
        run(addresses[0])
    else:
        threading.Thread(target=run, args=(addresses[0],), name=f"dial {addresses[0]}", daemon=True).start()
    return race.result()


def _connect(address: str, peer_id: PeerId, context: ssl.SSLContext, timeout_seconds: float) -> SecureStream:
    raw = socket.create_connection(split_address(address), timeout_seconds)
    stream = SecureStream(raw, context, server_side=False)

    def admit(found: PeerId) -> None:
        if found != peer_id:
            raise ConnectionError(f"another peer is there ({found})")

    try:
        stream.handshake(time.monotonic() + HANDSHAKE_TIMEOUT_SECONDS, admit)
    except BaseException:
        stream.close()
        raise
    return stream


class _Race:
    """Collects the outcomes of several dials; those that come too late are closed."""

    def __init__(self, runners: int) -> None:
        self._running = runners
        self._failures: list[str] = []
        self._winner: tuple[SecureStream, str] | None = None
        self._changed = threading.Condition()

    def finished(self, stream: SecureStream, address: str) -> None:
        with self._changed:
            self._running -= 1
            late = self._winner is not None
            if not late:
                self._winner = (stream, address)
            self._changed.notify()
        if late:
            stream.close()

    def failed(self, reason: str) -> None:
        with self._changed:
            self._running -= 1
            self._failures.append(reason)
            self._changed.notify()

    def result(self) -> tuple[SecureStream, str]:
        with self._changed:
            while self._winner is None and self._running:
                self._changed.wait()
            if self._winner is None:
                raise DialError("; ".join(self._failures))
            return self._winner
