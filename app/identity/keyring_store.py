"""A secret in the system's keyring (Secret Service, Keychain, Credential Manager).

Everything here blocks and is called from a daemon thread. On Linux the state of the Secret Service is looked at
before each use: asking a locked one opens a question and waits for the answer without end.
"""

import sys
from contextlib import closing

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

SERVICE = "Hearth"


class KeyringClosed(Exception):
    """The keyring is locked, or has no collection to store in yet."""


class KeyringAbsent(Exception):
    """There is no keyring that keeps a secret."""


class KeyringStore:
    """Keeps a secret as one entry of the keyring.

    Args:
        account: Names the entry within the service "Hearth"; people see it in their password manager.
    """

    def __init__(self, account: str) -> None:
        self._account = account

    def load(self) -> str | None:
        """The text; None when nothing was stored yet.

        Raises:
            KeyringClosed: It must be unlocked first.
            KeyringAbsent: There is none.
        """
        backend = _backend()
        _check_open()
        try:
            return backend.get_password(SERVICE, self._account)
        except KeyringError as error:
            raise _translated(error) from error

    def save(self, text: str) -> None:
        """Replace the text.

        Raises:
            KeyringClosed: It must be unlocked first.
            KeyringAbsent: There is none.
        """
        backend = _backend()
        _check_open()
        try:
            backend.set_password(SERVICE, self._account, text)
        except KeyringError as error:
            raise _translated(error) from error

    def unlock(self) -> None:
        """Open the system's own question for the password, and wait until it is answered.

        Raises:
            KeyringClosed: It was dismissed.
            KeyringAbsent: There is no keyring.
        """
        _backend()
        if sys.platform == "linux":
            _unlock_secret_service()


def _backend() -> KeyringBackend:
    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring | null.Keyring):
        raise KeyringAbsent("no keyring")
    return backend


def _translated(error: KeyringError) -> Exception:
    if isinstance(error, NoKeyringError):
        return KeyringAbsent(str(error))
    # InitError: the Secret Service has nothing to store in and its question was not answered.
    return KeyringClosed(str(error)) if isinstance(error, KeyringLocked | InitError) else error


def _check_open() -> None:
    """Raise KeyringClosed when the next call to the Secret Service would open a question."""
    if sys.platform != "linux":
        return
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            # Not get_default_collection: that one makes a collection when there is none, and asks for a password.
            locked = secretstorage.Collection(connection).is_locked()
        except secretstorage.ItemNotFoundException as error:
            raise KeyringClosed("the keyring has no default collection yet") from error
    if locked:
        raise KeyringClosed("the default collection is locked")


def _unlock_secret_service() -> None:
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            collection = secretstorage.get_default_collection(connection)
            dismissed = collection.is_locked() and collection.unlock()
        except secretstorage.SecretStorageException as error:
            raise KeyringClosed(str(error)) from error
    if dismissed:
        raise KeyringClosed("the question for the password was dismissed")
