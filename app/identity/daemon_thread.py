"""Calls that may block for ever, such as those to a keyring that waits for a password.

They run in daemon threads: neither a time-out nor the end of the program waits for them. (`asyncio.to_thread` would:
the interpreter joins its threads at exit.)
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress


class DaemonCaller:
    """Makes blocking calls one at a time, each in a daemon thread, each with a time limit.

    Args:
        name: Name of the threads.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._stuck: threading.Thread | None = None

    async def call[T](self, function: Callable[[], T], timeout_seconds: float) -> T:
        """The result of a blocking call, or what it raised.

        Raises:
            TimeoutError: It takes longer; or an earlier call that took too long still blocks, in which case the
                function is not called, so that blocked threads do not pile up.
        """
        if self._stuck is not None and self._stuck.is_alive():
            raise TimeoutError(f"{self._name} is still busy with an earlier call")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def deliver(settle: Callable[[], None]) -> None:
            with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
                loop.call_soon_threadsafe(lambda: None if done.done() else settle())

        def run() -> None:
            try:
                result = function()
            except Exception as error:
                failure = error
                deliver(lambda: done.set_exception(failure))
            else:
                deliver(lambda: done.set_result(result))

        thread = threading.Thread(target=run, name=self._name, daemon=True)
        thread.start()
        try:
            return await asyncio.wait_for(done, timeout_seconds)
        except (TimeoutError, asyncio.CancelledError):
            self._stuck = thread
            raise
