"""The process of one door to a given RPC server, as the node sees it: started, listened to, ended."""

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import app
from app.domain.errors import UserError
from app.domain.sentence import say
from app.lib.processes import ChildProcess
from app.link.rpc_probe import LocalAddress

_log = logging.getLogger(__name__)

_START_SECONDS = 20.0


class GivenDoor:
    """A port of 127.0.0.1 that stands for an RPC server elsewhere; made by `open`.

    Attributes:
        port: The port.
        pid: Process id of the door.
    """

    def __init__(self, on_lost: Callable[[str, LocalAddress | None], None], on_carried: Callable[[int], None]) -> None:
        self.port = 0
        self.pid = 0
        self._on_lost = on_lost
        self._on_carried = on_carried
        self._child: ChildProcess | None = None
        self._ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(
        cls,
        host: str,
        port: int,
        limit_bytes: int,
        on_lost: Callable[[str, LocalAddress | None], None],
        on_carried: Callable[[int], None],
    ) -> "GivenDoor":
        """Start the process; returns when the port is open.

        Args:
            host: Where the RPC server is.
            port: Its port there.
            limit_bytes: What may be allocated on it.
            on_lost: Called with the reason when the server is not there for who comes, or goes while it is used; with
                the address and port of this machine that it may still believe to be connected.
            on_carried: Called now and then with how many bytes have gone to the server in all.

        Raises:
            UserError: It could not be started.
        """
        door = cls(on_lost, on_carried)
        try:
            door._child = await ChildProcess.start(
                [*_command(), host, str(port), str(limit_bytes)],
                name=f"door to {host}:{port}",
                environment={"PYTHONPATH": str(Path(app.__file__).parent.parent), "PYTHONUNBUFFERED": "1"},
                on_line=door._on_line,
            )
            door.pid = door._child.pid
            door.port = await asyncio.wait_for(asyncio.shield(door._ready), _START_SECONDS)
        except (OSError, TimeoutError) as error:
            await door.stop()
            raise UserError(
                say("A given worker cannot be used"),
                say("The way to {place} could not be opened.", place=f"{host}:{port}"),
                code="worker_failed",
            ) from error
        except BaseException:
            await door.stop()
            raise
        return door

    async def stop(self) -> None:
        """Close it; who uses it sees the end of the connection."""
        if self._child is not None:
            await self._child.stop(grace_seconds=1.0)

    def _on_line(self, line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            _log.warning("%s", line)
            return
        if "port" in event and not self._ready.done():
            self._ready.set_result(int(event["port"]))
        elif "lost" in event:
            spoken_from = event.get("spoken_from")
            self._on_lost(str(event["lost"]), (str(spoken_from[0]), int(spoken_from[1])) if spoken_from else None)
        elif "carried" in event:
            self._on_carried(int(event["carried"]))
        else:
            _log.warning("%s", event.get("said"))


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "door"]
    return [sys.executable, "-m", "app.link.door_process"]
