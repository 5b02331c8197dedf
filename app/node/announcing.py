"""This node's own record: made anew when it says something new, and published. What it says is its listener's."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

from app.domain.record import Record, SignedRecord
from app.lib.tasks import TaskOwner
from app.network.events import NetworkError
from app.node.ledger_book import LedgerBook

_log = logging.getLogger(__name__)


class Announcer:
    """Publishes this node's record.

    Args:
        book: Numbers and signs it.
        describe: This node as it is now.
        publish: Sends it to all. Raises NetworkError.
        tasks: Owns what is published in the background.
    """

    def __init__(
        self,
        book: LedgerBook,
        describe: Callable[[], Record],
        publish: Callable[[bytes], Awaitable[None]],
        tasks: TaskOwner,
    ) -> None:
        self._book = book
        self._describe = describe
        self._publish = publish
        self._tasks = tasks
        self._due = asyncio.Event()

    def soon(self) -> None:
        """Publish in the background: a peer that takes nothing must not hold up who calls."""
        self._due.set()

    async def for_ever(self) -> None:
        """Publish whenever `soon` was called."""
        while True:
            await self._due.wait()
            self._due.clear()
            await self.now()

    async def now(self) -> None:
        """Publish the record if it says something new."""
        if (signed := self._book.renew(self._describe())) is not None:
            await self._send(signed)

    def renew(self) -> None:
        """Have the record in the ledger as it is now; publish it in the background if it says something new."""
        if (signed := self._book.renew(self._describe())) is not None:
            self._tasks.spawn(self._send(signed), "publish")

    async def _send(self, signed: SignedRecord) -> None:
        try:
            await self._publish(json.dumps(signed.to_wire()).encode())
        except NetworkError as error:  # gossip is best effort: comparing ledgers mends it
            _log.debug("record not published: %r", error)
