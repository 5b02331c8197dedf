"""Fuzzes the gate in front of a worker, and compares it with a model of that worker.

Whatever a client sends, in whatever pieces: the worker never holds more than the lease, the account says what the
worker holds, and nothing but `FrameError` is ever raised.
"""

import contextlib
import itertools
import random
import struct
import time
from dataclasses import dataclass, field

from app.link.leases import LeaseAccount
from app.link.rpc_frames import ANSWER_BYTES, REQUEST_BYTES, TENSOR_BYTES, FrameError, Pieces, RpcCommand, answer
from app.link.rpc_gate import MIN_CHARGE_BYTES, RpcGate

LIMIT_BYTES = 1 << 20
_HEADER = struct.Struct("<BQ")


@dataclass
class ModelWorker:
    """A worker as the protocol describes it, believing whatever it is sent."""

    random: random.Random
    buffers: dict[int, int] = field(default_factory=dict)
    received: bytearray = field(default_factory=bytearray)
    next_pointer: int = 1

    @property
    def held_bytes(self) -> int:
        return sum(self.buffers.values())

    def take(self, data: bytes) -> bytes:
        """Requests that reach it; its answers."""
        self.received += data
        answers = b""
        while len(self.received) >= _HEADER.size:
            command, body_bytes = _HEADER.unpack_from(self.received)
            assert body_bytes <= LIMIT_BYTES + 131_072 * TENSOR_BYTES + 12, "a request larger than the lease can mean"
            if len(self.received) < _HEADER.size + body_bytes:
                break
            body = bytes(self.received[_HEADER.size : _HEADER.size + body_bytes])
            del self.received[: _HEADER.size + body_bytes]
            answers += self._obey(RpcCommand(command), body)
        return answers

    def _obey(self, command: RpcCommand, body: bytes) -> bytes:
        if command is RpcCommand.ALLOC_BUFFER:
            size_bytes: int = struct.unpack_from("<Q", body, 4)[0]
            if self.random.random() < 0.1:
                return answer(bytes(16))
            pointer, self.next_pointer = self.next_pointer, self.next_pointer + 1
            self.buffers[pointer] = size_bytes
            return answer(struct.pack("<QQ", pointer, size_bytes))
        if command is RpcCommand.FREE_BUFFER:
            del self.buffers[struct.unpack_from("<Q", body)[0]]
        if command is RpcCommand.GET_TENSOR:
            return answer(bytes(struct.unpack_from("<Q", body, TENSOR_BYTES + 8)[0]))
        return answer(bytes(ANSWER_BYTES[command])) if command in ANSWER_BYTES else b""


class Client:
    """One channel: a client that means harm half of the time."""

    def __init__(self, account: LeaseAccount, source: random.Random) -> None:
        self.random = source
        self.worker = ModelWorker(source)
        self.gate = RpcGate(account, lambda size: None)
        self.send(_frame(RpcCommand.HELLO, bytes(24)))

    def send(self, data: bytes) -> None:
        """Send bytes cut anywhere; the worker answers what reaches it, its answers cut anywhere too."""
        for piece in _cut(data, self.random):
            to_worker, _ = self.gate.requests(memoryview(piece))
            for back in _cut(self.worker.take(_joined(to_worker)), self.random):
                self.gate.answers(memoryview(back))

    def step(self) -> None:
        """Send something."""
        pointers = [*self.worker.buffers, self.random.randrange(1, 99)]
        match self.random.randrange(8):
            case 0 | 1 | 2:
                size_bytes = self.random.choice([0, 1, 4096, self.random.randrange(LIMIT_BYTES), 1 << 63, LIMIT_BYTES])
                self.send(_frame(RpcCommand.ALLOC_BUFFER, struct.pack("<IQ", 0, size_bytes)))
            case 3:
                pointer = self.random.choice(pointers[:-1] or pointers)
                self.send(_frame(RpcCommand.FREE_BUFFER, struct.pack("<Q", pointer)))
            case 4:
                size_bytes = self.random.randrange(max(self.worker.buffers.values(), default=1) + 1)
                self.send(_frame(RpcCommand.SET_TENSOR, bytes(TENSOR_BYTES + 9 + size_bytes)))
            case 5:
                size_bytes = self.random.randrange(2 * LIMIT_BYTES)
                self.send(_frame(RpcCommand.GET_TENSOR, bytes(TENSOR_BYTES) + struct.pack("<QQ", 0, size_bytes)))
            case 6:
                command = self.random.choice([c for c in REQUEST_BYTES if c is not RpcCommand.FREE_BUFFER])
                self.send(_frame(command, self.random.randbytes(REQUEST_BYTES[command])))
            case _ if self.random.random() < 0.2:
                self.send(self.random.randbytes(self.random.randrange(1, 64)))


def fuzz_gate(seconds: float, seed: int) -> int:
    """Run for so long; returns how many steps that were.

    Raises:
        AssertionError: The lease was exceeded, or the account is wrong.
    """
    source = random.Random(seed)
    account = LeaseAccount(LIMIT_BYTES)
    clients = [Client(account, source) for _ in range(3)]
    steps, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        steps += 1
        index = source.randrange(len(clients))
        try:
            clients[index].step()
        except FrameError:
            clients[index].gate.close()
            clients[index] = Client(account, source)
        held_bytes = sum(client.worker.held_bytes for client in clients)
        assert held_bytes <= LIMIT_BYTES, (seed, steps, held_bytes)
        charged = sum(max(size, MIN_CHARGE_BYTES) for client in clients for size in client.worker.buffers.values())
        assert account.used_bytes == charged, (seed, steps, account.used_bytes, charged)
    for client in clients:
        client.gate.close()
    assert account.used_bytes == 0, (seed, steps)
    return steps


def fuzz_lying_worker(seconds: float, seed: int) -> int:
    """A worker that answers anything: the gate raises nothing but `FrameError`."""
    source = random.Random(seed)
    steps, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        steps += 1
        gate = RpcGate(LeaseAccount(LIMIT_BYTES), lambda size: None)
        with contextlib.suppress(FrameError):
            gate.requests(memoryview(_frame(RpcCommand.HELLO, bytes(24))))
            for _ in range(source.randrange(1, 8)):
                size_bytes = source.choice([0, 4, 8, 16, 28, source.randrange(1 << 16)])
                data = struct.pack("<Q", size_bytes) + source.randbytes(min(size_bytes, 64))
                gate.answers(memoryview(data))
                gate.requests(memoryview(_frame(RpcCommand.ALLOC_BUFFER, struct.pack("<IQ", 0, 100))))
        gate.close()
    return steps


def _frame(command: int, body: bytes) -> bytes:
    return _HEADER.pack(command, len(body)) + body


def _joined(pieces: Pieces) -> bytes:
    return b"".join(bytes(piece) for piece in pieces)


def _cut(data: bytes, source: random.Random) -> list[bytes]:
    cuts = sorted(source.randrange(len(data) + 1) for _ in range(source.randrange(4)))
    edges = [0, *cuts, len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges) if start < end]
