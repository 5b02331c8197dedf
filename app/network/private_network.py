"""Repair of py-libp2p 0.8.1: the private network (pnet) by its specification.

Mends `libp2p/security/pnet/psk_conn.py` and its use in `libp2p/network/swarm.py`:

- it uses Salsa20 with an 8-byte nonce; the specification (https://github.com/libp2p/specs/blob/master/pnet/
  Private-Networks-PSK-V1.md) says XSalsa20 with 24 bytes, as go-libp2p and js-libp2p do;
- it takes a first read of fewer bytes than a nonce for an attack;
- a wrapped connection has no connection type, no transport addresses and no `is_initiator`;
- a connection may be wrapped twice, or on one side only when it is relayed.
"""

import os
import struct

from Crypto.Cipher import Salsa20
from libp2p.abc import IRawConnection
from libp2p.connection_types import ConnectionType
from libp2p.io.utils import read_exactly
from libp2p.network import swarm
from libp2p.network.connection.raw_connection import RawConnection
from multiaddr.multiaddr import Multiaddr

from app.network.patching import replace

KEY_BYTES = 32
NONCE_BYTES = 24

_CONSTANT = struct.unpack("<4I", b"expand 32-byte k")
_MASK = 0xFFFFFFFF
_COLUMNS = ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11))
_ROWS = ((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14))


def xsalsa20(key: bytes, nonce: bytes) -> Salsa20.Salsa20Cipher:
    """The XSalsa20 stream cipher: Salsa20 under a key that HSalsa20 makes of the key and the nonce's first 16 bytes.

    Source: D. J. Bernstein, "Extending the Salsa20 nonce", 2011.
    """
    return Salsa20.new(key=_hsalsa20(key, nonce[:16]), nonce=nonce[16:])


def install() -> None:
    """Make the library's swarms use this module's private connections."""
    replace(swarm, "new_protected_conn", protect)


def protect(connection: IRawConnection, psk: str) -> IRawConnection:
    """The connection under the private network's key (64 hexadecimal digits); wrapped once, and never when relayed.

    Raises:
        ValueError: The key has another length.
    """
    key = bytes.fromhex(psk)
    if len(key) != KEY_BYTES:
        raise ValueError("the key of a private network has 32 bytes")
    if isinstance(connection, PrivateConnection) or connection.get_connection_type() is ConnectionType.RELAYED:
        return connection
    return PrivateConnection(connection, key)


class PrivateConnection(RawConnection):
    """A raw connection whose bytes are XSalsa20 of the real ones; each side starts with its nonce."""

    def __init__(self, connection: IRawConnection, key: bytes) -> None:
        super().__init__(connection, connection.is_initiator, connection.get_connection_type())
        self._connection = connection
        self._key = key
        self._reader: Salsa20.Salsa20Cipher | None = None
        self._writer: Salsa20.Salsa20Cipher | None = None

    async def write(self, data: bytes) -> None:
        """Send bytes; the first call sends the nonce before them."""
        if self._writer is not None:
            await self._connection.write(self._writer.encrypt(data))
            return
        nonce = os.urandom(NONCE_BYTES)
        self._writer = xsalsa20(self._key, nonce)
        await self._connection.write(nonce + self._writer.encrypt(data))

    async def read(self, n: int | None = None) -> bytes:
        """Up to `n` bytes; empty at the end."""
        if self._reader is None:
            self._reader = xsalsa20(self._key, await read_exactly(self._connection, NONCE_BYTES))
        data = await self._connection.read(n)
        return self._reader.decrypt(data) if data else b""

    def get_transport_addresses(self) -> list[Multiaddr]:
        """Those of the connection inside."""
        return list(self._connection.get_transport_addresses())


def _hsalsa20(key: bytes, nonce: bytes) -> bytes:
    k = struct.unpack("<8I", key)
    state = [
        _CONSTANT[0],
        *k[:4],
        _CONSTANT[1],
        *struct.unpack("<4I", nonce),
        _CONSTANT[2],
        *k[4:],
        _CONSTANT[3],
    ]
    for _ in range(10):
        for quarter in (*_COLUMNS, *_ROWS):
            _quarter_round(state, *quarter)
    return struct.pack("<8I", *(state[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def _quarter_round(state: list[int], a: int, b: int, c: int, d: int) -> None:
    state[b] ^= _rotated(state[a] + state[d], 7)
    state[c] ^= _rotated(state[b] + state[a], 9)
    state[d] ^= _rotated(state[c] + state[b], 13)
    state[a] ^= _rotated(state[d] + state[c], 18)


def _rotated(value: int, bits: int) -> int:
    value &= _MASK
    return (value << bits | value >> (32 - bits)) & _MASK
