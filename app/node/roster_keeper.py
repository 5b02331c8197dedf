"""Keeps the roster on disk, in the data folder: who is in, who is out, which epochs there were. No secret is in it."""

import asyncio
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.decoding import short_text
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.roster import Roster, decode_roster
from app.identity.roster_signing import first_roster
from app.identity.secret_file import SecretFile
from app.identity.swarm_keys import SwarmKeys

_log = logging.getLogger(__name__)

ROSTER_FILE = "roster.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Farewell:
    """This device was removed.

    Attributes:
        swarm_name: From which swarm.
        by: What people call the device that removed it.
    """

    swarm_name: str
    by: str


class RosterKeeper:
    """The roster of this node's swarm.

    Args:
        directory: The data folder.

    Attributes:
        roster: None when this node is in no swarm.
        farewell: Why it is in none, when it was removed and has joined none since.
    """

    def __init__(self, directory: Path) -> None:
        self._file = SecretFile(directory / ROSTER_FILE)
        self._turn = asyncio.Lock()
        self.roster: Roster | None = None
        self.farewell: Farewell | None = None

    async def load(self) -> None:
        """Read what was kept; what cannot be read is as if it was not there, and is learnt again from members."""
        try:
            text = await asyncio.to_thread(self._file.load)
            self.roster, self.farewell = _decode(text) if text is not None else (None, None)
        except (UserError, ValueError) as error:
            _log.warning("the roster could not be read: %s", error)
            self.roster, self.farewell = None, None

    def door_port(self, peer_id: PeerId) -> int:
        """Where a member's door was when it last said so; 0 when that is not known."""
        member = self.roster.members.get(peer_id) if self.roster is not None else None
        port = member.doors[0].rpartition(":")[2] if member is not None and member.doors else ""
        return int(port) if port.isascii() and port.isdecimal() and int(port) < 65536 else 0

    def settle(self, keys: SwarmKeys | None) -> None:
        """Go on with the token of these keys; None for none.

        Epochs after it are left out: their tokens were not kept before the program ended. Their removals stay.
        """
        if keys is None:
            self.roster = None
            return
        self.farewell = None
        if self.roster is None or keys.commitment not in self.roster.chain.commitments:
            self.roster = first_roster(keys)
            return
        chain = self.roster.chain.without_later_than(keys.commitment)
        self.roster = Roster(chain, self.roster.members, self.roster.removals)

    async def keep(self, roster: Roster | None, farewell: Farewell | None = None) -> None:
        """Have this roster from now on, or none and why.

        Raises:
            UserError: It cannot be written.
        """
        async with self._turn:
            if (roster, farewell) == (self.roster, self.farewell):
                return
            await asyncio.to_thread(self._file.save, _encode(roster, farewell))
            self.roster, self.farewell = roster, farewell


def _encode(roster: Roster | None, farewell: Farewell | None) -> str:
    return json.dumps(
        {
            "version": _FORMAT,
            "roster": roster.to_wire() if roster is not None else None,
            "farewell": asdict(farewell) if farewell is not None else None,
        }
    )


def _decode(text: str) -> tuple[Roster | None, Farewell | None]:
    try:
        body: Any = json.loads(text)
        if body["version"] != _FORMAT:
            raise ValueError(f"format {body['version']!r:.20} is not known here")
        roster = decode_roster(body["roster"]) if body["roster"] is not None else None
        said = body["farewell"]
        farewell = Farewell(short_text(said["swarm_name"]), short_text(said["by"])) if said is not None else None
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a roster: {error!r}") from error
    return roster, farewell
