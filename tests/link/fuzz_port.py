"""Fuzzes the port of a running link: as a stranger, and as a member that means harm.

Each function runs in a thread of its own and is over when its time is; what became of the link is for the test to say.
"""

import contextlib
import json
import random
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.domain.ids import LeaseId
from app.link.beat_messages import BeatKind, BeatMessage
from app.link.header import ChannelKind, Header, encode_header
from app.link.rpc_frames import REQUEST_BYTES, RpcCommand
from app.link.secure_stream import SecureStream
from app.link.tls import make_contexts
from tests.link.kit import Member

_SECONDS = 5.0


def connect(port: int, source: random.Random) -> socket.socket:
    """Connect from an address of its own, where loopback has many: those that fail are hung up on for a while."""
    mine = f"127.{source.randrange(1, 255)}.{source.randrange(255)}.{source.randrange(1, 255)}"
    own = (mine, 0) if sys.platform.startswith("linux") else None
    return socket.create_connection(("127.0.0.1", port), _SECONDS, source_address=own)


def mutated(data: bytes, source: random.Random) -> bytes:
    """The same with a few bytes changed, cut off, doubled or put in."""
    changed = bytearray(data)
    for _ in range(source.randrange(1, 6)):
        position = source.randrange(len(changed) + 1)
        match source.randrange(4):
            case 0 if position < len(changed):
                changed[position] = source.randrange(256)
            case 1:
                del changed[position:]
            case 2:
                changed[position:position] = source.randbytes(source.randrange(1, 20))
            case _:
                changed += changed[position:]
    return bytes(changed)


def fuzz_as_stranger(port: int, seconds: float, seed: int) -> int:
    """Before the handshake: noise, half of a handshake, a changed one; returns how many connections that were."""
    source = random.Random(seed)
    hello = _client_hello()
    return _repeat(seconds, lambda: _knock(port, source, hello))


def _knock(port: int, source: random.Random, hello: bytes) -> None:
    with connect(port, source) as connection:
        match source.randrange(5):
            case 0:
                connection.sendall(source.randbytes(source.randrange(1, 4096)))
            case 1:
                connection.sendall(hello[: source.randrange(len(hello))])
            case 2:
                connection.sendall(b"\x16\x03\x03\xff\xff" + source.randbytes(70_000))
            case 3:
                connection.sendall(hello + source.randbytes(source.randrange(1, 2000)))
            case _:
                connection.sendall(mutated(hello, source))
        _end(connection, source)


def _client_hello() -> bytes:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing).do_handshake()
    return outgoing.read()


def fuzz_as_member(port: int, member: Member, lease_id: LeaseId, folder: Path, seconds: float, seed: int) -> int:
    """After the handshake: headers, and what follows each kind of them; returns how many connections that were."""
    source = random.Random(seed)
    context = make_contexts(member.credentials, folder).client
    return _repeat(seconds, lambda: _misbehave(port, context, lease_id, source))


def _misbehave(port: int, context: ssl.SSLContext, lease_id: LeaseId, source: random.Random) -> None:
    raw = connect(port, source)
    stream = SecureStream(raw, context, server_side=False)
    try:
        deadline = time.monotonic() + _SECONDS
        stream.handshake(deadline)
        kind = source.choice(list(ChannelKind))
        header = encode_header(Header(kind, lease_id, "fuzz", source.randrange(65536)))
        if source.random() < 0.3:
            header = _bad_header(header, source)
        stream.write_line(header, deadline)
        if source.random() < 0.9:
            stream.read_line(deadline, 4096)
        for _ in range(source.randrange(6)):
            stream.write(memoryview(_content(kind, source)))
            if not stream.flush():
                break
        _end(raw, source)
    finally:
        stream.close()


def _bad_header(header: bytes, source: random.Random) -> bytes:
    match source.randrange(4):
        case 0:
            return source.randbytes(source.randrange(4000))
        case 1:
            return b"[" * source.randrange(2000)
        case 2:
            body = json.loads(header)
            body[source.choice(["kind", "version", "lease", "session", "port"])] = source.choice(
                [None, -1, 1e400, "x" * 600, [], {}, True, 1 << 70, "\ud800"]
            )
            return json.dumps(body).encode()
        case _:
            return mutated(header, source)


def _content(kind: ChannelKind, source: random.Random) -> bytes:
    if source.random() < 0.3:
        return source.randbytes(source.randrange(1, 20_000))
    match kind:
        case ChannelKind.BEAT:
            text = "".join(chr(source.randrange(32, 500)) for _ in range(source.randrange(600)))
            message = BeatMessage(source.choice(list(BeatKind)), source.randrange(1 << 64), text).encode()
            return message * source.randrange(1, 300) if source.random() < 0.5 else mutated(message, source)
        case ChannelKind.RPC:
            hello = struct.pack("<BQ", RpcCommand.HELLO, 24) + bytes(24)
            command = source.choice(list(REQUEST_BYTES))
            frame = struct.pack("<BQ", command, REQUEST_BYTES[command]) + source.randbytes(REQUEST_BYTES[command])
            sized = struct.pack("<BQ", source.randrange(20), source.getrandbits(source.randrange(1, 65)))
            return hello + (mutated(frame, source) if source.random() < 0.5 else frame + sized)
        case _:
            request = b"POST /v1/chat/completions HTTP/1.1\r\nHost: peer\r\nContent-Length: 5\r\n\r\nhello"
            return mutated(request, source)


def _end(connection: socket.socket, source: random.Random) -> None:
    """Wait for a word, hang up, or cut the connection off."""
    match source.randrange(4):
        case 0:
            connection.settimeout(0.2)
            with contextlib.suppress(OSError):
                connection.recv(4096)
        case 1:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _repeat(seconds: float, once: Callable[[], None]) -> int:
    count, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        count += 1
        with contextlib.suppress(OSError, ValueError):  # the link hung up, which is its right
            once()
    return count
