"""Child processes: started, read line by line, and ended with their owner.

A guarded child runs under `app/lib/guard.py` and cannot outlive its owner. What a program's lines mean is for others.
"""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.lib import guard
from app.lib.lines import LineReader

_log = logging.getLogger(__name__)

LAST_LINES = 60
_CLOSING_SECONDS = 1.0
_GUARD_SLACK_SECONDS = 2.0
_LARGE_PORTION_BYTES = 16 * 1024
_LEAST_PAUSE_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class ProcessEnd:
    """How a process ended.

    Attributes:
        exit_code: What it returned; 128 + the signal's number when a signal ended it.
        signal: The number of the signal that ended it, if one did.
        last_lines: The end of what it wrote, oldest first.
    """

    exit_code: int
    signal: int | None
    last_lines: tuple[str, ...]


class ChildProcess:
    """A program that runs as a child of this one; made by `start`.

    Attributes:
        name: What logs call it.
        pid: Process id of the program itself, also when a guard stands in between.
    """

    def __init__(self, name: str, transport: asyncio.SubprocessTransport, output: "_Output") -> None:
        self.name = name
        self.pid = transport.get_pid()
        self._guarded = False
        self._transport = transport
        self._output = output
        self._stopping = False

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        *,
        name: str,
        environment: Mapping[str, str] | None = None,
        on_line: Callable[[str], None] | None = None,
        is_worth_keeping: Callable[[str], bool] | None = None,
        guarded: bool = True,
        pipe_input: bool = False,
        directory: Path | None = None,
    ) -> "ChildProcess":
        """Start a program.

        Args:
            command: The program and its arguments.
            name: What logs call it.
            environment: Variables added to this process's own.
            on_line: Called on the event loop with each line of its standard output and error.
            is_worth_keeping: Which lines may be kept for `ProcessEnd.last_lines`; all by default.
            guarded: End it with its owner by a guard. Without one it must watch its own standard input.
            pipe_input: Let `write_line` reach its standard input; only without a guard.
            directory: The folder it starts in; that of this process by default.

        Raises:
            OSError: It could not be started.
            ValueError: Both `guarded` and `pipe_input`.
        """
        if guarded and pipe_input:
            raise ValueError("a guarded process has no standard input")
        output = _Output(on_line, is_worth_keeping)
        arguments = [*_guard_command(), *command] if guarded else list(command)
        transport, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: output,
            *arguments,
            stdin=subprocess.PIPE if guarded or pipe_input else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            cwd=directory,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # A keyboard interrupt in the terminal is for the owner alone: it decides what follows.
            start_new_session=True,
        )
        child = cls(name, transport, output)
        if guarded:
            child._guarded = True
            child.pid = await child._started_pid(command[0])
        _log.debug("%s started, pid %d", name, child.pid)
        return child

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return not self._output.ended.done()

    async def write_line(self, line: str) -> None:
        """Write one line to its standard input.

        Raises:
            BrokenPipeError: It has ended, or closed its input.
        """
        pipe = self._transport.get_pipe_transport(0)
        if self._guarded or not isinstance(pipe, asyncio.WriteTransport) or pipe.is_closing():
            raise BrokenPipeError(f"{self.name} reads no input")
        pipe.write(line.encode() + b"\n")
        await self._output.writable.wait()

    async def wait(self) -> ProcessEnd:
        """Wait for its end; may be called by many and again."""
        return await asyncio.shield(self._output.ended)

    async def stop(self, grace_seconds: float = 3.0) -> None:
        """End it: ask, and kill it when it is still there after `grace_seconds`. Returns when it is gone."""
        if not self._stopping and self.is_running:
            self._stopping = True
            self._output.read_slowly(0)
            self._ask_to_end(grace_seconds)
        wait_seconds = grace_seconds + (_GUARD_SLACK_SECONDS if self._guarded else 0)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wait(), wait_seconds)
        if self.is_running:
            self._kill()
        await self.wait()

    def read_slowly(self, period_seconds: float) -> None:
        """From now on read its output in larger portions, for a program that writes much and says little.

        Args:
            period_seconds: Most time between two portions; the pipe holds what comes in between (64 KiB on Linux).
                It is less while much comes, so that the program does not wait for room in it.
        """
        self._output.read_slowly(period_seconds)

    def _ask_to_end(self, grace_seconds: float) -> None:
        with contextlib.suppress(ProcessLookupError, BrokenPipeError):
            pipe = self._transport.get_pipe_transport(0)
            if self._guarded and isinstance(pipe, asyncio.WriteTransport):
                pipe.write(f"stop {grace_seconds}\n".encode())
            else:
                self._transport.terminate()

    def _kill(self) -> None:
        """Kill the program, and its guard if it has one."""
        _log.warning("%s (pid %d) did not end when asked; killing it", self.name, self.pid)
        with contextlib.suppress(ProcessLookupError):
            if self._guarded and self.pid != self._transport.get_pid():
                os.kill(self.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            self._transport.kill()

    async def _started_pid(self, program: str) -> int:
        """What the guard says of the start."""
        try:
            pid = await self._output.started
        except asyncio.CancelledError:
            # Not killed: where the system does not end a program with its guard, it would stay.
            await self.stop(grace_seconds=0.0)
            raise
        if pid is None:
            raise OSError(f"{program} could not be started: {self._output.failure or 'its guard ended'}")
        return pid


class _Output(asyncio.SubprocessProtocol):
    """Receives what a process writes, and its end."""

    def __init__(self, on_line: Callable[[str], None] | None, is_worth_keeping: Callable[[str], bool] | None) -> None:
        loop = asyncio.get_running_loop()
        self.started: asyncio.Future[int | None] = loop.create_future()
        self.ended: asyncio.Future[ProcessEnd] = loop.create_future()
        self.failure = ""
        self.writable = asyncio.Event()
        self.writable.set()
        self._on_line = on_line
        self._is_worth_keeping = is_worth_keeping
        self._period_seconds = 0.0
        self._pause_seconds: dict[int, float] = {}
        self._readers = {1: LineReader(guard.NOTICE), 2: LineReader(guard.NOTICE)}
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._program_code: int | None = None
        self._loop = loop

    def read_slowly(self, period_seconds: float) -> None:
        self._period_seconds = period_seconds
        if period_seconds == 0:
            for fd in self._readers:
                self._resume(fd)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._transport = transport

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        assert isinstance(data, bytes)
        reader = self._readers[fd]
        lines = reader.feed(data)
        for notice in reader.take_notices():
            self._noticed(notice)
        for line in lines:
            self._received(line)
        if self._period_seconds and not self.ended.done():
            self._pause(fd, len(data))

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def process_exited(self) -> None:
        self.read_slowly(0)
        # A grandchild may hold the pipes for ever: their end is not waited for longer than this.
        self._loop.call_later(_CLOSING_SECONDS, self._finish)

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish()

    def _finish(self) -> None:
        if self.ended.done():
            return
        self.writable.set()
        for reader in self._readers.values():
            for line in reader.finish():
                self._received(line)
        code = self._program_code
        if code is None:
            code = self._transport.get_returncode() or 0
        ended_by = -code if code < 0 else None
        exit_code = 128 - code if code < 0 else code
        self.ended.set_result(ProcessEnd(exit_code, ended_by, tuple(self._last_lines)))
        if not self.started.done():
            self.started.set_result(None)
        self._transport.close()

    def _noticed(self, notice: str) -> None:
        word, _, text = notice.partition(" ")
        if word == "started" and not self.started.done():
            self.started.set_result(int(text))
        elif word == "ended":
            self._program_code = int(text)
        else:
            self.failure = text

    def _received(self, line: str) -> None:
        if self._is_worth_keeping is None or self._is_worth_keeping(line):
            self._last_lines.append(line)
        if self._on_line is not None:
            self._on_line(line)

    def _pause(self, fd: int, portion_bytes: int) -> None:
        # A program that fills the pipe meanwhile would stand still until it is read: the pause follows what it writes.
        pause_seconds = self._pause_seconds.get(fd, self._period_seconds)
        if portion_bytes > _LARGE_PORTION_BYTES:
            pause_seconds /= 4
        elif portion_bytes < _LARGE_PORTION_BYTES // 4:
            pause_seconds *= 2
        pause_seconds = self._pause_seconds[fd] = min(max(pause_seconds, _LEAST_PAUSE_SECONDS), self._period_seconds)
        pipe = self._transport.get_pipe_transport(fd)
        if isinstance(pipe, asyncio.ReadTransport) and not pipe.is_closing():
            pipe.pause_reading()
            self._loop.call_later(pause_seconds, self._resume, fd)

    def _resume(self, fd: int) -> None:
        pipe = self._transport.get_pipe_transport(fd)
        if isinstance(pipe, asyncio.ReadTransport) and not pipe.is_closing():
            pipe.resume_reading()


def _guard_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "guard"]
    return [sys.executable, "-I", "-S", str(Path(guard.__file__))]
