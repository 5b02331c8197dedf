"""The process of a door to a real RPC server, as the node sees it."""

import asyncio

from app.engine.programs import find_programs
from app.engine.worker import Worker
from app.link.given_door import GivenDoor
from app.link.rpc_probe import probe_rpc_server

HELLO_BYTES = 9 + 24
LIMIT_BYTES = 50_000_000


async def test_it_says_how_much_has_gone_to_the_server() -> None:
    worker = await Worker.start(
        find_programs(), name="worker", threads=1, cache_directory=None, on_exit=lambda end: None
    )
    lost: asyncio.Queue[str] = asyncio.Queue()
    carried: asyncio.Queue[int] = asyncio.Queue()
    door = await GivenDoor.open(
        "127.0.0.1", worker.port, LIMIT_BYTES, lambda reason, spoken_from: lost.put_nowait(reason), carried.put_nowait
    )
    try:
        async with asyncio.timeout(20):
            assert (await probe_rpc_server("127.0.0.1", door.port)).free_bytes == LIMIT_BYTES
            once = await carried.get()
            assert once >= HELLO_BYTES
            await probe_rpc_server("127.0.0.1", door.port)
            while await carried.get() < 2 * once:  # all clients together
                continue
            assert lost.empty()
            await worker.stop()
            _, late = await asyncio.open_connection("127.0.0.1", door.port)
            late.write(bytes([14]))
            assert await lost.get()
            late.close()
    finally:
        await door.stop()
        await worker.stop()
