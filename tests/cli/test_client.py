"""What the commands do, with and without a running node."""

import asyncio
import io
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.api.snapshot_json import to_json
from app.cli import parse_command, run_client
from app.domain.errors import UserError
from app.domain.sharing import Newcomer
from app.domain.state import Knocking
from app.identity.token import new_token
from app.lib.tasks import TaskOwner
from app.system.instance import InstanceLock, write_instance
from tests.api.serving_node import SELF, TOKEN
from tests.cli.conftest import RunningNode, run_line


@pytest.mark.parametrize("line", ["status", "plan tiny", "models", "load tiny", "unload tiny", "quit", "token --new"])
def test_what_needs_a_running_node_says_so(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(tmp_path, line) == 1
    title, message, hint = capsys.readouterr().err.splitlines()
    assert title == "Hearth is not running"
    assert str(tmp_path) in message
    assert "hearth serve" in hint


def test_an_error_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(tmp_path, "status --json") == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "not_running"
    assert printed.err == ""


def test_joining_and_leaving_before_hearth_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = str(new_token())
    assert run_line(tmp_path, f"join {token}") == 0
    assert "joins when it starts" in capsys.readouterr().out
    assert run_line(tmp_path, "token") == 0
    assert capsys.readouterr().out.strip() == token
    assert run_line(tmp_path, f"join {token}") == 1
    assert "already in that swarm" in capsys.readouterr().err
    assert run_line(tmp_path, f"join {new_token()}") == 1
    assert "another swarm" in capsys.readouterr().err
    assert run_line(tmp_path, "leave") == 0
    assert run_line(tmp_path, "leave") == 1
    assert "no swarm" in capsys.readouterr().err
    assert run_line(tmp_path, "token") == 1
    assert "hearth token --new" in capsys.readouterr().err


def test_a_mistyped_token_is_refused_and_nothing_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = str(new_token())
    wrong = token[:20] + ("q" if token[20] != "q" else "p") + token[21:]
    assert run_line(tmp_path, f"join {wrong}") == 1
    assert len(capsys.readouterr().err.splitlines()) >= 2
    assert run_line(tmp_path, "token") == 1


def test_a_token_by_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Hello, the token is {new_token()} see you"))
    assert run_line(tmp_path, "join") == 0


def test_a_node_that_keeps_nothing_cannot_join_offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(tmp_path, f"join {new_token()} --secrets memory") == 1
    assert "HEARTH_TOKEN" in capsys.readouterr().err


def test_starting_a_node_is_not_done_here() -> None:
    with pytest.raises(ValueError, match="composition root"):
        run_client(parse_command([], {}), {})


def test_a_wrong_setting_is_three_calm_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(tmp_path, "status --offer lots") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[0] == "Wrong setting"
    assert '--offer is "lots"' in printed.err.splitlines()[1]


async def test_status_as_text_and_json(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("status") == 0
    assert capsys.readouterr().out.startswith("Hearth 0.1.0 on kitchen, in no swarm\n")
    assert await running.run("status --json") == 0
    assert json.loads(capsys.readouterr().out) == to_json(running.node.snapshot)


async def test_models_and_where_to_put_them(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models") == 0
    text = capsys.readouterr().out
    assert "tiny" in text
    assert str(running.folder / "models") in text


async def test_plan(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("plan tiny") == 0
    assert "layers 0\u201311 and output" in capsys.readouterr().out
    assert await running.run("plan huge") == 1
    assert "4.0 GB more are needed" in capsys.readouterr().out
    assert await running.run("plan huge --json") == 1
    assert json.loads(capsys.readouterr().out)["missing_bytes"] == 4_000_000_000


async def test_token(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("token") == 1
    assert "hearth token --new" in capsys.readouterr().err
    assert await running.run("token --new") == 0
    assert capsys.readouterr().out.strip() == TOKEN
    assert await running.run("token --json") == 0
    assert json.loads(capsys.readouterr().out) == {"token": TOKEN}


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("join hearth1abc", ("join", "hearth1abc")),
        ("leave", ("leave", None)),
        ("load tiny", ("load", "tiny")),
        ("unload tiny", ("unload", "tiny")),
        ("quit", ("quit", None)),
        ("pause", ("pause", None)),
        ("resume", ("resume", None)),
        ("remove kitchen", ("remove", SELF)),
        ("pin tiny", ("pin", "tiny")),
        ("unpin tiny", ("unpin", "tiny")),
        ("replan tiny", ("apply_better", "tiny")),
        ("invite --cancel a1", ("cancel", "a1")),
        ("accept k1", ("accept", "k1")),
        ("reject k/1", ("reject", "k/1")),
        ("address remove attic:4329", ("remove_address", "attic:4329")),
    ],
)
async def test_commands_reach_the_node(
    line: str, asked: tuple[str, object], running: RunningNode, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await running.run(line) == 0
    assert running.node.asked == [asked]
    assert capsys.readouterr().out.endswith(".\n")


async def test_a_new_token(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("token --rotate") == 0
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("hearth1")
    assert printed != TOKEN


async def test_a_device_that_nobody_knows(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("remove cellar") == 1
    assert capsys.readouterr().err.splitlines() == [
        "Unknown device",
        "No device of the swarm is called cellar.",
        "Devices that are known: kitchen.",
    ]
    assert running.node.asked == []


async def test_an_invite(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("invite --hours 2") == 0
    assert capsys.readouterr().out.startswith("4821-amber-kettle-otter\n")
    assert running.node.asked == [("create", 2.0)]
    assert await running.run("invite --json") == 0
    assert json.loads(capsys.readouterr().out)["invite_id"] == "a1"


async def test_who_waits(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("newcomers") == 0
    assert "nobody waits" in capsys.readouterr().out
    newcomer = Newcomer("k1", "old laptop", ("amber", "kettle", "otter"))
    running.node.snapshot = replace(running.node.snapshot, newcomers=(newcomer,))
    assert await running.run("newcomers") == 0
    text = capsys.readouterr().out
    assert "k1" in text
    assert "amber kettle otter" in text
    assert await running.run("newcomers --json") == 0
    assert json.loads(capsys.readouterr().out)["newcomers"][0]["knock_id"] == "k1"


async def test_addresses(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("address list") == 0
    assert "No addresses" in capsys.readouterr().out
    assert await running.run("address add attic:4329") == 0
    assert capsys.readouterr().out == "attic:4329 is kept: nobody answers.\n"
    assert await running.run("address list") == 0
    assert "attic:4329  nobody answers" in capsys.readouterr().out


async def test_the_words_of_an_invite_are_shown_while_it_is_accepted(
    running: RunningNode, capsys: pytest.CaptureFixture[str]
) -> None:
    before = running.node.snapshot
    running.node.snapshot = replace(before, swarm=Knocking(("amber", "kettle", "otter"), "kitchen", "amber-fox"))
    running.node.hold_joining = 1.2
    assert await running.run("join 4821-amber-kettle-otter") == 0
    text = capsys.readouterr().out
    assert text.count("amber kettle otter") == 1
    assert text.endswith("Joined.\n")


async def test_doctor(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("doctor") == 0
    assert capsys.readouterr().out == "Nothing wrong was found here.\n"
    running.node.network.facts = replace(running.node.network.facts, interfaces=())
    assert await running.run("doctor") == 1
    assert capsys.readouterr().out == (
        "No network.\n\n"
        "No network\n"
        "This device is connected with no network.\n"
        "Connect it with the Wi-Fi or the cable that the other devices use.\n"
    )
    assert await running.run("doctor --json") == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "no_network"


async def test_a_pause_of_two_hours(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    before = time.time()
    assert await running.run("pause --for 2h --json") == 0
    [(command, until)] = running.node.asked
    assert command == "pause"
    assert json.loads(capsys.readouterr().out) == {"ok": True, "until": until}
    assert isinstance(until, float)
    assert before + 7200 <= until <= time.time() + 7200


async def test_what_the_node_refuses_is_three_calm_lines(
    running: RunningNode, capsys: pytest.CaptureFixture[str]
) -> None:
    running.node.failure = UserError("In another swarm", "This device is in amber-fox.", "Leave it first.", "x")
    assert await running.run("join hearth1abc") == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == ["In another swarm", "This device is in amber-fox.", "Leave it first."]
    assert await running.run("leave --json") == 1
    assert json.loads(capsys.readouterr().out)["error"]["hint"] == "Leave it first."


async def test_a_node_that_is_starting_is_waited_for(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    running.node.failure = UserError("Starting", "Hearth is starting.", "Try again in a moment.", "starting")
    loading = TaskOwner("test").spawn(running.run("load tiny"), "load", awaited=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(loading), 0.5)
    running.node.failure = None
    assert await loading == 0
    assert running.node.asked == [("load", "tiny")]
    assert capsys.readouterr().err == ""


async def test_a_node_that_hangs_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    write_instance(tmp_path, 1, "key")  # nobody listens on port 1
    assert await asyncio.to_thread(run_line, tmp_path, "status") == 1
    assert capsys.readouterr().err.startswith("Hearth does not answer\n")
    lock.release()


async def test_a_reader_that_has_enough(running: RunningNode) -> None:
    """As in `hearth status | head -1`."""
    command = [sys.executable, "-m", "app", "--data-dir", str(running.folder), "models"]
    reader, writer = os.pipe()
    os.close(reader)
    ended = await asyncio.to_thread(subprocess.run, command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert ended.stderr == b""
