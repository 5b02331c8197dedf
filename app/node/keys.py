"""`node.keys`: the keys with which programs may use the local API. Each has a name, is shown once, and can be revoked.

Until there is one, any key is accepted from this computer. Kept is only the SHA-256 of each: a key has 192 random
bits, so that nothing slower is needed. `api_keys.json` in the data folder, for its owner only.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import secrets
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from app.domain.errors import UserError
from app.domain.preference import ApiKey, NewKey
from app.domain.sentence import say

_log = logging.getLogger(__name__)

PREFIX = "sk-hearth-"
"""Some programs check that a key begins with `sk-`."""

MOST_KEYS = 100
LONGEST_NAME = 60
_RANDOM_BYTES = 24
_SHOWN_CHARACTERS = 4


class ApiKeys:
    """The keys of this node.

    Args:
        data_directory: Where they are kept.
    """

    def __init__(self, data_directory: Path) -> None:
        self._path = data_directory / "api_keys.json"
        self._keys, self._is_damaged = _read(self._path)
        self._changing = asyncio.Lock()

    @property
    def all(self) -> tuple[ApiKey, ...]:
        """Every key, the oldest first."""
        return self._keys

    @property
    def are_needed(self) -> bool:
        """Whether programs of this computer must show one; also when the file with the keys cannot be read."""
        return bool(self._keys) or self._is_damaged

    def accepts(self, text: str) -> bool:
        """Whether this is one of the keys."""
        digest = _digest(text)
        return any([hmac.compare_digest(digest, key.digest) for key in self._keys])  # all: none takes less time

    async def add(self, name: str) -> NewKey:
        """Make a key.

        Raises:
            UserError: The name is not usable or taken, there are too many, or the keys cannot be kept.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
            message = say(
                "A key has a name of 1 to {most} characters, such as that of the program that uses it.",
                most=LONGEST_NAME,
            )
            raise UserError(say("Name not usable"), message, code="bad_name")
        async with self._changing:
            if any(key.name == name for key in self._keys):
                message = say("There is a key {name} already.", name=name)
                raise UserError(say("Name is taken"), message, say("Remove it first."), "name_taken")
            if len(self._keys) >= MOST_KEYS:
                message = say("There are {count} keys.", count=MOST_KEYS)
                raise UserError(say("Too many keys"), message, say("Remove some first."), "too_many_keys")
            text = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
            made = ApiKey(name, _digest(text), text[-_SHOWN_CHARACTERS:], time.time())
            await self._keep((*self._keys, made))
        return NewKey(name, text)

    async def remove(self, name: str) -> None:
        """Revoke a key: it opens nothing from now on.

        Raises:
            UserError: There is none of this name, or the keys cannot be kept.
        """
        async with self._changing:
            left = tuple(key for key in self._keys if key.name != name)
            if len(left) == len(self._keys):
                message = say("There is no key {name}.", name=name[:LONGEST_NAME])
                raise UserError(say("No such key"), message, code="key_unknown")
            await self._keep(left)

    async def _keep(self, keys: tuple[ApiKey, ...]) -> None:
        try:
            await asyncio.to_thread(_write, self._path, keys)
        except OSError as error:
            raise UserError(
                say("Keys not kept"),
                say("{path} cannot be written: {why}.", path=str(self._path), why=error.strerror or str(error)),
                say("Check that its folder belongs to you and that the disk is not full."),
                "keys_not_kept",
            ) from error
        self._keys, self._is_damaged = keys, False


def _digest(text: str) -> str:
    # Bytes of a header that are no UTF-8 come as lone surrogates.
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _read(path: Path) -> tuple[tuple[ApiKey, ...], bool]:
    """The keys, and whether the file is there but cannot be read: then no key opens anything."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        keys = tuple(
            ApiKey(str(item["name"]), str(item["digest"]), str(item["end"]), float(item["made_at"]))
            for item in found["keys"]
        )
    except FileNotFoundError:
        return (), False
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("%s is not readable, so no key is accepted until a new one is made: %r", path, error)
        return (), True
    return keys, False


def _write(path: Path, keys: tuple[ApiKey, ...]) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # of mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "keys": [asdict(key) for key in keys]}, file)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
