"""The vault in a real keyring: gnome-keyring on a D-Bus session of its own, with a home of its own.

Each step is a process of its own, as after a restart of the program.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="needs the packages dbus and gnome-keyring",
)

UNLOCKED = "printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
"""Starts the daemon with an open default collection; an empty password would not make one."""

STEPS = """
import asyncio, json, sys
from contextlib import closing
from pathlib import Path
import secretstorage
from app.domain.errors import UserError
from app.identity.vault import open_vault

async def step(command, folder, *arguments):
    vault = await open_vault(Path(folder), "keyring")
    if command == "write":
        await vault.write_token(arguments[0] if arguments else None)
    elif command == "unlock":
        await vault.unlock()
    secrets = await vault.read()
    return {"identity": secrets.identity_seed.hex(), "token": secrets.token}

def lock():
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()
    return {"locked": True}

def items():
    with closing(secretstorage.dbus_init()) as connection:
        found = secretstorage.get_default_collection(connection).get_all_items()
        return {"labels": sorted(item.get_label() for item in found)}

try:
    command = sys.argv[1]
    plain = {"lock": lock, "items": items}
    answer = plain[command]() if command in plain else asyncio.run(step(*sys.argv[1:]))
except UserError as error:
    answer = {"code": error.problem.code, "hint": error.problem.hint, "kind": type(error).__name__}
print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def environment() -> Iterator[Mapping[str, str]]:
    """A home and a runtime folder that no keyring has seen; short, because sockets lie there."""
    with tempfile.TemporaryDirectory(prefix="hk-") as folder:
        home, runtime = Path(folder, "home"), Path(folder, "run")
        home.mkdir()
        runtime.mkdir(mode=0o700)
        (home / "steps.py").write_text(STEPS)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        yield kept | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT)}


def run(script: str, environment: Mapping[str, str], *, bus: bool = True) -> list[dict[str, Any]]:
    """Run a shell script, by default on a new session bus, and read the JSON line of each of its steps."""
    step = f'step() {{ "{sys.executable}" "$HOME/steps.py" "$@"; }}'
    command = ["dbus-run-session", "--"] if bus else []
    # The time limit is part of the test: nothing here may wait for a password that nobody types.
    ended = subprocess.run(
        [*command, "bash", "-ec", f"{step}\n{script}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]


def test_an_open_keyring_keeps_identity_and_token_for_the_next_process(environment: Mapping[str, str]) -> None:
    first, written, again, other, left, labels = run(
        f"""{UNLOCKED}
        step read "$HOME/one"
        step write "$HOME/one" hearth1test
        step read "$HOME/one"
        step read "$HOME/two"
        step write "$HOME/one"
        step items""",
        environment,
    )
    assert first["token"] is None
    assert written == again == first | {"token": "hearth1test"}
    assert other["token"] is None
    assert other["identity"] != first["identity"]
    assert left == first
    assert len(labels["labels"]) == 2
    assert not list(Path(environment["HOME"]).glob("**/secrets.json"))


def test_a_locked_keyring_is_said_and_the_process_ends(environment: Mapping[str, str]) -> None:
    first, _, read, written = run(
        f"""{UNLOCKED}
        step write "$HOME/one" hearth1test
        step lock
        step read "$HOME/one"
        step write "$HOME/one" hearth1other""",
        environment,
    )
    assert first["token"] == "hearth1test"
    for answer in (read, written):
        assert (answer["kind"], answer["code"]) == ("VaultLocked", "keyring_locked")
        assert "Unlock it" in answer["hint"]


def test_a_keyring_without_a_collection_counts_as_locked(environment: Mapping[str, str]) -> None:
    """As on a machine where nobody has signed in to a desktop yet: the first use would ask for a new password."""
    (answer,) = run(
        """gnome-keyring-daemon --start --components=secrets >/dev/null
        step read "$HOME/one\"""",
        environment,
    )
    assert answer["kind"] == "VaultLocked"


def test_no_keyring_is_said_with_what_to_do(environment: Mapping[str, str]) -> None:
    (answer,) = run('step read "$HOME/one"', environment, bus=False)
    assert (answer["kind"], answer["code"]) == ("VaultMissing", "keyring_missing")
    assert "HEARTH_TOKEN" in answer["hint"]
