"""The node's thread as the windows see it, and the one queued signal that brings snapshots.

The node runs in an asyncio loop of its own in the thread `node`; Qt keeps the main thread. Commands cross
over by `NodeThread.ask`, snapshots by `Bridge.changed`. Nothing else is shared between the two.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import Problem, UserError
from app.domain.sentence import say
from app.lib.tasks import TaskOwner
from app.ui.node_face import NodeFace

_log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
"""How long the node may take to give everything back before the program ends without it."""


type MakeNode = Callable[[Callable[[], None]], NodeFace]


class Bridge(QObject):
    """Signals from the node's thread; Qt queues them to the main thread."""

    changed = Signal(object)
    """A new `AppState`."""
    show_requested = Signal(str)
    """A second start wants to see a window; with the link that it was given, or nothing."""
    quit_requested = Signal()
    """The command line asks the program to end."""
    start_failed = Signal(object)
    """The node did not start: a `Problem`."""
    ended = Signal()
    """The node's thread is over."""


class NodeThread(threading.Thread):
    """Runs a node until it is asked to stop.

    Args:
        make_node: Makes the node; called in this thread, so that its imports do not hold up the tray icon. It
            gets a function that ends the program, for the command line's wish to quit.
        bridge: Where its news go.
    """

    def __init__(self, make_node: MakeNode, bridge: Bridge) -> None:
        # A daemon: a node that does not stop in time must not keep the program from ending.
        super().__init__(name="node", daemon=True)
        self._make_node = make_node
        self._bridge = bridge
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._finish: asyncio.Event | None = None
        self._finish_early = False
        self._node: NodeFace | None = None

    def run(self) -> None:
        """The thread's body."""
        try:
            asyncio.run(self._main())
        except UserError as error:
            self._bridge.start_failed.emit(error.problem)
        except Exception:
            _log.exception("the node ended unexpectedly")
            self._bridge.start_failed.emit(UNEXPECTED)
        finally:
            with self._lock:
                self._loop = None
            self._bridge.ended.emit()

    @property
    def local_key(self) -> str:
        """The key with which windows ask the local API; empty before there is a node."""
        return node.local_key if (node := self.node) is not None else ""

    @property
    def node(self) -> NodeFace | None:
        """The node, for what may be used from any thread; it is there also when it did not start."""
        with self._lock:
            return self._node

    async def ask[T](self, command: Callable[[NodeFace], Coroutine[Any, Any, T]]) -> T:
        """Run a command of the node on its loop, and wait for the answer on the caller's.

        Raises:
            UserError: What the command raises, or that the node does not run.
        """
        with self._lock:
            loop, node = self._loop, self._node
        if loop is None or node is None:
            raise UserError(
                say("Not ready yet"),
                say("Hearth is still starting."),
                say("Try again in a moment."),
                "starting",
            )
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(command(node), loop))

    def finish(self) -> None:
        """Ask the node to stop; returns at once, `Bridge.ended` follows."""
        with self._lock:
            self._finish_early = True
            if self._loop is not None and self._finish is not None:
                self._loop.call_soon_threadsafe(self._finish.set)

    async def _main(self) -> None:
        node = self._make_node(self._bridge.quit_requested.emit)
        finish = asyncio.Event()
        with self._lock:
            self._loop, self._finish, self._node = asyncio.get_running_loop(), finish, node
            if self._finish_early:
                return
        node.on_show(self._bridge.show_requested.emit)
        unsubscribe = node.subscribe(self._bridge.changed.emit)
        try:
            if await self._start_node(node.start(), finish):
                self._bridge.changed.emit(node.snapshot)
                await finish.wait()
        finally:
            unsubscribe()
            await node.stop()

    async def _start_node(self, start: Coroutine[Any, Any, None], finish: asyncio.Event) -> bool:
        """Start, unless the user quits first."""
        owner = TaskOwner("node thread")
        starting, quitting = owner.spawn(start, "start"), owner.spawn(finish.wait(), "quit")
        await asyncio.wait((starting, quitting), return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
        await owner.close()
        return not starting.cancelled()


UNEXPECTED = Problem(
    say("Something went wrong"),
    say("Hearth met an error that it did not expect."),
    say("The log has the details; starting Hearth again may help."),
    "unexpected",
)
"""The one calm sentence for every error that is not a `UserError`."""
