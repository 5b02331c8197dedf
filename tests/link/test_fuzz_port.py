"""A link under fuzzers: it lives, forgets what they cost it, and carries a well-behaved peer all the while."""

import asyncio
import contextlib
import random
import time
from pathlib import Path

import psutil

from app.domain.ids import LeaseId
from app.lib.tasks import TaskOwner
from app.link.events import LeaseLost, PeerLost
from tests.link.fuzz_port import fuzz_as_member, fuzz_as_stranger
from tests.link.fuzz_time import SECONDS, SEED
from tests.link.kit import LinkNode, Swarm, join, running_link

LEASE = LeaseId("lease-of-the-fuzzer")
MOST_MORE_BYTES = 96 << 20
"""What the memory of a process may have grown by after all is over; each open channel has half a megabyte."""


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.closing(writer), contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


async def _devour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A worker that reads and says nothing."""
    with contextlib.closing(writer), contextlib.suppress(ConnectionError):
        while await reader.read(65536):
            pass


async def _keep_asking(node: LinkNode, peer: LinkNode) -> int:
    """A well-behaved peer: a new channel each time, and all that it sends comes back."""
    path = (await node.link.open_http(peer.peer_id)).removeprefix("unix:")
    whole = 0
    while True:
        reader, writer = await asyncio.open_unix_connection(path)
        with contextlib.closing(writer):
            data = random.randbytes(10_000)
            writer.write(data)
            assert await asyncio.wait_for(reader.readexactly(len(data)), 20) == data
        whole += 1
        if whole % 10 == 0:
            await asyncio.sleep(0.2)


def _settle(process: psutil.Process, descriptors: int) -> None:
    """Wait until the link has given up what nobody uses."""
    deadline = time.monotonic() + 30
    while process.num_fds() > descriptors:
        assert time.monotonic() < deadline, (process.num_fds(), descriptors)
        time.sleep(0.1)


async def test_a_link_outlives_what_strangers_and_members_send_it(tmp_path: Path) -> None:
    seed = SEED or random.randrange(1, 1 << 32)
    swarm, owner = Swarm(), TaskOwner("fuzz")
    api, worker = [await asyncio.start_server(serve, "127.0.0.1", 0) for serve in (_echo, _devour)]
    endpoint = f"tcp:127.0.0.1:{api.sockets[0].getsockname()[1]}"
    harmful = swarm.member()
    async with (
        running_link(swarm.member(), endpoint) as node,
        running_link(swarm.member(), endpoint) as good,
        running_link(harmful) as body,
    ):
        await join(node, good)
        await join(node, body)
        await node.link.serve_lease(LEASE, harmful.peer_id, worker.sockets[0].getsockname()[1], 1 << 20)
        asking = owner.spawn(_keep_asking(good, node), "good peer", awaited=True)
        process = psutil.Process(node.link.pid)
        descriptors, threads, held_bytes = process.num_fds(), process.num_threads(), process.memory_info().rss
        counts = await asyncio.gather(
            asyncio.to_thread(fuzz_as_stranger, node.link.port, SECONDS * 0.6, seed),
            asyncio.to_thread(fuzz_as_member, node.link.port, harmful, LEASE, tmp_path, SECONDS * 0.6, seed),
        )
        assert min(counts) > 10, (seed, counts)
        assert not asking.done(), (seed, asking)
        await owner.close()
        assert not node.ends, seed
        assert not any(isinstance(event, PeerLost) and event.peer_id == good.peer_id for event in node.events), seed
        assert not any(isinstance(event, PeerLost | LeaseLost) for event in good.events), seed
        # Four for each connection that the good peer and the fuzzer's own link keep or make anew.
        await asyncio.to_thread(_settle, process, descriptors + 8)
        assert process.num_threads() <= threads + 8, seed
        assert process.memory_info().rss < held_bytes + MOST_MORE_BYTES, seed
    for server in (api, worker):
        server.close()
