"""Each repair of the library: the fault that it has without, and that it is gone with it."""

import importlib.util
import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
import trio
from libp2p.abc import IHost, INetStream, IPubsubRouter
from libp2p.custom_types import TProtocol
from libp2p.host.basic_host import BasicHost
from libp2p.network.stream.exceptions import StreamError
from libp2p.peer.id import ID
from libp2p.pubsub.gossipsub import GossipSub
from libp2p.pubsub.pb import rpc_pb2
from libp2p.pubsub.pubsub import Pubsub
from libp2p.tools.anyio_service import background_trio_service
from libp2p.transport.exceptions import OpenConnectionError
from libp2p.transport.tcp import tcp
from libp2p.utils import encode_varint_prefixed

from app.network import repairs
from app.network.host import MESH_PROTOCOLS
from app.network.listening import choose_port, multiaddr
from tests.network.hosts import join, library_host, run

FAULTY = TProtocol("/test/faulty")
TOPIC = "test"


def unrepaired(module: ModuleType) -> ModuleType:
    """The library's module as it is shipped."""
    spec = importlib.util.find_spec(module.__name__)
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


async def listen_twice(module: ModuleType) -> None:
    """Two listeners on one port, as two nodes of one machine."""

    async def handle(stream: object) -> None:
        pass

    address = multiaddr("127.0.0.1", choose_port(["127.0.0.1"], 0))
    listeners = [module.TCPListener(handle), module.TCPListener(handle)]
    try:
        for listener in listeners:
            await listener.listen(address)
    finally:
        for listener in listeners:
            await listener.close()


def test_a_listening_port_is_not_shared() -> None:
    run(lambda: listen_twice(unrepaired(tcp)))  # the fault: no error
    repairs.install()

    async def listen() -> None:
        with pytest.raises(OpenConnectionError):
            await listen_twice(tcp)

    run(listen)


async def raise_in_a_handler(guarded: bool) -> None:
    """A stream whose handler fails, then another one."""

    async def fail(stream: INetStream) -> None:
        await stream.read(1)
        raise RuntimeError("a defect in a handler")

    async with library_host("server") as server, library_host("client") as client:
        if guarded:
            repairs.guard_streams(server)
        server.set_stream_handler(FAULTY, fail)
        await join(client, server)
        for _ in range(2):
            stream = await client.new_stream(server.get_id(), [FAULTY])
            await stream.write(b"x")
            with pytest.raises(StreamError):
                await stream.read(1)


def test_an_exception_in_a_stream_handler_does_not_end_the_host() -> None:
    with pytest.raises(BaseExceptionGroup) as caught:
        run(lambda: raise_in_a_handler(guarded=False))
    assert caught.group_contains(RuntimeError, match="a defect in a handler")
    run(lambda: raise_in_a_handler(guarded=True))


async def send_a_message_with_a_bad_key(make_pubsub: Callable[[IHost, IPubsubRouter], Pubsub]) -> None:
    """A message by an author whose key is not in its id, with a key that cannot be read; then see who lives."""
    async with library_host("victim") as victim, library_host("attacker") as attacker:
        gossip = GossipSub(MESH_PROTOCOLS, 6, 4, 12)
        pubsub = make_pubsub(victim, gossip)
        async with background_trio_service(pubsub), background_trio_service(gossip):
            await pubsub.wait_until_ready()
            await pubsub.subscribe(TOPIC)
            await join(attacker, victim)
            stream = await attacker.new_stream(victim.get_id(), MESH_PROTOCOLS)
            author = ID.from_base58("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N")
            message = rpc_pb2.Message(
                from_id=author.to_bytes(), seqno=b"1", data=b"x", topicIDs=[TOPIC], signature=b"s", key=b"\xff\xff"
            )
            await stream.write(encode_varint_prefixed(rpc_pb2.RPC(publish=[message]).SerializeToString()))
            await trio.sleep(0.3)
            assert pubsub.manager.is_running


def test_a_message_with_a_malformed_key_does_not_end_the_host() -> None:
    with pytest.raises(BaseExceptionGroup):
        run(lambda: send_a_message_with_a_bad_key(Pubsub))
    run(lambda: send_a_message_with_a_bad_key(repairs.GuardedPubsub))


async def block_a_writer(server: BasicHost, client: BasicHost) -> INetStream:
    """A stream whose other end never reads, with a writer waiting on it; and the socket full underneath."""

    async def ignore(stream: INetStream) -> None:
        await trio.sleep_forever()

    server.set_stream_handler(FAULTY, ignore)
    await join(client, server)
    return await client.new_stream(server.get_id(), [FAULTY])


def test_a_connection_with_a_blocked_writer_is_dropped_at_once() -> None:
    async def main() -> None:
        async with library_host("server") as server, library_host("client") as client, trio.open_nursery() as nursery:
            stream = await block_a_writer(server, client)

            async def write_for_ever() -> None:
                while True:
                    await stream.write(bytes(65536))

            async def write() -> None:
                with pytest.raises(StreamError):
                    await write_for_ever()

            nursery.start_soon(write)
            await trio.sleep(0.2)
            (connection,) = client.get_network().get_connections(server.get_id())
            assert isinstance(repairs.raw_socket(connection), trio.socket.SocketType)
            with trio.fail_after(repairs.CLOSE_SECONDS + 1):
                await repairs.drop_connection(connection)
            assert connection.is_closed

    run(main)


LOG_TO_ROOT = """
import logging
import libp2p.network.connection.swarm_connection as module
if "repaired" in __import__("sys").argv:
    from app.network import repairs
    repairs.install()
module.logging.debug("as in SwarmConn.close")
print(len(logging.getLogger().handlers))
"""


@pytest.mark.parametrize(("arguments", "handlers"), [([], "1"), (["repaired"], "0")])
def test_the_library_puts_no_handler_on_the_root_logger(arguments: list[str], handlers: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOG_TO_ROOT, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == [handlers]


@pytest.fixture
def _unset_library_levels() -> Iterator[None]:
    """A test before this one may have started a command, which sets up logging for the whole process."""
    names = ("libp2p", "app.network.library")
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.NOTSET)
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("_unset_library_levels")
def test_what_the_library_calls_an_error_is_only_of_interest_for_debugging(caplog: pytest.LogCaptureFixture) -> None:
    repairs.install()
    caplog.set_level(logging.DEBUG)
    tcp.logger.error("Failed to open TCP stream: %s", "nobody is there")
    assert [(record.name, record.levelno) for record in caplog.records] == [("app.network.library", logging.DEBUG)]
    assert "nobody is there" in caplog.text


@pytest.mark.usefixtures("_unset_library_levels")
def test_what_the_owner_asked_to_see_of_the_library_keeps_its_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "app.network.library")
    repairs.quiet_logs()
    tcp.logger.error("Failed to open TCP stream")
    tcp.logger.info("too much")
    assert [(record.name, record.levelno) for record in caplog.records] == [("app.network.library", logging.ERROR)]


def test_a_port_that_another_program_has_is_not_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match=f"port {port} is in use"):
            choose_port(["127.0.0.1"], port)
        assert choose_port(["127.0.0.1"], 0) != port
