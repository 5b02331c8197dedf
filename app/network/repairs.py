"""Repairs of py-libp2p 0.8.1, each with the place it mends; `tests/network/test_repairs.py` shows fault and repair.

The library is pinned to this version because these touch its internals. The private network has a file of its own.
"""

import logging
import os
import socket

import trio
from libp2p.abc import IHost, INetConn, INetStream
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


def install() -> None:
    """Put the repairs that are global in place. Calling it again changes nothing."""
    private_network.install()
    replace(tcp, "_set_reuse_flags", _set_listening_flags)
    replace(swarm_connection, "logging", logging.getLogger(swarm_connection.__name__))
    quiet_logs()


def quiet_logs() -> None:
    """Hand everything the library logs on at DEBUG.

    Mends `libp2p/__init__.py` (it sets up handlers and `propagate` when imported) and many places that log what is
    expected in a household, such as a laptop that was closed, at ERROR. `swarm_connection.py` logs on the root logger,
    which also installs a handler there: `install` gives it a logger.
    """
    for name in ("libp2p", "zeroconf"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [_Demoted()]
        logger.propagate = False


class _Demoted(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if _library_log.isEnabledFor(logging.DEBUG):
            _library_log.debug("%s: %s: %s", record.name, record.levelname, record.getMessage())


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
    """Mends `libp2p/pubsub/pubsub.py:push_msg`, which runs as a task of the host: a message whose key cannot be read,
    or a validator that raises, ends the host of everybody who receives it."""

    async def push_msg(self, msg_forwarder: ID, msg: rpc_pb2.Message) -> None:
        """As in the library; a message that cannot be handled is dropped."""
        try:
            await super().push_msg(msg_forwarder, msg)
        except Exception:
            _log.debug("a message by way of %s was dropped", msg_forwarder, exc_info=True)


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
