"""A real worker with a limit of the system: what its lease allows works, and beyond it the process does not grow."""

import asyncio
import socket
import struct
import sys
from pathlib import Path

import pytest

from app.engine.process_limit import limit_memory
from tests.engine.conftest import StartWorkers

MIB = 1024 * 1024
LEASE_BYTES = 100 * MIB
ALLOC_BUFFER, BUFFER_CLEAR, GET_ALIGNMENT, SET_TENSOR, HELLO = 0, 5, 1, 6, 14

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's private memory")


class RpcClient:
    """Speaks to a worker without a link in between: nothing but the system can refuse."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.ask(HELLO, bytes(24))

    def send(self, command: int, body: bytes) -> None:
        self.socket.sendall(struct.pack("<BQ", command, len(body)) + body)

    def ask(self, command: int, body: bytes) -> bytes:
        self.send(command, body)
        (size,) = struct.unpack("<Q", self.socket.recv(8, socket.MSG_WAITALL))
        return self.socket.recv(size, socket.MSG_WAITALL)

    def allocate_and_touch(self, size_bytes: int) -> bool:
        """Whether the worker has so much more now, every page of it in use."""
        (pointer, _) = struct.unpack("<QQ", self.ask(ALLOC_BUFFER, struct.pack("<IQ", 0, size_bytes)))
        if pointer:
            self.send(BUFFER_CLEAR, struct.pack("<QB", pointer, 7))
            self.ask(GET_ALIGNMENT, struct.pack("<I", 0))  # it is done when this is answered
        return bool(pointer)


def private_bytes(pid: int) -> int:
    """Memory of a process that is its own, in use."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) * 1024


async def test_a_lease_can_be_used_whole_and_not_more(start_workers: StartWorkers) -> None:
    (worker,) = await start_workers(1)
    before = private_bytes(worker.pid)
    assert limit_memory(worker.pid, lease_bytes=LEASE_BYTES, message_bytes=10 * MIB, threads=1)

    def use() -> tuple[list[bool], int]:
        client = RpcClient(worker.port)
        with client.socket:
            worked = [client.allocate_and_touch(size * MIB) for size in (60, 40, 100, 1000, 1 << 30)]
            return worked, private_bytes(worker.pid)

    worked, used = await asyncio.to_thread(use)
    assert worked == [True, True, False, False, False]
    # A page at each end of a buffer may have been in use before.
    assert LEASE_BYTES - MIB <= used - before < LEASE_BYTES + 8 * MIB


async def test_a_message_beyond_the_limit_is_not_read(start_workers: StartWorkers) -> None:
    """Without the limit a worker reads a message whole into memory, whatever its size, before it looks at it."""
    (worker,) = await start_workers(1)
    before = private_bytes(worker.pid)
    limit_memory(worker.pid, lease_bytes=LEASE_BYTES, message_bytes=10 * MIB, threads=1)

    def send() -> bytes:
        client = RpcClient(worker.port)
        with client.socket:
            client.socket.sendall(struct.pack("<BQ", SET_TENSOR, 5 * LEASE_BYTES))
            return client.socket.recv(1)

    assert await asyncio.to_thread(send) == b""  # it closed the connection
    assert private_bytes(worker.pid) < before + MIB


async def test_a_worker_that_has_ended_is_no_error(start_workers: StartWorkers) -> None:
    (worker,) = await start_workers(1)
    await worker.stop()
    assert not limit_memory(worker.pid, lease_bytes=LEASE_BYTES, message_bytes=0, threads=1)
