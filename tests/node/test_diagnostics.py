"""Diagnostics of a real node: secrets are put in every place, and looked for."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Problem
from app.node.first_run import FirstRun
from tests.node.conftest import MakeNode, until

PROMPT = "my most private question"
OWNER = "annemarie"


async def test_no_secret_is_in_them(make_node: MakeNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "homes" / OWNER
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", OWNER)
    node = await make_node(models_directories=(str(home / "models"), f"/home/{OWNER}/more"), network_id="garden-secret")
    await node.rename(f"{OWNER}'s laptop")
    token = (await node.invite()).token
    invite = await node.invites.create()
    key = await node.keys.add("editor")
    log = tmp_path / "desk" / "log" / "hearth.log"
    log.write_text(
        f"2026-01-01 INFO app: token {token} and {token.upper()}\n"
        f"2026-01-01 INFO app: link hearth://join/{token}\n"
        f"2026-01-01 INFO app: code {invite.code}\n"
        f"2026-01-01 INFO app: local {node.local_key}, api {key.text}\n"
        f"2026-01-01 INFO app: {home}/models and /home/{OWNER}/x of {OWNER.upper()}\n"
        f'2026-01-01 INFO app: body {{"messages": [{{"content": "{PROMPT}"}}]}}\n'
        f"2026-01-01 INFO app: prompt={PROMPT!r}\n"
        "2026-01-01 INFO app: the last line helps\n",
        encoding="utf-8",
    )
    node._problems.note("x", Problem("It failed", f"{home}/models of {OWNER} with {token}"))
    await until(node, lambda s: any(problem.title == "It failed" for problem in s.problems))
    text = node.diagnostics.text()
    for secret in (token, invite.code, node.local_key, key.text, PROMPT, OWNER, str(home), "garden-secret"):
        assert secret.lower() not in text.lower(), secret
    for word in ("Hearth 0.1.0", "Python 3", "models_directories", "~/models", "the last line helps", "It failed"):
        assert word in text
    assert "network_id = (set)" in text


async def test_without_a_log_it_says_so(make_node: MakeNode, tmp_path: Path) -> None:
    node = await make_node()
    assert "not readable: No such file or directory" in node.diagnostics.text()
    (tmp_path / "desk" / "log" / "hearth.log").write_bytes(b"\xff\xfe\x00 odd bytes\n" * 500)
    assert node.diagnostics.text().count("odd bytes") == 200
    assert node.diagnostics.log_folder == tmp_path / "desk" / "log"


async def test_a_failed_snapshot_is_no_obstacle(make_node: MakeNode) -> None:
    node = await make_node()
    text = node.diagnostics.text()
    assert "swarm: NotJoined" in text
    assert replace(node.snapshot).problems == node.snapshot.problems


def test_the_first_steps_are_due_once(tmp_path: Path) -> None:
    first = FirstRun(tmp_path)
    assert first.is_due
    first.done()
    assert not first.is_due
    assert not FirstRun(tmp_path).is_due


def test_the_first_steps_in_a_folder_that_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = FirstRun(tmp_path / "gone")
    first.done()
    assert not first.is_due
    assert "will be shown again" in caplog.text
    assert os.listdir(tmp_path) == []
