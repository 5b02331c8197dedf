"""Repairs of py-libp2p 0.8.1, each with the place it mends; `tests/network/test_repairs.py` shows fault and repair
(`test_host.py` for those of gossip that need two members).

The library is pinned to this version because these touch its internals. The private network has a file of its own.
"""

import logging
import os
import socket
from weakref import WeakKeyDictionary

import trio
from libp2p.abc import IHost, INetConn, INetStream, IPubsubRouter
from libp2p.host.basic_host import BasicHost
from libp2p.network.connection import swarm_connection
from libp2p.peer.id import ID
from libp2p.pubsub.pb import rpc_pb2
from libp2p.pubsub.pubsub import Pubsub
from libp2p.transport.tcp import tcp

from app.network import private_network
from app.network.patching import replace

_log = logging.getLogger(__name__)
_library_log = logging.getLogger("app.network.library")

CLOSE_SECONDS = 2.0
TEND_SECONDS = 3.0


def install() -> None:
    """Put the repairs that are global in place. Calling it again changes nothing."""
    private_network.install()
    replace(tcp, "_set_reuse_flags", _set_listening_flags)
    replace(swarm_connection, "logging", logging.getLogger(swarm_connection.__name__))
    quiet_logs()


def quiet_logs() -> None:
    """Hand everything the library logs on at DEBUG, but for what the owner asked to see, which keeps its level.

    Mends `libp2p/__init__.py` (it sets up handlers and `propagate` when imported) and many places that log what is
    expected in a household, such as a laptop that was closed, at ERROR. `swarm_connection.py` logs on the root logger,
    which also installs a handler there: `install` gives it a logger.
    """
    for name in ("libp2p", "zeroconf"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [_Demoted()]
        logger.propagate = False
        if _library_log.level:
            logger.setLevel(_library_log.level)


class _Demoted(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        asked_for = _library_log.level
        level = record.levelno if asked_for and record.levelno >= asked_for else logging.DEBUG
        if _library_log.isEnabledFor(level):
            _library_log.log(level, "%s: %s: %s", record.name, record.levelname, record.getMessage())


def _set_listening_flags(sock: trio.socket.SocketType) -> None:
    """Never share a listening port.

    Mends `libp2p/transport/tcp/tcp.py:_set_reuse_flags`: SO_REUSEPORT lets two nodes on one machine listen on one port
    without an error, and the system hands each connection to either. It is wanted for hole punching only.
    """
    if os.name != "nt":  # on Windows SO_REUSEADDR itself would share the port
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def guard_streams(host: BasicHost) -> None:
    """Keep an exception in a stream handler from ending the host.

    Mends `libp2p/network/connection/swarm_connection.py:_handle_muxed_stream`, where it would reach the nursery that
    runs everything. The stream is reset instead.
    """
    inner = host._swarm_stream_handler

    async def handle(stream: INetStream) -> None:
        try:
            await inner(stream)
        except Exception:
            _log.debug("a stream of %s failed", stream.muxed_conn.peer_id, exc_info=True)
            with trio.move_on_after(CLOSE_SECONDS):
                await reset_quietly(stream)

    host.get_network().set_stream_handler(handle)


class GuardedPubsub(Pubsub):
    """Mends `libp2p/pubsub/pubsub.py`:

    - `push_msg` runs as a task of the host: a message whose key cannot be read, or a validator that raises, ends the
      host of everybody who receives it;
    - `write_msg` is called by several tasks for one stream: messages too large for one frame of the muxer are mixed;
    - `_handle_dead_peer` forgets what a peer subscribed to when one of its streams broke, of which the peer knows
      nothing, `_handle_new_peer_with_retry` gives up at the first failed negotiation, and `handle_dead_peer_queue`
      keeps the stream of a connection that was replaced: each loses a peer's gossip while it stays connected.
    """

    def __init__(self, host: IHost, router: IPubsubRouter) -> None:
        super().__init__(host, router, strict_signing=True)
        self._write_locks: WeakKeyDictionary[INetStream, trio.Lock] = WeakKeyDictionary()

    async def push_msg(self, msg_forwarder: ID, msg: rpc_pb2.Message) -> None:
        """As in the library; a message that cannot be handled is dropped."""
        try:
            await super().push_msg(msg_forwarder, msg)
        except Exception:
            _log.debug("a message by way of %s was dropped", msg_forwarder, exc_info=True)

    async def write_msg(self, stream: INetStream, rpc_msg: rpc_pb2.RPC) -> bool:
        """As in the library, one message after the other."""
        async with self._write_locks.setdefault(stream, trio.Lock()):
            return await super().write_msg(stream, rpc_msg)

    async def tend(self, peer_id: ID, topic: str) -> None:
        """Make sure that a connected peer has a stream that lives and counts as subscribed to the topic, as every
        member of a swarm is. To be called now and then."""
        stream = self.peers.get(peer_id)
        if stream is not None and stream.muxed_conn.is_closed:
            self._handle_dead_peer(peer_id)
        with trio.move_on_after(TEND_SECONDS):
            if not await self.ensure_peer_stream(peer_id, TEND_SECONDS):
                return
        if peer_id not in self.peer_topics.get(topic, ()):
            self.handle_subscription(peer_id, rpc_pb2.RPC.SubOpts(subscribe=True, topicid=topic))


async def drop_connection(connection: INetConn) -> None:
    """Close a connection for certain.

    Mends `libp2p/network/connection/swarm_connection.py:close`, which waits for the muxer, which waits for a writer
    that may be blocked for ever: the socket underneath is closed first. It also finishes when it is cancelled, because
    the library tells nobody of a connection whose closing was interrupted.
    """
    if (raw := raw_socket(connection)) is not None:
        raw.close()
    with trio.CancelScope(shield=True), trio.move_on_after(CLOSE_SECONDS):
        try:
            await connection.close()
        except Exception:
            _log.debug("closing a connection failed", exc_info=True)


def raw_socket(connection: INetConn) -> trio.socket.SocketType | None:
    """The TCP socket under a connection's layers (muxer, Noise, private network), if it can be found."""
    layer: object = getattr(connection.muxed_conn, "secured_conn", None)
    for _ in range(12):
        if isinstance(layer, trio.SocketStream):
            return layer.socket
        for name in ("conn", "read_writer", "read_write_closer", "_connection", "_conn", "stream"):
            if (inner := getattr(layer, name, None)) is not None:
                layer = inner
                break
        else:
            return None
    return None


async def stop_auto_connector(host: IHost) -> None:
    """Mends `libp2p/network/auto_connector.py`, which dials any known peer and cannot be configured off."""
    connector = getattr(host.get_network(), "auto_connector", None)
    if connector is not None:
        await connector.stop()


async def reset_quietly(stream: INetStream) -> None:
    """Reset a stream that may be broken already."""
    try:
        await stream.reset()
    except Exception:
        _log.debug("a stream could not be reset", exc_info=True)
