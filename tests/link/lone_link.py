"""A link process on whatever machine this is started on, told by lines what to do; its events are lines too.

    python -m tests.link.lone_link

Reads JSON objects: first {"member", "host"}, then {"connect": peer id, "address"}, {"serve": lease, "peer_id"} (with a
worker that only listens) and {"tunnel": lease, "peer_id"} (with a host that only waits for its connection's end, which
is told as "host cut off"). Writes {"port", "pid"}, then what happens.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.domain.ids import LeaseId, PeerId
from app.lib.tasks import TaskOwner
from app.link.client import LinkProcess
from app.link.events import event_to_wire
from app.link.settings import LinkCredentials, LinkSettings


def say(body: dict[str, Any]) -> None:
    """Write a line."""
    print(json.dumps(body), flush=True)


async def main() -> None:
    """Run until standard input ends."""
    order = json.loads(sys.stdin.readline())
    owner = TaskOwner("lone link")
    with tempfile.TemporaryDirectory(prefix="hl") as folder:
        peer_id, credentials = PeerId(order["member"]["peer_id"]), LinkCredentials.from_wire(order["member"])
        settings = LinkSettings(peer_id, credentials, order["host"], 0, "tcp:127.0.0.1:9", Path(folder))
        link = await LinkProcess.start(settings, lambda event: say(event_to_wire(event)), lambda end: None)
        say({"port": link.port, "pid": link.pid})
        try:
            while line := await asyncio.to_thread(sys.stdin.readline):
                await _obey(link, json.loads(line), owner)
        finally:
            await link.stop()
            await owner.close()


async def _obey(link: LinkProcess, order: dict[str, Any], owner: TaskOwner) -> None:
    match order:
        case {"connect": peer_id, "address": address}:
            await link.connect(PeerId(peer_id), (address,))
        case {"serve": lease_id, "peer_id": peer_id}:
            worker = await asyncio.start_server(_listen, "127.0.0.1", 0)
            port = worker.sockets[0].getsockname()[1]
            await link.serve_lease(LeaseId(lease_id), PeerId(peer_id), port, 1 << 20)
            say({"event": "serving"})
        case {"tunnel": lease_id, "peer_id": peer_id}:
            owner.spawn(_host(await link.open_tunnel(LeaseId(lease_id), PeerId(peer_id))), "host")


async def _listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    say({"event": "host connected"})
    await reader.read()
    writer.close()


async def _host(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.read()
    say({"event": "host cut off"})
    writer.close()


if __name__ == "__main__":
    asyncio.run(main())
