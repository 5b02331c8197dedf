"""One worker: a process that holds layers for one host at a time. Who may reach it is the link's and the lease's."""

import asyncio
import logging
import socket
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import psutil

from app.domain.errors import UserError
from app.domain.sentence import say
from app.engine.programs import Programs
from app.lib.processes import ChildProcess, ProcessEnd
from app.lib.tasks import TaskOwner

_log = logging.getLogger(__name__)

_PORT_ATTEMPTS = 5
_START_SECONDS = 20.0
_LOOK_SECONDS = 0.01

_ALLOCATION = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40)}
"""For glibc: memory that a worker has used for one tensor on its way is used for the next. Otherwise the system clears
tens of megabytes anew for each, which takes longer than to read them from the cache."""


class Worker:
    """llama.cpp's RPC server on a loopback port; made by `start`.

    Attributes:
        port: Where it listens, on 127.0.0.1 only.
        pid: Its process id.
    """

    def __init__(self, child: ChildProcess, port: int, on_exit: Callable[[ProcessEnd], None]) -> None:
        self.port = port
        self.pid = child.pid
        self._child = child
        self._on_exit = on_exit
        self._stopping = False
        self._tasks = TaskOwner(child.name)
        self._tasks.spawn(self._watch(), "watch")

    @classmethod
    async def start(
        cls,
        programs: Programs,
        *,
        name: str,
        threads: int,
        cache_directory: Path | None,
        device_id: str = "CPU",
        on_exit: Callable[[ProcessEnd], None],
    ) -> "Worker":
        """Start a worker; returns when it listens.

        Args:
            programs: llama.cpp.
            name: What logs call it.
            threads: Processor threads to compute with.
            cache_directory: Where it keeps large weights it has received (in a folder `rpc`); None for no cache.
            device_id: What it computes on.
            on_exit: Called when it has ended, unless `stop` was called before.

        Raises:
            UserError: It could not be started.
        """
        end = None
        for _ in range(_PORT_ATTEMPTS):
            port = _free_port()
            child = await _start_process(programs, name, threads, cache_directory, device_id, port)
            try:
                if await _listens(child, port):
                    return cls(child, port, on_exit)
            except BaseException:
                await child.stop()
                raise
            await child.stop(0)
            end = await child.wait()
            if not any("create server socket" in line for line in end.last_lines):
                break  # not the port's fault
        raise UserError(
            say("A worker could not be started"),
            say(
                "llama.cpp's RPC server for {device_id} ended at once: {end}", device_id=device_id, end=_last_words(end)
            ),
            say("The log has more."),
            "worker_failed",
        )

    async def stop(self) -> None:
        """End it. It has nothing to save, so it is not given long."""
        self._stopping = True
        await self._child.stop(grace_seconds=1.0)
        await self._tasks.close()

    async def _watch(self) -> None:
        end = await self._child.wait()
        if not self._stopping:
            self._on_exit(end)


def _free_port() -> int:
    """A port that is free now; another program may take it before the worker does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _start_process(
    programs: Programs, name: str, threads: int, cache_directory: Path | None, device_id: str, port: int
) -> ChildProcess:
    command = [str(programs.rpc_server), "-H", "127.0.0.1", "-p", str(port), "-t", str(threads), "-d", device_id]
    variables: Mapping[str, str] = {**programs.environment, **_ALLOCATION}
    if cache_directory is not None:
        command.append("-c")
        variables = {**variables, "LLAMA_CACHE": str(cache_directory)}
    try:
        return await ChildProcess.start(
            command,
            name=name,
            environment=variables,
            on_line=partial(_log.debug, "%s: %s", name),
            directory=programs.directory,
        )
    except OSError as error:
        raise UserError(
            say("A worker could not be started"), say("{error}.", error=error), code="worker_failed"
        ) from error


async def _listens(child: ChildProcess, port: int) -> bool:
    """Wait until it listens; False when it ends instead.

    The system is asked, not the port: another program could answer there, and a connection would be the worker's one
    client. Its own log comes too late (its output is buffered).
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _START_SECONDS
    while child.is_running and loop.time() < deadline:
        try:
            connections = psutil.Process(child.pid).net_connections("tcp4")
        except psutil.Error:
            return False
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections):
            return True
        await asyncio.sleep(_LOOK_SECONDS)
    return False


def _last_words(end: ProcessEnd | None) -> str:
    if end is None or not end.last_lines:
        return say("it said nothing.")
    return end.last_lines[-1].strip() + "."
