"""A worker that ends while the link between the nodes lives: the head's node learns it at once."""

import asyncio
import contextlib
import os
import signal
import socket
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from app.domain.ids import LeaseId
from app.engine.programs import find_programs
from app.engine.worker import Worker
from app.link.events import LeaseLost, PeerLost, WorkerGone
from app.link.rpc_frames import ANSWER_BYTES, RpcCommand, answer
from tests.link.kit import LinkNode, Swarm, join, running_link
from tests.link.test_rpc_frames import request

LEASE = LeaseId("lease-1")
HELLO = request(RpcCommand.HELLO, bytes(24))
GREETING = answer(bytes([7, 0, 0, 0]) + bytes(ANSWER_BYTES[RpcCommand.HELLO] - 4))


@dataclass
class FakeWorker:
    """A loopback port that greets, and then only listens; what connects can be cut off."""

    port: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readexactly(len(HELLO))
            writer.write(GREETING)
            await reader.read()
        writer.close()


@contextlib.asynccontextmanager
async def _fake_worker() -> AsyncIterator[FakeWorker]:
    worker = FakeWorker()
    server = await asyncio.start_server(worker.serve, "127.0.0.1", 0)
    worker.port = server.sockets[0].getsockname()[1]
    try:
        yield worker
    finally:
        server.close()


@contextlib.asynccontextmanager
async def _joined_pair() -> AsyncIterator[tuple[LinkNode, LinkNode]]:
    swarm = Swarm()
    async with running_link(swarm.member()) as head, running_link(swarm.member()) as lender:
        await join(head, lender)
        yield head, lender


async def _greeted(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A client of the worker at the head's end of the lease, as far as a host keeps one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HELLO)
    assert await asyncio.wait_for(reader.readexactly(len(GREETING)), 10) == GREETING
    return reader, writer


def _nobody_lost(*nodes: LinkNode) -> bool:
    return not any(isinstance(event, PeerLost) for node in nodes for event in node.events)


async def test_a_worker_that_closes_its_port_is_lost_at_once_for_both_nodes() -> None:
    async with _fake_worker() as worker, _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, head.peer_id, worker.port, 1000)
        reader, writer = await _greeted(await head.link.open_tunnel(LEASE, lender.peer_id))
        worker.writers[0].close()
        assert (await lender.event(WorkerGone)).lease_id == LEASE
        assert (await head.event(LeaseLost)).lease_id == LEASE
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
        assert _nobody_lost(head, lender)
        assert not any(isinstance(event, LeaseLost) for event in head.events)


async def test_a_killed_worker_of_an_idle_host_is_lost_at_once() -> None:
    async with _joined_pair() as (head, lender):
        worker = await Worker.start(
            find_programs(), name="worker", threads=1, cache_directory=None, on_exit=lambda end: None
        )
        try:
            await lender.link.serve_lease(LEASE, head.peer_id, worker.port, 1 << 20)
            _, writer = await _greeted(await head.link.open_tunnel(LEASE, lender.peer_id))
            os.kill(worker.pid, signal.SIGKILL)
            assert (await lender.event(WorkerGone)).lease_id == LEASE
            assert (await head.event(LeaseLost)).lease_id == LEASE
            writer.close()
            assert _nobody_lost(head, lender)
        finally:
            await worker.stop()


async def test_a_lease_that_ends_without_a_connection_is_told_too() -> None:
    async with _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, head.peer_id, 9, 1000)
        await head.link.open_tunnel(LEASE, lender.peer_id)
        await lender.link.end_lease(LEASE)
        lost = await head.event(LeaseLost)
        assert (lost.lease_id, lost.reason) == (LEASE, "its worker has ended")


async def test_a_lease_that_ends_leaves_the_others_of_its_head() -> None:
    async with _fake_worker() as worker, _joined_pair() as (head, lender):
        second = LeaseId("lease-2")
        for lease_id in (LEASE, second):
            await lender.link.serve_lease(lease_id, head.peer_id, worker.port, 1000)
        await head.link.open_tunnel(LEASE, lender.peer_id)
        port = await head.link.open_tunnel(second, lender.peer_id)
        await lender.link.end_lease(LEASE)
        assert (await head.event(LeaseLost)).lease_id == LEASE
        _, writer = await _greeted(port)
        writer.close()


async def test_a_host_that_closes_its_connections_loses_nothing() -> None:
    async with _fake_worker() as worker, _joined_pair() as (head, lender):
        await lender.link.serve_lease(LEASE, head.peer_id, worker.port, 1000)
        port = await head.link.open_tunnel(LEASE, lender.peer_id)
        # As llama.cpp does: a few connections to look, one after the other, and some cut short.
        for polite in (True, False, True, False):
            _, writer = await _greeted(port)
            if polite:
                writer.close()
            else:
                linger = struct.pack("ii", 1, 0)  # closed with a reset
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
        _, last = await _greeted(port)
        last.close()
        assert not any(isinstance(event, LeaseLost | WorkerGone) for event in head.events + lender.events)
