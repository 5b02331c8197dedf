"""The ledger of one membership: merged from what comes, numbered for what goes, and kept on disk.

Devices that are away are shown after a restart too, and are forgotten when nobody has heard of them for a month. How
records travel is `membership.py`'s.
"""

import asyncio
import json
import logging
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.decoding import count
from app.domain.ids import PeerId
from app.domain.ledger import MAX_RECORDS, Ledger, expired, forget, merge, to_give_up
from app.domain.record import Record, SignedRecord, decode_signed_record
from app.identity.node_identity import NodeIdentity, sign_record, verify_record
from app.lib.files import replace_file
from app.node.messages import Records

_log = logging.getLogger(__name__)

WRITE_SECONDS = 60.0
"""What changes all the time is written so often at most; a new device is written at once."""

SEEN_SECONDS = 60.0


class LedgerBook:
    """Records of all members.

    Args:
        identity: Signs this node's own record.
        path: The file; None to keep nothing over a restart.
        swarm_name: The file of another swarm is not read.

    Attributes:
        ledger: The newest record of each.
    """

    def __init__(self, identity: NodeIdentity, path: Path | None, swarm_name: str) -> None:
        self._identity = identity
        self._path = path
        self._swarm_name = swarm_name
        self._incarnation = int(time.time())
        self._counter = 0
        self._must_announce = False
        self._heard_at: dict[PeerId, float] = {}
        self._removed: frozenset[PeerId] = frozenset()
        self._written_at = -WRITE_SECONDS
        self._has_changed = False
        self._writing = asyncio.Lock()
        self.ledger = Ledger()

    # -- this node's own record -----------------------------------------------------------------------------

    def renew(self, record: Record) -> SignedRecord | None:
        """This node's record with the next number, in the ledger too; None when it says nothing new."""
        own = self.ledger.get(self._identity.peer_id)
        is_known = own is not None and record == replace(own, incarnation=record.incarnation, counter=record.counter)
        if is_known and not self._must_announce:
            return None
        self._must_announce = False
        self._counter += 1
        signed = sign_record(self._identity, replace(record, incarnation=self._incarnation, counter=self._counter))
        self.ledger = merge(self.ledger, signed)
        self._has_changed = True
        return signed

    def announce_again(self) -> None:
        """The next record is new whatever it says."""
        self._must_announce = True

    # -- records of all -------------------------------------------------------------------------------------

    def records(self, present: Collection[PeerId]) -> Records:
        """All that is known, with how long ago each was heard of; those who are present are heard of now."""
        now = time.time()
        self._hear(present, now)
        peer_ids = sorted(self.ledger.entries)
        own = self._identity.peer_id
        ages = tuple(0 if p == own else max(0, int(now - self._heard_at.get(p, now))) for p in peer_ids)
        return Records(tuple(self.ledger.entries[p] for p in peer_ids), ages)

    def seen_at(self, peer_id: PeerId) -> float | None:
        """Wall-clock seconds, to the minute, when this node was last heard of: finer ones differ from telling to
        telling, and would make a new snapshot each time."""
        heard_at = self._heard_at.get(peer_id)
        return None if heard_at is None else heard_at // SEEN_SECONDS * SEEN_SECONDS

    def learn(self, signed: SignedRecord, age_seconds: int, present: Collection[PeerId]) -> bool:
        """Whether a record of another node was news, and is known now.

        Args:
            signed: The record; its signature is checked here.
            age_seconds: How long ago the one who tells it has heard of its node.
            present: Who is not to be given up for it.
        """
        peer_id, now = signed.record.peer_id, time.time()
        before = self.ledger.get(peer_id)
        if before is not None and before.order == signed.record.order and peer_id != self._identity.peer_id:
            self._heard_at[peer_id] = max(self._heard_at.get(peer_id, 0.0), now - age_seconds)
        is_old = before is not None and before.order >= signed.record.order
        if is_old or expired(age_seconds) or peer_id in self._removed:
            return False
        if not verify_record(signed):
            _log.warning("a record of %s has a wrong signature", peer_id)
            return False
        if peer_id == self._identity.peer_id:  # from an earlier run of ours with a clock ahead: jump past it
            self._jump_past(signed.record)
            return False
        if before is None and not self._has_room(present):
            _log.warning("the ledger is full: the record of %s is ignored", peer_id)
            return False
        self.ledger = merge(self.ledger, signed)
        self._heard_at[peer_id] = max(self._heard_at.get(peer_id, 0.0), now - age_seconds)
        self._has_changed = True
        if before is None:
            self._written_at = -WRITE_SECONDS
        return True

    def has_more_than(self, records: Records) -> bool:
        """Whether a peer that told these lacks a record that is known here."""
        told = {signed.record.peer_id: signed.record.order for signed in records.records}
        return any(e.record.order > told.get(peer_id, (-1, -1)) for peer_id, e in self.ledger.entries.items())

    def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """These are no members any more, whoever brings a record of them."""
        self._removed = peer_ids
        self._forget(peer_ids)

    def _forget(self, peer_ids: Collection[PeerId]) -> None:
        for peer_id in peer_ids:
            self.ledger = forget(self.ledger, peer_id)
            self._heard_at.pop(peer_id, None)
            self._has_changed, self._written_at = True, -WRITE_SECONDS

    def _jump_past(self, own: Record) -> None:
        self._incarnation = max(self._incarnation, own.incarnation + 1)
        self._must_announce = True

    def _hear(self, present: Collection[PeerId], now: float) -> None:
        self._heard_at.update({peer_id: now for peer_id in present if peer_id in self.ledger.entries})

    def _has_room(self, present: Collection[PeerId]) -> bool:
        if len(self.ledger.entries) < MAX_RECORDS:
            return True
        given_up = to_give_up(self._heard_at, {*present, self._identity.peer_id})
        if given_up is None:
            return False
        self._forget((given_up,))
        return True

    # -- the file -------------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Read the file; what is broken or of another swarm is left out."""
        if self._path is None:
            return
        try:
            body = json.loads(await asyncio.to_thread(self._path.read_text, "utf-8"))
            items = body["records"] if body["swarm"] == self._swarm_name else []
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            _log.warning("%s is not used: %r", self._path, error)
            return
        for item in items if isinstance(items, list) else ():
            self._read(item)

    def _read(self, item: Any) -> None:
        try:
            signed = decode_signed_record(item)
            age_seconds = max(0, int(time.time()) - count(item["heard_at"]))
        except (ValueError, KeyError, TypeError) as error:
            _log.warning("a kept record is not used: %r", error)
            return
        self.learn(signed, age_seconds, ())

    async def keep(self, present: Collection[PeerId], *, at_once: bool = False) -> None:
        """Forget who was not heard of for a month, and write the file when it is time."""
        now = time.time()
        self._hear(present, now)
        own = self._identity.peer_id
        self._forget([p for p, at in self._heard_at.items() if p != own and expired(now - at)])
        is_due = at_once or time.monotonic() - self._written_at >= WRITE_SECONDS
        if self._path is None or not (is_due and self._has_changed):
            return
        self._has_changed, self._written_at = False, time.monotonic()
        async with self._writing:
            try:
                await asyncio.to_thread(replace_file, self._path, self._text())
            except OSError as error:
                _log.warning("%s is not written: %s", self._path, error)

    def _text(self) -> str:
        now = time.time()
        records = [
            {**signed.to_wire(), "heard_at": int(self._heard_at.get(peer_id, now))}
            for peer_id, signed in self.ledger.entries.items()
        ]
        return json.dumps({"swarm": self._swarm_name, "records": records})
