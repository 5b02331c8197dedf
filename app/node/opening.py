"""The secrets are read before anything else; while the keyring is locked, that is said and tried again."""

import asyncio
from collections.abc import Awaitable, Callable

from app.identity.vault import VaultLocked
from app.lib.tasks import TaskOwner
from app.node.problems import Problems

KEYRING_RETRY_SECONDS = 3.0


class Opening:
    """Begins a node as soon as its secrets can be read.

    Args:
        begin: Reads the secrets and begins. Raises VaultLocked.
        problems: Where a locked keyring is noted.
    """

    def __init__(self, begin: Callable[[], Awaitable[None]], problems: Problems) -> None:
        self._begin = begin
        self._problems = problems
        self._tasks = TaskOwner("opening")

    async def start(self) -> None:
        """Begin, or return and go on in the background while the keyring is locked."""
        try:
            await self._begin()
        except VaultLocked as locked:
            self._problems.note("keyring", locked.problem)
            self._tasks.spawn(self._wait_for_keyring(), "keyring")

    async def stop(self) -> None:
        """Wait no more."""
        await self._tasks.close()

    async def _wait_for_keyring(self) -> None:
        while True:
            await asyncio.sleep(KEYRING_RETRY_SECONDS)
            try:
                await self._begin()
            except VaultLocked:
                continue
            self._problems.clear("keyring")
            return
