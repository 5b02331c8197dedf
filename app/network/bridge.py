"""A trio event loop in a thread of its own, reached from asyncio and reaching back into it.

py-libp2p runs on trio; the rest of Hearth runs on asyncio. This module knows nothing of libp2p.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any

import trio

from app.lib.tasks import TaskOwner
from app.network.events import NetworkStopped

_log = logging.getLogger(__name__)


class TrioThread:
    """A daemon thread that runs trio until it is stopped.

    A daemon, so that a library that hangs while it closes never keeps the program from ending.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started: Future[None] = Future()
        self._ended: Future[None] = Future()
        self._token: trio.lowlevel.TrioToken | None = None
        self._nursery: trio.Nursery | None = None

    async def start(self) -> None:
        """Start the thread; returns when its loop runs."""
        self._thread.start()
        await asyncio.wrap_future(self._started)

    def run[T](self, function: Callable[[], Awaitable[T]]) -> "asyncio.Future[T]":
        """Run an async function on the trio loop; cancelling the returned future cancels it there.

        Raises (from the future):
            NetworkStopped: The loop ended before the function did.
        """
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()  # from here on only the trio task sets the outcome: no races
        scope = trio.CancelScope()
        self.post(lambda: self._spawn(function, scope, outcome), otherwise=lambda: _refuse(outcome))
        result = asyncio.wrap_future(outcome)
        result.add_done_callback(lambda done: self.post(scope.cancel) if done.cancelled() else None)
        return result

    def post(self, function: Callable[[], object], *, otherwise: Callable[[], object] | None = None) -> None:
        """Call a plain function on the trio loop soon, from any thread; `otherwise` here when the loop is gone."""
        try:
            if self._token is None:
                raise trio.RunFinishedError
            self._token.run_sync_soon(function)
        except trio.RunFinishedError:
            if otherwise is not None:
                otherwise()

    async def stop(self, timeout_seconds: float) -> bool:
        """Cancel everything on the loop and wait for its end; False when it did not end in time."""
        self.post(self._cancel)
        done, _ = await asyncio.wait([asyncio.wrap_future(self._ended)], timeout=timeout_seconds)
        return bool(done)

    def _run(self) -> None:
        try:
            trio.run(self._main)
        except BaseException:
            # Shutting libp2p down under load can raise a group of errors; nothing is left to be done about them.
            _log.debug("the trio loop ended with an error", exc_info=True)
        finally:
            if not self._started.done():
                self._started.set_exception(NetworkStopped("the trio loop did not start"))
            self._ended.set_result(None)

    async def _main(self) -> None:
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            self._token = trio.lowlevel.current_trio_token()
            self._started.set_result(None)
            await trio.sleep_forever()

    def _spawn[T](self, function: Callable[[], Awaitable[T]], scope: trio.CancelScope, outcome: Future[T]) -> None:
        if self._nursery is None:
            _refuse(outcome)
            return
        try:
            self._nursery.start_soon(_carry_out, function, scope, outcome)
        except RuntimeError:  # the nursery is closed
            _refuse(outcome)

    def _cancel(self) -> None:
        if self._nursery is not None:
            self._nursery.cancel_scope.cancel()


class AsyncioCaller:
    """Lets trio tasks await coroutines of the asyncio loop.

    Args:
        loop: The asyncio loop.
        tasks: Owner of the asyncio tasks that are made.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, tasks: TaskOwner) -> None:
        self._loop = loop
        self._tasks = tasks

    async def call[T](self, function: Callable[[], Coroutine[Any, Any, T]], name: str) -> T:
        """Await `function()` on the asyncio loop, from a trio task; a cancelled trio task cancels it.

        Raises:
            NetworkStopped: The asyncio loop is closed, or the task there was cancelled.
            Exception: Whatever the coroutine raises.
        """
        token = trio.lowlevel.current_trio_token()
        ended = trio.Event()
        outcome: Future[T] = Future()
        running: list[asyncio.Task[None]] = []

        async def work() -> None:
            try:
                outcome.set_result(await function())
            except Exception as error:
                outcome.set_exception(error)
            finally:
                if not outcome.done():
                    outcome.set_exception(NetworkStopped("the task was cancelled"))
                _post_quietly(token, ended.set)

        self._soon(lambda: running.append(self._tasks.spawn(work(), name)))
        try:
            await ended.wait()
        except trio.Cancelled:
            self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in running])
            raise
        return outcome.result(timeout=0)

    def post(self, function: Callable[[], object]) -> None:
        """Call a plain function on the asyncio loop soon; nothing happens when it is closed."""
        try:
            self._soon(function)
        except NetworkStopped:
            _log.debug("an event came after the asyncio loop was closed")

    def _soon(self, function: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError as error:
            raise NetworkStopped("the asyncio loop is closed") from error


async def _carry_out[T](function: Callable[[], Awaitable[T]], scope: trio.CancelScope, outcome: Future[T]) -> None:
    try:
        with scope:
            outcome.set_result(await function())
    except Exception as error:
        outcome.set_exception(error)
    finally:
        if not outcome.done():
            _refuse(outcome)


def _refuse[T](outcome: Future[T]) -> None:
    outcome.set_exception(NetworkStopped("the network is not running"))


def _post_quietly(token: trio.lowlevel.TrioToken, function: Callable[[], object]) -> None:
    try:
        token.run_sync_soon(function)
    except trio.RunFinishedError:
        _log.debug("an answer came after the trio loop ended")
