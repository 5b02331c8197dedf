"""Takes knocks: a TLS listener on the local network, outside the private one, that offers nothing else.

Whoever knocks proves a peer id, says of what kind the knock is in a first frame (`{"kind": "member"}`), and is handed
to who was registered for that kind. Who may come in is decided there. A stranger can do no more than use up a place
for some seconds: places are few, and one who has not yet shown who it is makes room for the next.
"""

import asyncio
import errno
import json
import logging
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.admission.rate import KnockRate
from app.admission.stream import MAX_FRAME_BYTES, KnockError, KnockStream
from app.admission.tls import make_context
from app.domain.ids import PeerId
from app.lib.tasks import TaskOwner

_log = logging.getLogger(__name__)

MAX_OPEN = 32
MAX_OPEN_PER_HOST = 8
HANDSHAKE_SECONDS = 5.0
FIRST_FRAME_SECONDS = 5.0
SHUTDOWN_SECONDS = 1.0
_PAUSE_SECONDS = 0.1
_BACKLOG = 128

type KnockHandler = Callable[[KnockStream, PeerId], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Visit:
    """One open connection, closed by cancelling the task that serves it.

    Attributes:
        host: Where it comes from.
        connection: Its socket.
        has_spoken: Something came; those that are silent make room first.
        keeps_place: It has shown who it is, or is being closed: it is not asked to make room.
        is_served: From then on asyncio closes the socket.
    """

    host: str
    connection: socket.socket
    task: "asyncio.Task[None] | None" = None
    has_spoken: bool = False
    keeps_place: bool = False
    is_served: bool = False


class AdmissionListener:
    """The door of one node.

    Args:
        identity_seed: The node's Ed25519 private key, 32 bytes.
        runtime_directory: Private to this user.
    """

    def __init__(self, identity_seed: bytes, runtime_directory: Path) -> None:
        self._context = make_context(identity_seed, runtime_directory, server_side=True)
        self._handlers: dict[str, KnockHandler] = {}
        self._rate = KnockRate()
        self._visits: list[_Visit] = []
        self._tasks = TaskOwner("admission")
        self._socket: socket.socket | None = None
        self.port = 0

    def register(self, kind: str, handler: KnockHandler) -> None:
        """Serve knocks of this kind: the handler gets the stream and who knocks; the stream is closed after it."""
        self._handlers[kind] = handler

    async def start(self, port: int = 0) -> None:
        """Listen; `port` 0 for any. `self.port` says where.

        Raises:
            OSError: The port is not free.
        """
        self._socket = socket.create_server(("0.0.0.0", port), backlog=_BACKLOG)
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]
        self._tasks.spawn(self._accept_for_ever(self._socket), "accept")

    async def stop(self) -> None:
        """Close the door and every open connection."""
        await self._tasks.close()
        if self._socket is not None:
            self._socket.close()
        self._socket, self.port = None, 0

    async def _accept_for_ever(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(listener)
            except OSError as error:
                if error.errno != errno.ECONNABORTED:  # no descriptor or memory left: asking again at once is of no use
                    await asyncio.sleep(_PAUSE_SECONDS)
                continue
            visit = _Visit(str(address[0]), connection)
            if not self._make_room(visit.host):
                connection.close()
                continue
            self._visits.append(visit)
            visit.task = self._tasks.spawn(self._serve(visit), f"knock {visit.host}")
            visit.task.add_done_callback(partial(self._ended, visit))
            await asyncio.sleep(0)  # while more are waiting, accepting alone never lets the others run

    def _ended(self, visit: _Visit, _: "asyncio.Task[None]") -> None:
        self._visits.remove(visit)
        if not visit.is_served:
            visit.connection.close()

    def _make_room(self, host: str) -> bool:
        """Whether there is a place; one that has not shown who it is gives up its own, the silent and oldest first."""
        same_host = [visit for visit in self._visits if visit.host == host]
        for crowd, limit in ((same_host, MAX_OPEN_PER_HOST), (self._visits, MAX_OPEN)):
            if len(crowd) < limit:
                continue
            unknown = sorted((visit for visit in crowd if not visit.keeps_place), key=_has_spoken)
            if not unknown or (task := unknown[0].task) is None:
                return False
            unknown[0].keeps_place = True
            task.cancel()
        return True

    async def _serve(self, visit: _Visit) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                await _readable(visit.connection)
        except TimeoutError:
            return
        visit.has_spoken = visit.is_served = True
        reader = asyncio.StreamReader(limit=MAX_FRAME_BYTES)
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol,
                visit.connection,
                ssl=self._context,
                ssl_handshake_timeout=HANDSHAKE_SECONDS,
                ssl_shutdown_timeout=SHUTDOWN_SECONDS,
            )
        except OSError as error:
            _log.debug("no handshake with %s: %r", visit.host, error)
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            await self._hand_over(visit, KnockStream(reader, writer))
        except KnockError as error:
            _log.info("knock from %s ended: %s", visit.host, error)
        finally:
            writer.close()
            transport.abort()  # nothing when it is closed already

    async def _hand_over(self, visit: _Visit, stream: KnockStream) -> None:
        kind = read_kind(await stream.read_frame(FIRST_FRAME_SECONDS))
        handler = self._handlers.get(kind)
        if handler is None:
            raise KnockError(f"nobody here answers a knock of the kind {kind!r:.40}")
        if not self._rate.allows(visit.host, time.monotonic()):
            raise KnockError("it knocks too often")
        visit.keeps_place = True
        try:
            await handler(stream, stream.peer_id)
        finally:
            await stream.close()


def _has_spoken(visit: _Visit) -> bool:
    if visit.has_spoken:
        return True
    try:
        return bool(visit.connection.recv(1, socket.MSG_PEEK))
    except OSError:  # nothing came yet
        return False


async def _readable(connection: socket.socket) -> None:
    """Wait until something came; not at all where the event loop cannot tell."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    try:
        loop.add_reader(connection, came.set)
    except NotImplementedError:  # that of Windows
        return
    try:
        await came.wait()
    finally:
        loop.remove_reader(connection)


def read_kind(frame: bytes) -> str:
    """What a first frame says that the knock is.

    Raises:
        KnockError: It says nothing of the sort.
    """
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise KnockError("the first frame is not JSON") from error
    kind = body.get("kind") if isinstance(body, dict) else None
    if not isinstance(kind, str):
        raise KnockError("the first frame names no kind")
    return kind
