"""Asks a llama.cpp RPC server at an address what it is, as its clients do when they come."""

import asyncio
import contextlib
import errno
import struct
from dataclasses import dataclass

from app.domain.version import RpcVersion
from app.link.rpc_frames import ANSWER_BYTES, ANSWER_HEADER_BYTES, REQUEST_BYTES, FrameError, RpcCommand

PROBE_SECONDS = 3.0

type LocalAddress = tuple[str, int]
"""An address of this machine and a port."""


@dataclass(frozen=True, slots=True)
class RpcServerFacts:
    """What it says of itself.

    Attributes:
        rpc_version: Its protocol.
        device_count: How many devices it serves; the first is the one that is used.
        free_bytes: Memory of the first that is not in use.
        total_bytes: Memory of the first.
    """

    rpc_version: RpcVersion
    device_count: int
    free_bytes: int
    total_bytes: int


async def probe_rpc_server(host: str, port: int, speak_from: LocalAddress | None = None) -> RpcServerFacts:
    """Connect, ask, and close.

    Args:
        host: Where it is.
        port: Its port there.
        speak_from: Where a connection to it started that died without a word, since the cable was out. The server has
            heard nothing of that and waits on it for ever, deaf to everybody else. A new connection between the same
            two ports makes its system ask about the old one, and this system answer that there is none: the old one is
            reset (RFC 9293, section 3.5.1, half-open connections).

    Raises:
        OSError: Nobody listens there.
        TimeoutError: No answer: it serves another client, or is no RPC server.
        FrameError: What answers is no RPC server.
    """
    async with asyncio.timeout(PROBE_SECONDS):
        reader, writer = await _connect(host, port, speak_from)
        try:
            hello = await _ask(reader, writer, RpcCommand.HELLO, bytes(REQUEST_BYTES[RpcCommand.HELLO]))
            version = RpcVersion(*hello[:3])
            (device_count,) = struct.unpack("<I", await _ask(reader, writer, RpcCommand.DEVICE_COUNT, b""))
            memory = await _ask(reader, writer, RpcCommand.GET_DEVICE_MEMORY, struct.pack("<I", 0))
            free_bytes, total_bytes = struct.unpack("<QQ", memory)
            return RpcServerFacts(version, device_count, free_bytes, total_bytes)
        except asyncio.IncompleteReadError as error:
            raise FrameError("it closed the connection") from error
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _connect(
    host: str, port: int, speak_from: LocalAddress | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if speak_from is not None:
        try:
            return await asyncio.open_connection(host, port, local_addr=speak_from)
        except OSError as error:
            # Another program has that port now, or this machine has another address: the old way cannot be had.
            if error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL):
                raise
    return await asyncio.open_connection(host, port)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: RpcCommand, body: bytes) -> bytes:
    writer.write(struct.pack("<BQ", command, len(body)) + body)
    await writer.drain()
    (answer_bytes,) = struct.unpack("<Q", await reader.readexactly(ANSWER_HEADER_BYTES))
    if answer_bytes != ANSWER_BYTES[command]:
        raise FrameError(f"{command.name} answered with {answer_bytes} bytes")
    return await reader.readexactly(answer_bytes)
