"""A way to a host that breaks in the middle of an answer, as it does when the host is killed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from app.domain.asked import Asked
from app.domain.ids import ModelId
from app.domain.target import Target
from tests.routing.hosts import RealHost


class Cutter:
    """Carries requests to a host and breaks the connection after so many events of a stream.

    Args:
        host: Where requests go.
        after_events: For each connection that streams, how many events it lets through; those after are let alone.
    """

    def __init__(self, host: RealHost, after_events: list[int]) -> None:
        self._host = host
        self._after_events = after_events
        self._carrying: set[asyncio.Task[None]] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        from_host, to_host = await asyncio.open_unix_connection(self._host.socket_path)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            if b"\r\nConnection: close\r\n" not in head:  # a peer would wait for more requests
                head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            to_host.write(head + await reader.readexactly(length))
            await self._answer(from_host, writer)
        finally:
            to_host.transport.abort()
            writer.close()
            await asyncio.gather(to_host.wait_closed(), writer.wait_closed(), return_exceptions=True)
            self._carrying.discard(task)

    async def _answer(self, from_host: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen, limit = 0, None
        while data := await from_host.read(1 << 16):
            if limit is None and b"text/event-stream" in data:
                limit = self._after_events.pop(0) if self._after_events else 1 << 30
            if limit is None and self._after_events and b'"object":"chat.completion"' in data:  # an answer in one piece
                self._after_events.pop(0)
                writer.write(data[:-10])
                return
            count = data.count(b"data: ")
            if limit is not None and seen + count > limit:
                allowed = data.split(b"data: ")[: limit - seen + 1]
                writer.write(b"data: ".join(allowed))
                return
            seen += count
            writer.write(data)
            await writer.drain()

    async def close(self) -> None:
        """Wait for the end of every connection."""
        await asyncio.gather(*self._carrying, return_exceptions=True)


class CutProvider:
    """A provider that always names the host behind the cutter."""

    def __init__(self, host: RealHost, socket_path: Path) -> None:
        self._host = host
        self._socket_path = socket_path
        self.asked = 0

    async def target(self, asked: Asked) -> Target:
        """The host behind the cutter."""
        self.asked += 1
        target = self._host.target(asked.model_name or "tiny")
        return replace(target, endpoint=f"unix:{self._socket_path}")

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """Not wanted."""

    def recovery_words(self, model_id: ModelId) -> str:
        """Nothing is lost."""
        return ""

    def note_resumed(self, model_id: ModelId) -> None:
        """Not wanted."""


@asynccontextmanager
async def cut_provider(host: RealHost, folder: Path, after_events: list[int]) -> AsyncGenerator[CutProvider]:
    """A provider whose host is lost after so many events."""
    path = folder / "cut.sock"
    cutter = Cutter(host, after_events)
    server = await asyncio.start_unix_server(cutter.carry, path)
    try:
        yield CutProvider(host, path)
    finally:
        server.close()
        await cutter.close()
