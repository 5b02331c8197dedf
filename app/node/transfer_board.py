"""The transfers of one kind as faces show them: the newest first, and finished ones for a while."""

import time
from collections.abc import Callable

from app.domain.transfer import Finished, Transfer

FINISHED_SECONDS = 600.0


class TransferBoard:
    """What is shown.

    Args:
        changed: Called when it is not what it was.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._transfers: dict[str, Transfer] = {}
        self._finished_at: dict[str, float] = {}

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """All, the newest first."""
        now = time.monotonic()
        for transfer_id, at in list(self._finished_at.items()):
            if now - at > FINISHED_SECONDS:
                self._drop(transfer_id)
        return tuple(reversed(self._transfers.values()))

    def find(self, transfer_id: str) -> Transfer | None:
        """The one of this name; None when there is none."""
        return self._transfers.get(transfer_id)

    def show(self, transfer: Transfer) -> None:
        """Show it, in place of what was shown of it before."""
        if self._transfers.get(transfer.transfer_id) == transfer:
            return
        if isinstance(transfer.status, Finished):
            self._finished_at.setdefault(transfer.transfer_id, time.monotonic())
        self._transfers[transfer.transfer_id] = transfer
        self._changed()

    def remove(self, transfer_id: str) -> None:
        """Show it no more."""
        if transfer_id in self._transfers:
            self._drop(transfer_id)
            self._changed()

    def _drop(self, transfer_id: str) -> None:
        self._transfers.pop(transfer_id, None)
        self._finished_at.pop(transfer_id, None)
