"""One knock: a connection on which both ends have proven who they are, and which carries small frames.

A frame is 4 bytes of length (big endian) and so many bytes, at most `MAX_FRAME_BYTES`. What frames say is for others.
"""

import asyncio
import ssl

from app.domain.ids import PeerId
from app.lib.peer_certificate import peer_id_from_certificate

MAX_FRAME_BYTES = 16 * 1024
FRAME_SECONDS = 10.0
CLOSE_SECONDS = 1.0
_LENGTH_BYTES = 4


class KnockError(Exception):
    """A knock did not work, or broke off; the text is for logs."""


class KnockStream:
    """Frames to and from one other node.

    Args:
        reader: What it sends.
        writer: Where it is sent to.

    Raises:
        KnockError: The other end did not prove who it is.

    Attributes:
        peer_id: Who the other end is, proven by its certificate.
        address: Where its end of the connection is, `host:port`.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        tls = writer.get_extra_info("ssl_object")
        certificate = tls.getpeercert(binary_form=True) if isinstance(tls, ssl.SSLObject) else None
        if certificate is None:
            raise KnockError("the other end shows no certificate")
        try:
            self.peer_id = PeerId(peer_id_from_certificate(certificate))
        except ValueError as error:
            raise KnockError(str(error)) from error
        peer_name = writer.get_extra_info("peername") or ("", 0)
        self.address = f"{peer_name[0]}:{peer_name[1]}"

    async def read_frame(self, timeout_seconds: float = FRAME_SECONDS) -> bytes:
        """The next frame.

        Args:
            timeout_seconds: For the whole of it; longer where a person decides at the other end.

        Raises:
            KnockError: The connection ended, the frame is too large, or it did not come in time.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                length = int.from_bytes(await self._reader.readexactly(_LENGTH_BYTES), "big")
                if length > MAX_FRAME_BYTES:
                    raise KnockError(f"a frame of {length} bytes is too large")
                return await self._reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:  # TimeoutError is an OSError
            raise KnockError(f"no frame came: {error!r}") from error

    async def write_frame(self, frame: bytes) -> None:
        """Send a frame; returns when the system has taken most of it.

        Raises:
            KnockError: The connection ended, or the other end takes nothing for too long.
            ValueError: The frame is too large.
        """
        if len(frame) > MAX_FRAME_BYTES:
            raise ValueError(f"a frame of {len(frame)} bytes is too large")
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                self._writer.write(len(frame).to_bytes(_LENGTH_BYTES, "big") + frame)
                await self._writer.drain()
        except OSError as error:
            raise KnockError(f"a frame was not sent: {error!r}") from error

    async def close(self) -> None:
        """Say that nothing more comes, and close; what was written is sent first."""
        self._writer.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._writer.wait_closed()
        except OSError:  # it is closed in any case
            self._writer.transport.abort()
