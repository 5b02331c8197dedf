"""Requests between peers: protocol `/hearth/request/1`, one stream for each.

Client: 4 bytes length (big endian), payload. Server: 1 byte outcome (0 answered, 1 refused), 4 bytes length, payload.
What the payloads say is not this module's business.
"""

import logging
from collections.abc import Awaitable, Callable

import trio
from libp2p.abc import INetStream
from libp2p.custom_types import TProtocol

from app.domain.ids import PeerId
from app.network.events import NetworkError, PeerUnreachable, RequestRefused

_log = logging.getLogger(__name__)

PROTOCOL = TProtocol("/hearth/request/1")
MAX_PAYLOAD_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 32 * 1024
READ_SECONDS = 20.0
MAX_REQUESTS_PER_PEER = 16
"""At once; the library blocks for ever when a connection has 256 open streams."""

_ANSWERED, _REFUSED = 0, 1


async def send_request(stream: INetStream, payload: bytes) -> None:
    """Send a request on a new stream; the caller sets the time limit.

    Raises:
        ValueError: The payload is too large.
        PeerUnreachable: The stream broke.
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a request of {len(payload)} bytes is too large")
    try:
        await _write(stream, len(payload).to_bytes(4, "big") + payload)
    except Exception as error:
        raise PeerUnreachable(f"the request broke off: {error!r}") from error


async def receive_answer(stream: INetStream) -> bytes:
    """The answer to the request sent on this stream; the caller sets the time limit and closes the stream.

    Raises:
        PeerUnreachable: The stream broke, or what came is no answer.
        RequestRefused: The peer could not handle it.
    """
    try:
        outcome = (await _read(stream, 1))[0]
        answer = await _read_payload(stream)
    except Exception as error:
        raise PeerUnreachable(f"the answer broke off: {error!r}") from error
    if outcome != _ANSWERED:
        raise RequestRefused(answer.decode("utf-8", "replace")[:200])
    return answer


class RequestServer:
    """Answers the requests of peers.

    Args:
        handle: Makes the answer; its exceptions become refusals that say nothing of why.
    """

    def __init__(self, handle: Callable[[PeerId, bytes], Awaitable[bytes]]) -> None:
        self._handle = handle
        self._running: dict[PeerId, int] = {}

    async def serve(self, stream: INetStream) -> None:
        """Handle one stream of the protocol."""
        peer_id = PeerId(str(stream.muxed_conn.peer_id))
        if self._running.get(peer_id, 0) >= MAX_REQUESTS_PER_PEER:
            await stream.reset()
            return
        self._running[peer_id] = self._running.get(peer_id, 0) + 1
        try:
            await self._answer(stream, peer_id)
        finally:
            self._running[peer_id] -= 1
            if not self._running[peer_id]:
                del self._running[peer_id]

    async def _answer(self, stream: INetStream, peer_id: PeerId) -> None:
        try:
            with trio.fail_after(READ_SECONDS):
                payload = await _read_payload(stream)
        except (trio.TooSlowError, NetworkError) as error:
            _log.debug("a request of %s could not be read: %r", peer_id, error)
            await stream.reset()
            return
        try:
            outcome, answer = _ANSWERED, await self._handle(peer_id, payload)
        except Exception:
            _log.warning("a request of %s failed", peer_id, exc_info=True)
            outcome, answer = _REFUSED, b"the request could not be handled"
        if len(answer) > MAX_PAYLOAD_BYTES:
            _log.warning("the answer to %s is too large: %d bytes", peer_id, len(answer))
            outcome, answer = _REFUSED, b"the answer is too large"
        await _write(stream, bytes([outcome]) + len(answer).to_bytes(4, "big") + answer)
        await stream.close()


async def _write(stream: INetStream, data: bytes) -> None:
    for start in range(0, len(data), CHUNK_BYTES):
        await stream.write(data[start : start + CHUNK_BYTES])


async def _read_payload(stream: INetStream) -> bytes:
    length = int.from_bytes(await _read(stream, 4), "big")
    if length > MAX_PAYLOAD_BYTES:
        raise NetworkError(f"a payload of {length} bytes is too large")
    return await _read(stream, length)


async def _read(stream: INetStream, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        chunk = await stream.read(min(count - len(data), CHUNK_BYTES))
        if not chunk:
            raise PeerUnreachable("the stream ended early")
        data += chunk
    return bytes(data)
