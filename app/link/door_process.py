"""A door to a given RPC server, in a process of its own: what goes to it never passes through the node's process.

Run as `python -m app.link.door_process HOST PORT LIMIT_BYTES`. It listens on a port of 127.0.0.1 and writes JSON lines:
first its port, then what happens to the server, and how much has gone to it. Its guard ends it with its owner.
"""

import asyncio
import json
import signal
import sys
from collections.abc import Sequence

from app.link.rpc_door import RpcDoor

REPORT_SECONDS = 0.25
"""How often it is said how much has gone to the server, while something goes."""


def main(arguments: Sequence[str]) -> None:
    """Run until the guard ends it."""
    host, port, limit_bytes = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_run(host, int(port), int(limit_bytes)))


async def _run(host: str, port: int, limit_bytes: int) -> None:
    door = RpcDoor(
        lambda: (host, port),
        limit_bytes,
        tell=lambda sentence: _write(said=sentence),
        worker_lost=lambda reason, spoken_from: _write(lost=reason, spoken_from=spoken_from),
    )
    await door.start(("127.0.0.1",), 0)
    _write(port=door.port)
    carried_bytes = 0
    while True:
        await asyncio.sleep(REPORT_SECONDS)
        if carried_bytes != door.to_worker_bytes:
            carried_bytes = door.to_worker_bytes
            _write(carried=carried_bytes)


def _write(**event: object) -> None:
    print(json.dumps(event), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
