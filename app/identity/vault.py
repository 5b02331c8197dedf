"""Where a node keeps its two secrets, the identity key and the token: in the system's keyring.

By the user's choice also in a 0600 file, or in memory for one run. Waiting for a locked keyring, and what to do
without one, is the node's decision; here each is an error with words of its own.
"""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from app.domain.errors import UserError
from app.domain.sentence import say
from app.identity.daemon_thread import DaemonCaller
from app.identity.keyring_store import KeyringAbsent, KeyringBroken, KeyringClosed, KeyringStore
from app.identity.node_identity import SEED_BYTES, new_identity
from app.identity.secret_file import SecretFile

type SecretsPolicy = Literal["keyring", "file", "memory"]

CALL_SECONDS = 10.0
"""A keyring that is not locked answers in milliseconds; one that takes longer shows a question somewhere."""

UNLOCK_SECONDS = 300.0
"""How long the question for the keyring's password may stay unanswered."""

SECRET_FILE = "secrets.json"

_FORMAT = 1

_LOCKED = say("The keyring of this computer is locked, and Hearth keeps its token there.")
_SILENT = say("The keyring of this computer does not answer: it may be waiting for its password.")
_MISSING = say("This computer has no keyring in which Hearth could keep its token.")


class VaultLocked(UserError):
    """The keyring is there and must be unlocked first."""

    def __init__(self, message: str = _LOCKED) -> None:
        super().__init__(
            say("Keyring locked"),
            message,
            say("Unlock it (signing in to the desktop usually does) and Hearth goes on by itself."),
            "keyring_locked",
        )


class VaultMissing(UserError):
    """There is no keyring on this machine, or none that works."""

    def __init__(self, message: str) -> None:
        super().__init__(
            say("No keyring"),
            message,
            say(
                "Hearth runs, and forgets the token when it ends. To keep it in a file that is not encrypted, start "
                "with HEARTH_SECRETS=file; on a server, give the token as HEARTH_TOKEN."
            ),
            "keyring_missing",
        )


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a vault keeps; its repr shows nothing of it.

    Attributes:
        identity_seed: The node's Ed25519 private key, 32 bytes.
        token: Text of the token of its swarm; None when it is in none.
    """

    identity_seed: bytes = field(repr=False)
    token: str | None = field(default=None, repr=False)


class SecretStore(Protocol):
    """A place for one secret text. Its methods may block."""

    def load(self) -> str | None:
        """The text; None when nothing was stored yet."""

    def save(self, text: str) -> None:
        """Replace the text."""

    def unlock(self) -> None:
        """Ask the user to open the place, where that is needed."""


class MemoryStore:
    """Keeps a secret until the program ends."""

    def __init__(self) -> None:
        self._text: str | None = None

    def load(self) -> str | None:
        """What was saved in this run."""
        return self._text

    def save(self, text: str) -> None:
        """Keep the text for this run."""
        self._text = text

    def unlock(self) -> None:
        """Nothing to open."""


class Vault:
    """The secrets of one node."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._caller = DaemonCaller("vault")
        self._turn = asyncio.Lock()

    async def read(self) -> Secrets:
        """The secrets; an identity is made and stored when there is none yet.

        Raises:
            VaultLocked: The keyring must be unlocked first.
            VaultMissing: There is no keyring.
            UserError: What is stored cannot be read; it is left as it is.
        """
        async with self._turn:
            return await self._read()

    async def write_token(self, token: str | None) -> None:
        """Keep another token, or none; the identity stays.

        Raises:
            UserError: As `read`.
        """
        async with self._turn:
            await self._save(replace(await self._read(), token=token))

    async def renew_identity(self) -> Secrets:
        """Make and keep a new identity, and no token: this computer is another device from now on.

        Raises:
            UserError: As `read`.
        """
        async with self._turn:
            await self._read()  # never replaces what cannot be read
            secrets = Secrets(new_identity().seed)
            await self._save(secrets)
            return secrets

    async def unlock(self) -> None:
        """Ask the user for the keyring's password and wait for the answer, at most five minutes.

        Raises:
            VaultLocked: It was not given.
            VaultMissing: There is no keyring.
        """
        async with self._turn:
            await self._call(self._store.unlock, UNLOCK_SECONDS)

    async def _read(self) -> Secrets:
        text = await self._call(self._store.load)
        if text is not None:
            return _decode(text)
        secrets = Secrets(new_identity().seed)
        await self._save(secrets)
        return secrets

    async def _save(self, secrets: Secrets) -> None:
        text = _encode(secrets)
        await self._call(lambda: self._store.save(text))

    async def _call[T](self, function: Callable[[], T], timeout_seconds: float = CALL_SECONDS) -> T:
        try:
            return await self._caller.call(function, timeout_seconds)
        except TimeoutError as error:
            raise VaultLocked(_SILENT) from error
        except KeyringClosed as error:
            raise VaultLocked from error
        except KeyringAbsent as error:
            raise VaultMissing(_MISSING) from error
        except KeyringBroken as error:
            raise VaultMissing(
                say("The keyring of this computer does not work ({error}).", error=str(error))
            ) from error


async def open_vault(data_directory: Path, policy: SecretsPolicy) -> Vault:
    """The vault of the node that has this data folder; nothing is read yet.

    Several nodes on one machine have data folders of their own, and so entries of their own in one keyring.
    """
    match policy:
        case "keyring":
            return Vault(KeyringStore(await asyncio.to_thread(_account, data_directory)))
        case "file":
            return Vault(SecretFile(data_directory / SECRET_FILE))
        case "memory":
            return Vault(MemoryStore())


def _account(data_directory: Path) -> str:
    return str(data_directory.resolve())


def _encode(secrets: Secrets) -> str:
    seed = base64.b64encode(secrets.identity_seed).decode()
    return json.dumps({"version": _FORMAT, "identity": seed, "token": secrets.token})


def _decode(text: str) -> Secrets:
    try:
        body = json.loads(text)
        if body["version"] != _FORMAT:
            raise UserError(
                say("Secrets of a newer Hearth"),
                say(
                    "The stored identity has format {version}; this Hearth knows format {known}.",
                    version=repr(body["version"])[:20],
                    known=_FORMAT,
                ),
                say("Update Hearth on this computer. Nothing was changed."),
                "secrets_too_new",
            )
        seed = base64.b64decode(body["identity"], validate=True)
        token = body["token"]
        if len(seed) != SEED_BYTES or not isinstance(token, str | None):
            raise ValueError("wrong length or type")
    except (ValueError, KeyError, TypeError) as error:
        reason = type(error).__name__  # not the error itself: a JSON error carries the text, which may be the secret
        # Chained without the text: it may hold a part of the secret.
        raise UserError(
            say("Secrets damaged"),
            say("What is stored as this computer's identity and token cannot be read."),
            say('Remove the entry "Hearth" from the keyring (or the file secrets.json) and join again with a token.'),
            "secrets_damaged",
        ) from ValueError(f"malformed: {reason}")
    return Secrets(seed, token)
