"""libp2p's connections through a link: one open port of a machine is enough for both planes."""

import asyncio

from tests.link.kit import Swarm, join, running_link


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(4096):
        writer.write(data[::-1])
    writer.close()


async def test_a_network_port_reaches_the_libp2p_node_of_the_peer_once_it_is_served() -> None:
    swarm = Swarm()
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    async with running_link(swarm.member()) as left, running_link(swarm.member()) as right:
        await join(left, right)
        port = await left.link.open_network(right.peer_id)
        assert await left.link.open_network(right.peer_id) == port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""  # nothing is served there yet
        writer.close()
        await right.link.serve_network(server.sockets[0].getsockname()[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for text in (b"one", b"two"):
            writer.write(text)
            assert await reader.readexactly(3) == text[::-1]
        await right.link.stop()
        assert await reader.read() == b""
        writer.close()
    server.close()
