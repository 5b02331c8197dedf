"""Knocking at another node's door: the client's side of `listener.py`."""

import asyncio
import json
from pathlib import Path

from app.admission.stream import MAX_FRAME_BYTES, KnockError, KnockStream
from app.admission.tls import make_context

CONNECT_SECONDS = 5.0


async def open_knock(address: str, identity_seed: bytes, kind: str, runtime_directory: Path) -> KnockStream:
    """Connect to a door and say of what kind the knock is; who opened it is `stream.peer_id`.

    A refusal shows as the end of the stream at the first `read_frame`.

    Args:
        address: `host:port`.
        identity_seed: This node's Ed25519 private key, 32 bytes.
        kind: "member" or "invite".
        runtime_directory: Private to this user.

    Raises:
        KnockError: Nobody opens there.
    """
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise KnockError(f"not an address: {address!r:.80}")
    context = make_context(identity_seed, runtime_directory, server_side=False)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(
                host.strip("[]"), int(port), ssl=context, server_hostname="", limit=MAX_FRAME_BYTES
            )
    except (OSError, ValueError, OverflowError) as error:
        raise KnockError(f"nobody opens at {address}: {error!r}") from error
    try:
        stream = KnockStream(reader, writer)
        await stream.write_frame(json.dumps({"kind": kind}).encode())
    except BaseException:
        writer.close()
        writer.transport.abort()
        raise
    return stream
