"""`hearth models …` with a running node, as people and scripts see it."""

import asyncio
import json
from dataclasses import replace

import pytest

from app.domain.errors import Problem, UserError
from app.domain.fit import FitsSplit
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferKind, TransferStatus, Verifying, Waiting
from app.lib.tasks import TaskOwner
from tests.cli.conftest import RunningNode

TRANSFER = Transfer("a1b2c3", TransferKind.DOWNLOAD, "swift-Q4_K_M", ("huggingface.co",), 0, 33_000_000, Moving(None))


def show(running: RunningNode, status: TransferStatus, done_bytes: int = 0, transfer_id: str = "a1b2c3") -> None:
    """The node has this transfer."""
    transfer = replace(TRANSFER, transfer_id=transfer_id, status=status, done_bytes=done_bytes)
    running.node.snapshot = replace(running.node.snapshot, transfers=(transfer,))


async def test_the_list_says_what_fits_where_and_what_is_kept(
    running: RunningNode, capsys: pytest.CaptureFixture[str]
) -> None:
    (model,) = running.node.snapshot.models
    fit = FitsSplit(("kitchen", "study"), is_snug=True)
    running.node.snapshot = replace(running.node.snapshot, models=(replace(model, fit=fit, is_kept_loaded=True),))
    assert await running.run("models") == 0
    text = capsys.readouterr().out
    assert "ready, kept loaded" in text
    assert "split over kitchen, study, just so" in text
    assert await running.run("models --json") == 0
    assert json.loads(capsys.readouterr().out)[0]["fit"]["type"] == "FitsSplit"


async def test_a_search(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models search swift & 庭") == 0
    assert running.node.asked == [("search", "swift & 庭")]
    text = capsys.readouterr().out
    assert "acme/Swift-GGUF  100" in text
    assert "hearth models show" in text
    assert await running.run("models search swift --json") == 0
    assert json.loads(capsys.readouterr().out)[0]["repository"] == "acme/Swift-GGUF"


async def test_a_repository(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models show acme/Swift-GGUF") == 0
    text = capsys.readouterr().out
    assert "Q4_K_M  33.0 MB  1 file  on kitchen             take this one" in text
    assert "too big, 5.0 MB short" in text
    assert text.endswith("Get it: hearth models get acme/Swift-GGUF:Q4_K_M\n")
    assert await running.run("models show acme/Swift-GGUF --json") == 0
    assert json.loads(capsys.readouterr().out)[1]["source"] == "acme/Swift-GGUF:Q8_0"


async def test_the_catalogue(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models recommended") == 0
    text = capsys.readouterr().out
    assert "about 33.0 MB" in text
    assert "Small." in text
    assert await running.run("models recommended --json") == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "Swift"


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("models get acme/Swift-GGUF --no-wait", ("get", "acme/Swift-GGUF")),
        ("models copy big --no-wait", ("copy", "big")),
        ("models delete big", ("delete", "big")),
        ("models keep big", ("keep_loaded", ("big", True))),
        ("models keep big --off", ("keep_loaded", ("big", False))),
        ("models stop a/1", ("stop_transfer", "a/1")),
        ("models discard a1", ("discard_transfer", "a1")),
        ("models import-ollama llama3.2:3b", ("import_ollama", "llama3.2:3b")),
        ("models import-ollama", ("import_ollama", "")),
    ],
)
async def test_commands_reach_the_node(
    line: str, asked: tuple[str, object], running: RunningNode, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await running.run(line) == 0
    assert running.node.asked == [asked]
    assert capsys.readouterr().out
    assert await running.run(f"{line} --json") == 0
    json.loads(capsys.readouterr().out)


async def test_getting_waits_and_shows_how_far_it_is(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = TaskOwner("test")
    show(running, Waiting("It begins."))
    command = tasks.spawn(running.run("models get acme/Swift-GGUF"), "get", awaited=True)
    shown = ""
    for status, done, words in (
        (Moving(3_000_000.0), 15_000_000, "15.0 of 33.0 MB  45 %  3.0 MB/s, 6 s left"),
        (Verifying(), 33_000_000, "checking"),
    ):
        show(running, status, done)
        async with asyncio.timeout(20):
            while words not in shown:
                await asyncio.sleep(0.05)
                shown += capsys.readouterr().err
    show(running, Finished(), 33_000_000)
    assert await command == 0


async def test_a_finished_one_is_ready_to_use(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    show(running, Finished(), 33_000_000)
    assert await running.run("models get acme/Swift-GGUF") == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "Q4_K_M is the largest that fits kitchen comfortably.",
        "swift-Q4_K_M is ready to use.",
    ]
    assert await running.run("models get acme/Swift-GGUF --json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["status"] == {"type": "Finished"}
    assert printed.err == ""


async def test_one_that_fails_says_why(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    show(running, Stopped(Problem("Disk full", "The disk is full.", "Make room.", "disk_full")))
    assert await running.run("models get acme/Swift-GGUF") == 1
    assert capsys.readouterr().err.splitlines()[-3:] == ["Disk full", "The disk is full.", "Make room."]


async def test_one_that_somebody_stops_says_so(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    show(running, Stopped(None))
    assert await running.run("models get acme/Swift-GGUF") == 1
    assert "What has arrived is kept." in capsys.readouterr().err
    running.node.snapshot = replace(running.node.snapshot, transfers=())
    assert await running.run("models copy big") == 1
    assert "discarded" in capsys.readouterr().err


async def test_what_is_here_already_is_no_failure(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    running.node.failure = UserError("Already here", "swift is on this computer's disk.", code="model_here")
    assert await running.run("models get acme/Swift-GGUF") == 0
    assert capsys.readouterr().out == "swift is on this computer's disk.\n"


async def test_what_is_on_its_way(running: RunningNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models transfers") == 0
    assert capsys.readouterr().out == "Nothing is on its way.\n"
    show(running, Moving(1_000_000.0), 11_000_000)
    assert await running.run("models transfers") == 0
    assert "a1b2c3  swift-Q4_K_M  huggingface.co  11.0 of 33.0 MB  1.0 MB/s, 22 s left" in capsys.readouterr().out
    show(running, Stopped(Problem("Offline", "No network.", "", "offline")))
    assert await running.run("models transfers") == 0
    assert "stopped: No network." in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "models nonsense",
        "models get",
        "models get a b",
        "models search",
        "models delete",
        "models recommended now",
        "models transfers --off",
        "models delete big --no-wait",
        "models --off",
    ],
)
async def test_what_makes_no_sense_is_said(running: RunningNode, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        await running.run(line)
    assert caught.value.code == 2
    assert "hearth models: error:" in capsys.readouterr().err
    assert running.node.asked == []
