"""The vault over a file and in memory, and what it says of a keyring in trouble; test_keyring.py has a real one."""

import json
import os
import stat
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail, null

from app.domain.errors import UserError
from app.identity.keyring_store import KeyringBroken, KeyringClosed
from app.identity.secret_file import SecretFile
from app.identity.vault import SECRET_FILE, SecretsPolicy, Vault, VaultLocked, VaultMissing, open_vault


@pytest.mark.parametrize("policy", ["file", "memory"])
async def test_an_identity_is_made_once_and_the_token_comes_and_goes(policy: SecretsPolicy, tmp_path: Path) -> None:
    vault = await open_vault(tmp_path, policy)
    first = await vault.read()
    assert len(first.identity_seed) == 32
    assert first.token is None
    await vault.write_token("hearth1test")
    assert (await vault.read()).token == "hearth1test"
    await vault.write_token(None)
    assert await vault.read() == first
    await vault.unlock()


async def test_a_file_is_read_again_by_the_next_run(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    await (await open_vault(folder, "file")).write_token("hearth1test")
    again = await (await open_vault(folder, "file")).read()
    assert again.token == "hearth1test"
    other = await (await open_vault(tmp_path / "other", "file")).read()
    assert (other.token, other.identity_seed == again.identity_seed) == (None, False)


async def test_memory_forgets(tmp_path: Path) -> None:
    await (await open_vault(tmp_path, "memory")).write_token("hearth1test")
    assert (await (await open_vault(tmp_path, "memory")).read()).token is None
    assert os.listdir(tmp_path) == []


async def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    vault = await open_vault(tmp_path, "file")
    await vault.read()
    path = tmp_path / SECRET_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    await vault.read()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [SECRET_FILE]


GOOD = {"version": 1, "identity": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "token": None}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "secrets_damaged"),
        (b"not json", "secrets_damaged"),
        (b"[]", "secrets_damaged"),
        (b"{}", "secrets_damaged"),
        (json.dumps(GOOD | {"identity": "AAEC"}).encode(), "secrets_damaged"),
        (json.dumps(GOOD | {"identity": "?" * 44}).encode(), "secrets_damaged"),
        (json.dumps(GOOD | {"token": 5}).encode(), "secrets_damaged"),
        (json.dumps(GOOD | {"version": 2}).encode(), "secrets_too_new"),
        (b"\xff\xfe", "secrets_file"),
    ],
)
async def test_what_cannot_be_read_is_named_and_kept(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / SECRET_FILE
    path.write_bytes(content)
    vault = await open_vault(tmp_path, "file")
    for attempt in (vault.read, partial(vault.write_token, "hearth1test")):
        with pytest.raises(UserError) as caught:
            await attempt()
        assert caught.value.problem.code == code
    assert path.read_bytes() == content


async def test_a_damaged_secret_is_not_quoted_in_the_error(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).write_text('{"identity": "SECRETSECRET')
    with pytest.raises(UserError) as caught:
        await (await open_vault(tmp_path, "file")).read()
    assert caught.value.__cause__ is not None
    assert "SECRETSECRET" not in f"{caught.value} {caught.value.__cause__!r}"


async def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).mkdir()
    with pytest.raises(UserError, match=SECRET_FILE) as caught:
        await (await open_vault(tmp_path, "file")).read()
    assert caught.value.problem.code == "secrets_file"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / SECRET_FILE
    SecretFile(path).save("old")
    with pytest.raises(UnicodeEncodeError):
        SecretFile(path).save("new \ud800")
    assert SecretFile(path).load() == "old"
    assert os.listdir(tmp_path) == [SECRET_FILE]


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
async def test_no_keyring_is_said_with_what_to_do(
    backend: type[fail.Keyring | null.Keyring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", backend)
    vault = await open_vault(tmp_path, "keyring")
    for attempt in (vault.read, partial(vault.write_token, "hearth1test"), vault.unlock):
        with pytest.raises(VaultMissing) as caught:
            await attempt()
        assert caught.value.problem.code == "keyring_missing"
        assert "HEARTH_TOKEN" in caught.value.problem.hint


class TroubledStore:
    """A keyring in trouble of one kind."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def load(self) -> str | None:
        raise self._error

    def save(self, text: str) -> None:
        raise self._error

    def unlock(self) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("trouble", "expected", "words"),
    [
        (KeyringClosed("x"), VaultLocked, "is locked"),
        (TimeoutError(), VaultLocked, "does not answer"),
        (KeyringBroken("no disk"), VaultMissing, "does not work (no disk)"),
    ],
)
async def test_each_trouble_has_its_words(trouble: Exception, expected: type[UserError], words: str) -> None:
    with pytest.raises(expected) as caught:
        await Vault(TroubledStore(trouble)).read()
    assert words in caught.value.problem.message


async def test_no_secret_is_in_a_repr(tmp_path: Path) -> None:
    vault = await open_vault(tmp_path, "memory")
    await vault.write_token("hearth1secret")
    assert repr(await vault.read()) == "Secrets()"
