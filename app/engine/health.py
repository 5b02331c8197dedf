"""Asks a host whether its model is loaded."""

import asyncio
import sys

_ANSWER_SECONDS = 5.0


async def is_healthy(endpoint: str) -> bool:
    """Whether the server at `unix:/path` or `tcp:host:port` answers `/health` with 200; False when there is none."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await _status(endpoint) == 200
    except (OSError, TimeoutError, ValueError, IndexError):
        return False


async def _status(endpoint: str) -> int:
    reader, writer = await _connect(endpoint)
    try:
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        await writer.drain()
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()


async def _connect(endpoint: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    scheme, _, address = endpoint.partition(":")
    if sys.platform != "win32" and scheme == "unix":
        return await asyncio.open_unix_connection(address)
    host, _, port = address.rpartition(":")
    return await asyncio.open_connection(host, int(port))
