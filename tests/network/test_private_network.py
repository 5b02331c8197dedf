"""The private network: the specification's cipher, and what the library's own gets wrong."""

import os

import pytest
from libp2p.abc import IRawConnection
from libp2p.connection_types import ConnectionType
from libp2p.io.abc import ReadWriteCloser
from libp2p.network.connection.raw_connection import RawConnection
from libp2p.security.pnet.psk_conn import PskConn

from app.network.private_network import NONCE_BYTES, PrivateConnection, protect, xsalsa20
from tests.network.hosts import run

KEY = bytes.fromhex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
NONCE = bytes.fromhex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
KEY_STREAM = bytes.fromhex("eea6a7251c1e72916d11c2cb214d3c252539121d8e234e652d651fa4c8cff880")


class Wire(ReadWriteCloser):
    """What was written comes back, a few bytes at a time, as from a real socket."""

    def __init__(self, piece_bytes: int = 5) -> None:
        self.data = bytearray()
        self._piece_bytes = piece_bytes

    async def write(self, data: bytes) -> None:
        """Keep."""
        self.data += data

    async def read(self, n: int | None = None) -> bytes:
        """Give back."""
        count = min(self._piece_bytes, n or self._piece_bytes)
        piece = bytes(self.data[:count])
        del self.data[:count]
        return piece

    async def close(self) -> None:
        """Nothing to close."""

    def get_remote_address(self) -> tuple[str, int] | None:
        """Some address."""
        return ("192.0.2.1", 4001)


def wired(connection_type: ConnectionType = ConnectionType.DIRECT) -> tuple[Wire, RawConnection]:
    wire = Wire()
    return wire, RawConnection(wire, True, connection_type)


async def read_all(connection: IRawConnection, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += await connection.read(count - len(data))
    return data


def test_the_cipher_is_xsalsa20() -> None:
    """The vector of libsodium's `stream3` test (crypto_stream of 32 bytes under these)."""
    assert xsalsa20(KEY, NONCE).encrypt(bytes(32)) == KEY_STREAM


def test_a_stream_starts_with_a_nonce_of_24_bytes_and_is_read_back() -> None:
    async def main() -> None:
        wire, raw = wired()
        text = os.urandom(100)
        connection = protect(raw, KEY.hex())
        await connection.write(text[:30])
        await connection.write(text[30:])
        assert len(wire.data) == NONCE_BYTES + len(text)
        assert bytes(wire.data[NONCE_BYTES:]) == xsalsa20(KEY, bytes(wire.data[:NONCE_BYTES])).encrypt(text)
        assert await read_all(connection, len(text)) == text

    run(main)


def test_a_nonce_that_comes_in_pieces_is_read_where_the_library_gives_up() -> None:
    async def main() -> None:
        for make, wants_error in ((PskConn, True), (protect, False)):
            _, raw = wired()
            connection = make(raw, KEY.hex())
            await connection.write(b"hello")
            if wants_error:
                with pytest.raises(ValueError, match="short nonce"):
                    await connection.read(5)
            else:
                assert await read_all(connection, 5) == b"hello"

    run(main)


def test_another_key_reads_something_else() -> None:
    async def main() -> None:
        _, raw = wired()
        await protect(raw, KEY.hex()).write(b"hello")
        assert await read_all(protect(raw, bytes(32).hex()), 5) != b"hello"

    run(main)


def test_type_and_addresses_of_the_connection_are_kept_where_the_library_loses_them() -> None:
    _, raw = wired()
    with pytest.raises(AttributeError):
        PskConn(raw, KEY.hex()).get_connection_type()
    connection = protect(raw, KEY.hex())
    assert connection.get_connection_type() is ConnectionType.DIRECT
    assert [str(address) for address in connection.get_transport_addresses()] == ["/ip4/192.0.2.1/tcp/4001"]
    assert connection.get_remote_address() == ("192.0.2.1", 4001)
    assert connection.is_initiator


def test_a_connection_is_wrapped_once_and_never_when_relayed() -> None:
    _, raw = wired()
    once = protect(raw, KEY.hex())
    assert isinstance(once, PrivateConnection)
    assert protect(once, KEY.hex()) is once
    _, relayed = wired(ConnectionType.RELAYED)
    assert protect(relayed, KEY.hex()) is relayed


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        protect(wired()[1], "ab" * 31)
