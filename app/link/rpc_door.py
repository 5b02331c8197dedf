"""A door to one worker for programs that are no members of a swarm: plain TCP, one client at a time.

llama.cpp's protocol is neither encrypted nor authenticated; whom the door is opened to is decided elsewhere. What a
client may allocate is held to a limit as for a peer's lease, by the account of its RPC frames.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable, Iterable

from app.lib.tasks import TaskOwner
from app.link.leases import LeaseAccount
from app.link.rpc_frames import FrameError, Pieces
from app.link.rpc_gate import RpcGate, Weights

_log = logging.getLogger(__name__)

MOST_WAITING = 8
"""Clients that wait for the one before them; llama.cpp opens a few connections in a row while it probes."""

FIRST_WORD_SECONDS = 10.0
"""A client greets at once; one that says nothing must not keep the others out."""

_CHUNK_BYTES = 256 * 1024
CONNECT_SECONDS = 3.0
_KEEPALIVE = (("TCP_KEEPIDLE", 1), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 4), ("TCP_USER_TIMEOUT", 5000))


class RpcDoor:
    """Carries one client after the other to a worker.

    Args:
        worker: Gives the worker's host and port when a client comes; raises OSError when there is none now.
        limit_bytes: What a client may allocate.
        tell: Takes a sentence on what happens, for people.
        worker_lost: Told the reason when the worker is not there for a client, or goes while it has one; then also the
            address and port at which this machine spoke to it.
        weights: Asked for each client: what it may use of what the worker has kept; None where that is not this
            node's business.

    Attributes:
        to_worker_bytes: What clients have sent to the worker so far.
    """

    def __init__(
        self,
        worker: Callable[[], tuple[str, int]],
        limit_bytes: int,
        tell: Callable[[str], None],
        worker_lost: Callable[[str, tuple[str, int] | None], None] = lambda reason, spoken_from: None,
        weights: Callable[[], Awaitable[Weights | None]] | None = None,
    ) -> None:
        self._worker = worker
        self._limit_bytes = limit_bytes
        self._tell = tell
        self._worker_lost = worker_lost
        self._weights = weights
        self.to_worker_bytes = 0
        self._turn = asyncio.Lock()
        self._present = 0
        self._tasks = TaskOwner("rpc door")
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self, hosts: Iterable[str], port: int) -> None:
        """Listen at these addresses; port 0 takes any free one.

        Raises:
            OSError: An address cannot be listened at.
        """
        self._server = await asyncio.start_server(self._came, list(hosts), port)

    async def stop(self) -> None:
        """Send everybody away and stop listening."""
        if self._server is not None:
            self._server.close()
        await self._tasks.close()

    def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._present > MOST_WAITING:
            writer.close()
            return
        self._present += 1
        self._tasks.spawn(self._greet(reader, writer), "client")

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with self._turn:
                await self._serve(reader, writer)
        except (OSError, FrameError, TimeoutError) as error:
            _log.info("a client of the worker was sent away: %s", str(error) or type(error).__name__)
        finally:
            self._present -= 1
            await _close(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await asyncio.wait_for(reader.read(_CHUNK_BYTES), FIRST_WORD_SECONDS)
        if not first:
            return
        _keep_alive(writer)
        host = writer.get_extra_info("peername")[0]
        weights = await self._weights() if self._weights is not None else None
        try:
            to_worker = await asyncio.wait_for(asyncio.open_connection(*self._worker()), CONNECT_SECONDS)
        except (OSError, TimeoutError) as error:
            self._worker_lost(str(error) or "it does not answer", None)
            raise
        _keep_alive(to_worker[1])
        account = LeaseAccount(self._limit_bytes)
        gate = RpcGate(account, lambda size: self._refused(host, size), weights)
        _log.info("%s uses the worker", host)
        try:
            await self._carry(gate, first, (reader, writer), to_worker)
        finally:
            gate.close()
            await _close(to_worker[1])

    async def _carry(
        self,
        gate: RpcGate,
        first: bytes,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        worker: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        async def requests() -> None:
            data = first
            while data:
                forward, back = gate.requests(memoryview(data))
                _write(client[1], back)
                self.to_worker_bytes += _write(worker[1], forward)
                await worker[1].drain()
                data = await client[0].read(_CHUNK_BYTES)

        spoken_from: tuple[str, int] = worker[1].get_extra_info("sockname")[:2]

        async def answers() -> None:
            while data := await self._read(worker[0], spoken_from):
                _write(client[1], gate.answers(memoryview(data)))
                await client[1].drain()
            self._worker_lost("it closed the connection", None)

        ways = [self._tasks.spawn(way(), way.__name__, awaited=True) for way in (requests, answers)]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            results = await asyncio.gather(*ways, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _read(self, worker: asyncio.StreamReader, spoken_from: tuple[str, int]) -> bytes:
        try:
            return await worker.read(_CHUNK_BYTES)
        except OSError as error:
            self._worker_lost(str(error), spoken_from)
            raise

    def _refused(self, host: str, size_bytes: int) -> None:
        self._tell(f"{host} asked for {size_bytes:,} bytes, more than is lent: refused.")


def _write(writer: asyncio.StreamWriter, pieces: Pieces) -> int:
    """Returns how many bytes these are."""
    for piece in pieces:
        writer.write(bytes(piece))  # the gate's pieces are views that it uses again
    return sum(map(len, pieces))


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    """Notice within some five seconds that the machine at the other end is gone: the protocol itself never does."""
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE:
        if (option := getattr(socket, name, None)) is not None:
            raw.setsockopt(socket.IPPROTO_TCP, option, value)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
