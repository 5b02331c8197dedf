"""The open invites on disk, so that a restart does not lose them.

In a file of mode 0600 and not in the keyring: it is written at every wrong attempt, which a keyring that asks for its
password would hold up, and a code that somebody reads there opens nothing by itself, since the owner is asked. Who
keeps no secrets on disk by his settings has invites until the program ends.
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.domain.errors import UserError
from app.domain.invite import MAX_FAILURES, Invite
from app.domain.invite_code import FoundCode, read_code
from app.identity.secret_file import SecretFile

_log = logging.getLogger(__name__)

FILE_NAME = "invites.json"
_FORMAT = 1


class InviteFile:
    """Where invites are kept.

    Args:
        directory: The node's data folder; None to keep nothing.
    """

    def __init__(self, directory: Path | None) -> None:
        self._file = None if directory is None else SecretFile(directory / FILE_NAME)
        self._turn = asyncio.Lock()

    async def load(self) -> tuple[Invite, ...]:
        """What was kept; nothing when it cannot be read, and the log says so."""
        if self._file is None:
            return ()
        try:
            text = await asyncio.to_thread(self._file.load)
            return () if text is None else _decode(text)
        except (UserError, ValueError) as error:
            _log.warning("invites of the last run cannot be read: %s", error)
            return ()

    async def save(self, invites: Iterable[Invite]) -> None:
        """Keep those that have not ended.

        Raises:
            UserError: The file cannot be written.
        """
        if self._file is None:
            return
        file, text = self._file, _encode(invites)
        async with self._turn:
            await asyncio.to_thread(file.save, text)


def _encode(invites: Iterable[Invite]) -> str:
    entries = [
        {"id": i.invite_id, "code": str(i.code), "expires_at": i.expires_at, "failures": i.failures}
        for i in invites
        if i.code is not None
    ]
    return json.dumps({"version": _FORMAT, "invites": entries})


def _decode(text: str) -> tuple[Invite, ...]:
    try:
        body = json.loads(text)
        if body["version"] != _FORMAT:
            raise ValueError("invites of a newer Hearth")
        return tuple(_invite(entry) for entry in body["invites"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a file of invites: {type(error).__name__}") from error


def _invite(entry: Any) -> Invite:
    written, _, hint = str(entry["code"]).partition("@")
    found = read_code(written)
    if not isinstance(found, FoundCode):
        raise ValueError("a code that cannot be read")
    code = found.code.at(hint) if hint else found.code
    failures = min(max(int(entry["failures"]), 0), MAX_FAILURES - 1)
    return Invite(str(entry["id"]), code.public_id, code, float(entry["expires_at"]), failures)
