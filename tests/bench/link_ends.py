"""The two ends of the link's benchmark: a head with a client, and a lender with a worker that only counts.

Run by `link_bench.py` as `python -m tests.bench.link_ends near|far`, with an order as one JSON line on standard input.
"""

import asyncio
import contextlib
import json
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from app.domain.ids import LeaseId, PeerId
from app.link.client import LinkProcess
from app.link.events import LinkEvent, PeerUp
from app.link.rpc_frames import TENSOR_BYTES, RpcCommand, answer
from app.link.settings import LinkCredentials, LinkSettings
from tests.link.kit import Member

LEASE = LeaseId("bench")
BUFFER_BYTES = 64 << 20
BLOCK_BYTES = 8 << 20
ROUND_TRIPS = 500
ROUND_TRIP_BYTES = 16 << 10
"""What one token sends to a stage and fetches from it, for a hidden state of 4096 numbers."""


class Client:
    """Speaks to a worker as llama.cpp does."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = memoryview(bytearray(BLOCK_BYTES + 8))
        self._block = bytes(BLOCK_BYTES)
        self._ask(RpcCommand.HELLO, bytes(24), 28)
        self._ask(RpcCommand.ALLOC_BUFFER, struct.pack("<IQ", 0, BUFFER_BYTES), 16)

    def send_rate(self, blocks: int) -> float:
        """Bytes per second to the worker."""
        start = time.perf_counter()
        for _ in range(blocks):
            self._set(BLOCK_BYTES)
        self._get(8)
        return blocks * BLOCK_BYTES / (time.perf_counter() - start)

    def fetch_rate(self, blocks: int) -> float:
        """Bytes per second from the worker."""
        start = time.perf_counter()
        for _ in range(blocks):
            self._get(BLOCK_BYTES)
        return blocks * BLOCK_BYTES / (time.perf_counter() - start)

    def round_trip_ms(self) -> float:
        """Median time of one token's traffic, in milliseconds."""
        times = []
        for _ in range(ROUND_TRIPS):
            start = time.perf_counter()
            self._set(ROUND_TRIP_BYTES)
            self._get(ROUND_TRIP_BYTES)
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1e3

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _set(self, size_bytes: int) -> None:
        # In the same three parts as llama.cpp.
        self._socket.sendall(bytes([RpcCommand.SET_TENSOR]))
        self._socket.sendall(struct.pack("<Q", TENSOR_BYTES + 9 + size_bytes))
        self._socket.sendall(bytes(TENSOR_BYTES + 9) + self._block[:size_bytes])

    def _get(self, size_bytes: int) -> None:
        self._ask(RpcCommand.GET_TENSOR, bytes(TENSOR_BYTES) + struct.pack("<QQ", 0, size_bytes), size_bytes)

    def _ask(self, command: RpcCommand, body: bytes, answer_bytes: int) -> None:
        self._socket.sendall(bytes([command]))
        self._socket.sendall(struct.pack("<Q", len(body)))
        self._socket.sendall(body)
        receive_exactly(self._socket, self._buffer[: answer_bytes + 8])


def receive_exactly(source: socket.socket, buffer: memoryview) -> None:
    """Fill the buffer.

    Raises:
        EOFError: The connection ended before.
    """
    done = 0
    while done < len(buffer):
        count = source.recv_into(buffer[done:])
        if count == 0:
            raise EOFError
        done += count


def serve_worker(listener: socket.socket) -> None:
    """A worker that computes nothing: takes data, gives zeros."""
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(EOFError, OSError):
            _serve_client(connection)


def _serve_client(connection: socket.socket) -> None:
    header = memoryview(bytearray(9))
    body = memoryview(bytearray(BLOCK_BYTES + TENSOR_BYTES + 9))
    zeros = bytes(BLOCK_BYTES)
    while True:
        receive_exactly(connection, header)
        size_bytes = struct.unpack_from("<Q", header, 1)[0]
        receive_exactly(connection, body[:size_bytes])
        match header[0]:
            case RpcCommand.HELLO:
                connection.sendall(answer(bytes(28)))
            case RpcCommand.ALLOC_BUFFER:
                connection.sendall(answer(struct.pack("<QQ", 1, BUFFER_BYTES)))
            case RpcCommand.GET_TENSOR:
                wanted_bytes = struct.unpack_from("<Q", body, TENSOR_BYTES + 8)[0]
                # In the same two parts as llama.cpp.
                connection.sendall(struct.pack("<Q", wanted_bytes))
                connection.sendall(memoryview(zeros)[:wanted_bytes])


async def start_link(order: dict[str, Any], folder: str, up: asyncio.Event) -> LinkProcess:
    """The link process of this end."""

    def on_event(event: LinkEvent) -> None:
        if isinstance(event, PeerUp):
            up.set()

    member = read_member(order["member"])
    settings = LinkSettings(
        member.peer_id,
        member.credentials,
        order["host"],
        0,
        "tcp:127.0.0.1:9",
        Path(folder),
    )
    return await LinkProcess.start(settings, on_event, lambda end: None)


async def run_far(order: dict[str, Any]) -> None:
    """The lender: says where it listens, and serves until its standard input ends."""
    listener = socket.create_server((order["host"], 0))
    local = socket.create_server(("127.0.0.1", 0))
    for worker in (listener, local):
        threading.Thread(target=serve_worker, args=(worker,), daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        link = await start_link(order, folder, asyncio.Event())
        await link.serve_lease(LEASE, order["peer_id"], local.getsockname()[1], BUFFER_BYTES)
        print(json.dumps({"worker": listener.getsockname()[1], "link": link.port}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await link.stop()


async def run_near(order: dict[str, Any]) -> None:
    """The head: measures, and prints the figures."""
    up = asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        link = await start_link(order, folder, up)
        await link.connect(order["peer_id"], (f"{order['far_host']}:{order['link']}",))
        await up.wait()
        tunnel = await link.open_tunnel(LEASE, order["peer_id"])
        ends = {"bare": (order["far_host"], order["worker"]), "link": ("127.0.0.1", tunnel)}
        figures = await asyncio.to_thread(measure, ends, order["blocks"], order["rounds"])
        print(json.dumps(figures), flush=True)
        await link.stop()


def measure(ends: dict[str, tuple[str, int]], blocks: int, rounds: int) -> dict[str, dict[str, float]]:
    """Medians for each way, the ways taking turns."""
    clients = {way: Client(*end) for way, end in ends.items()}
    samples: dict[str, dict[str, list[float]]] = {way: {"send": [], "fetch": [], "round_trip_ms": []} for way in ends}
    for client in clients.values():
        client.send_rate(1)
    for _ in range(rounds):
        for way, client in clients.items():
            samples[way]["send"].append(client.send_rate(blocks))
            samples[way]["fetch"].append(client.fetch_rate(blocks))
            samples[way]["round_trip_ms"].append(client.round_trip_ms())
    for client in clients.values():
        client.close()
    return {way: {name: statistics.median(values) for name, values in of.items()} for way, of in samples.items()}


def write_member(member: Member) -> dict[str, Any]:
    """A member as JSON."""
    return {"peer_id": member.peer_id, **member.credentials.to_wire()}


def read_member(body: dict[str, Any]) -> Member:
    """Read what `write_member` wrote."""
    return Member(PeerId(body["peer_id"]), LinkCredentials.from_wire(body))


if __name__ == "__main__":
    asyncio.run({"near": run_near, "far": run_far}[sys.argv[1]](json.loads(sys.stdin.readline())))
