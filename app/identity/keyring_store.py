"""A secret in the system's keyring (Secret Service, Keychain, Credential Manager).

Everything here blocks and is called from a daemon thread. On Linux the state of the Secret Service is looked at
before each use: asking a locked one opens a question and waits for the answer without end.
"""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

SERVICE = "Hearth"


class KeyringClosed(Exception):
    """The keyring is locked, or has no collection to store in yet."""


class KeyringAbsent(Exception):
    """There is no keyring that keeps a secret."""


class KeyringBroken(Exception):
    """There is a keyring and it does not do what it should; the text says in what way."""


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
            KeyringBroken: It does not work.
        """
        with _translated():
            backend = _backend()
            _check_open()
            return backend.get_password(SERVICE, self._account)

    def save(self, text: str) -> None:
        """Replace the text.

        Raises:
            KeyringClosed: It must be unlocked first.
            KeyringAbsent: There is none.
            KeyringBroken: It does not work.
        """
        with _translated():
            backend = _backend()
            _check_open()
            backend.set_password(SERVICE, self._account, text)

    def unlock(self) -> None:
        """Open the system's own question for the password, and wait until it is answered.

        Raises:
            KeyringClosed: It was dismissed.
            KeyringAbsent: There is no keyring.
            KeyringBroken: It does not work.
        """
        with _translated():
            _backend()
            if sys.platform == "linux":
                _unlock_secret_service()


def _backend() -> KeyringBackend:
    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring | null.Keyring):
        raise KeyringAbsent("no keyring")
    return backend


@contextmanager
def _translated() -> Iterator[None]:
    """Turns what keyring, secretstorage and D-Bus raise into the three errors of this module."""
    try:
        yield
    except (KeyringClosed, KeyringAbsent):
        raise
    except NoKeyringError as error:
        raise KeyringAbsent(str(error)) from error
    except (KeyringLocked, InitError) as error:  # InitError: no collection, and none was made
        raise KeyringClosed(str(error)) from error
    except Exception as error:  # many kinds, from four libraries and the D-Bus service itself
        raise KeyringBroken(str(error) or type(error).__name__) from error


def _check_open() -> None:
    """Raise KeyringClosed when the next call to the Secret Service would open a question."""
    if sys.platform != "linux":
        return
    import secretstorage

    try:
        with closing(secretstorage.dbus_init()) as connection:
            # Not get_default_collection: that one makes a collection when there is none, and asks for a password.
            locked = secretstorage.Collection(connection).is_locked()
    except secretstorage.ItemNotFoundException as error:
        raise KeyringClosed("the keyring has no default collection yet") from error
    except secretstorage.SecretServiceNotAvailableException:
        return  # The keyring in use is another one.
    if locked:
        raise KeyringClosed("the default collection is locked")


def _unlock_secret_service() -> None:
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            collection = secretstorage.get_default_collection(connection)
            dismissed = collection.is_locked() and collection.unlock()
        except secretstorage.PromptDismissedException as error:
            raise KeyringClosed("the question for a new keyring was dismissed") from error
    if dismissed:
        raise KeyringClosed("the question for the password was dismissed")
