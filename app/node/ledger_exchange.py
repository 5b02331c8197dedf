"""Ledgers become equal: two nodes compare them in one short message and tell each other what is missing.

When that happens, and with whom, is `membership.py`'s; gossip is quicker and may lose a message.
"""

import logging
from collections.abc import Awaitable, Callable, Collection

from app.domain.ids import PeerId
from app.domain.ledger import summary
from app.domain.record import Record
from app.node.ledger_book import LedgerBook
from app.node.messages import Declined, Done, LedgerSummary, Message, NoReply, Records

_log = logging.getLogger(__name__)


class LedgerExchange:
    """Compares the ledger with those of peers.

    Args:
        book: The ledger.
        ask: Asks a peer. Raises NoReply.
        present: Who is there now.
        learned: Called with each record that was news, and the one known of its node before.
    """

    def __init__(
        self,
        book: LedgerBook,
        ask: Callable[[PeerId, Message], Awaitable[Message]],
        present: Callable[[], Collection[PeerId]],
        learned: Callable[[Record, Record | None], None],
    ) -> None:
        self._book = book
        self._ask = ask
        self._present = present
        self._learned = learned

    async def compare(self, peer_id: PeerId) -> bool:
        """Make the ledger of a peer and this one equal; whether something was news here."""
        try:
            reply = await self._ask(peer_id, LedgerSummary(summary(self._book.ledger)))
            if isinstance(reply, Declined):  # of a version before there were summaries
                reply = await self._ask(peer_id, self._records())
            if not isinstance(reply, Records):
                return False
            news = self.learn(reply)
            if self._book.has_more_than(reply):
                await self._ask(peer_id, self._records())
        except NoReply as error:
            _log.debug("ledgers not compared: %s", error)
            return False
        return news

    def answer(self, message: Records | LedgerSummary) -> Message:
        """What a peer is told who compares."""
        if isinstance(message, Records):
            self.learn(message)
        elif message.summary == summary(self._book.ledger):
            return Done()
        return self._records()

    def learn(self, records: Records) -> bool:
        """Take in what a peer knows; whether something was news."""
        news = False
        for signed, age_seconds in records.with_ages():
            before = self._book.ledger.get(signed.record.peer_id)
            if self._book.learn(signed, age_seconds, self._present()):
                news = True
                self._learned(signed.record, before)
        return news

    def _records(self) -> Records:
        return self._book.records(self._present())
