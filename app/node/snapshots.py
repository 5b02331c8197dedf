"""The snapshot that faces render: one writer, published when something has changed, and not too often."""

import asyncio
from collections.abc import Callable

from app.domain.state import AppState

PUBLISH_SECONDS = 0.2


class Snapshots:
    """Keeps the snapshot true and tells who asked for it; what is in it is `build`'s business.

    Args:
        build: Builds the snapshot from what the node holds now.
        published: Called after a new one was published in the background.

    Attributes:
        current: The newest.
    """

    def __init__(self, build: Callable[[], AppState], published: Callable[[], None]) -> None:
        self._build = build
        self._published = published
        self._subscribers: list[Callable[[AppState], None]] = []
        self._dirty = asyncio.Event()
        self.current = build()

    def subscribe(self, callback: Callable[[AppState], None]) -> Callable[[], None]:
        """Call back with each new snapshot, on the node's loop; returns what ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def changed(self) -> None:
        """Something that a snapshot shows has changed."""
        self._dirty.set()

    async def publish_for_ever(self) -> None:
        """The one writer of the snapshot: at most one in `PUBLISH_SECONDS`."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if self.publish():
                self._published()
            await asyncio.sleep(PUBLISH_SECONDS)

    def publish(self) -> bool:
        """Replace the snapshot if it is not true any more, and tell who asked for it."""
        state = self._build()
        if state == self.current:
            return False
        self.current = state
        for callback in tuple(self._subscribers):
            callback(state)
        return True
