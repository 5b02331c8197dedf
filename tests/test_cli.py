"""The command line: what it understands, what it prints, and what it does with and without a running node."""

import asyncio
import io
import json
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from app.api.server import ApiServer
from app.api.snapshot_json import to_json
from app.cli import Action, Command, Options, RunTray, Serve, merge_settings, parse_command, run_client
from app.cli.arguments import Join, Leave, ListModels, Load, Quit, ShowPlan, ShowToken, Status, Unload
from app.cli.tables import plan_text, status_text, table
from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.placement import LeftOut, Plan, Refusal, Shard
from app.domain.state import Away, Failed, Joined, Loading, ModelStatus, OnDisk, Online, Ready
from app.identity.token import new_token
from app.system.instance import InstanceLock, write_instance
from tests.api.serving_node import TOKEN, ServingNode, model_state, state_with


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("", RunTray()),
        ("serve", Serve()),
        ("join hearth1abc", Join("hearth1abc")),
        ("join Come in: hearth1abc", Join("Come in: hearth1abc")),
        ("join", Join("")),
        ("leave", Leave()),
        ("token", ShowToken(new=False)),
        ("token --new", ShowToken(new=True)),
        ("status", Status()),
        ("plan big.model-7B", ShowPlan("big.model-7B")),
        ("models", ListModels()),
        ("load demo", Load("demo")),
        ("unload demo", Unload("demo")),
        ("quit", Quit()),
    ],
)
def test_commands(line: str, action: Action) -> None:
    assert parse_command(line.split(), {}) == Command(action, Options())


@pytest.mark.parametrize(
    ("line", "environment", "options"),
    [
        ("status --data-dir /x", {}, Options(Path("/x"))),
        ("--data-dir /x status", {}, Options(Path("/x"))),
        ("--data-dir /x status --data-dir /y", {}, Options(Path("/y"))),
        ("", {"HEARTH_DATA_DIR": "/e"}, Options(Path("/e"))),
        ("--data-dir /x", {"HEARTH_DATA_DIR": "/e"}, Options(Path("/x"))),
        ("serve --offer 3G --api-port 0", {}, Options(settings={"offer": "3G", "api_port": "0"})),
        ("--name attic serve", {}, Options(settings={"node_name": "attic"})),
        ("serve --model a.gguf --model b.gguf", {}, Options(model_files=(Path("a.gguf"), Path("b.gguf")))),
        ("serve", {"HEARTH_MODEL": "a.gguf:b.gguf"}, Options(model_files=(Path("a.gguf"), Path("b.gguf")))),
        ("serve --model c.gguf", {"HEARTH_MODEL": "a.gguf"}, Options(model_files=(Path("c.gguf"),))),
        ("serve", {"HEARTH_TOKEN": "hearth1x", "HEARTH_OFFER": "3G"}, Options(token="hearth1x")),
    ],
)
def test_options(line: str, environment: dict[str, str], options: Options) -> None:
    assert parse_command(line.split(), environment).options == options


@pytest.mark.parametrize("command", ["join", "leave", "token", "status", "plan x", "models"])
def test_json_for_scripts(command: str) -> None:
    assert parse_command([*command.split(), "--json"], {}).json


@pytest.mark.parametrize("line", ["plan", "dance", "--offr 3G", "status extra", "serve --api-port"])
def test_wrong_usage(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse_command(line.split(), {})
    assert stopped.value.code == 2
    assert re.search(r"^hearth( \w+)?: error: ", capsys.readouterr().err, re.MULTILINE)


def test_help_names_every_command_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse_command(["--help"], {})
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    for word in ("serve", "join", "leave", "token", "status", "plan", "models", "--offer", "--api-port", "--model"):
        assert word in text


def test_a_token_is_not_in_the_repr() -> None:
    assert "hearth1secret" not in repr(parse_command(["join", "hearth1secret"], {"HEARTH_TOKEN": "hearth1secret"}))


def test_settings_are_merged_in_order(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('version = 1\noffer = "1G"\nslots = 3\nnode_name = "file"\n')
    command = parse_command(["serve", "--data-dir", str(tmp_path), "--offer", "3G"], {})
    configuration = merge_settings(command.options, {"HEARTH_OFFER": "2G", "HEARTH_NAME": "environment"})
    assert configuration.settings.offer == 3_000_000_000
    assert configuration.settings.node_name == "environment"
    assert configuration.settings.slots == 3
    assert configuration.settings_path == tmp_path / "settings.toml"


def test_a_wrong_setting_is_three_calm_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, "status --offer lots") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[0] == "Wrong setting"
    assert '--offer is "lots"' in printed.err.splitlines()[1]


# -- tables ---------------------------------------------------------------------------------------------------


def test_columns() -> None:
    assert table(("A", "B"), [("long cell", "x"), ("", "y")]) == "A          B\nlong cell  x\n           y"


SPLIT = Plan(
    model_id=ModelId("0" * 32),
    model_name="tiny",
    head=PeerId("b"),
    shards=(
        Shard(PeerId("a"), "attic", "CPU", 0, 6, False, 4_000_000, 30_000_000),
        Shard(PeerId("b"), "kitchen", "CUDA0", 6, 6, True, 4_000_000, 32_000_000),
    ),
    context_length=4096,
    slots=2,
    host_bytes=50_000_000,
    bytes_to_move=4_000_000,
    left_out=(LeftOut(PeerId("c"), "hall", "It is silent."),),
    reasons=("It does not fit one device.",),
)


def test_a_plan() -> None:
    assert plan_text(to_json(SPLIT)) == (
        "LAYERS OF tiny                                 MEMORY\n"
        "attic           CPU    layers 0\u20135              30.0 MB\n"
        "kitchen         CUDA0  layers 6\u201311 and output  32.0 MB\n"
        "\n"
        "Context: 4,096 tokens for each of 2 conversations.\n"
        "4.0 MB of weights travel to other devices.\n"
        "It does not fit one device.\n"
        "Not used: hall. It is silent."
    )


def test_a_refusal_says_how_much_is_missing() -> None:
    refusal = Refusal("huge", 12_000_000_000, 8_500_000_000, ("No device can hold it.",))
    assert plan_text(to_json(refusal)) == (
        "No device can hold it.\nhuge needs 12.0 GB, 8.5 GB are offered: 3.5 GB more are needed."
    )


def test_the_status_screen() -> None:
    statuses: dict[str, ModelStatus] = {
        "loading": Loading(3_100_000_000, 8_200_000_000, "loading layers"),
        "ready": Ready(tokens_per_second=7.2, active_requests=1),
        "failed": Failed(Problem("Out of memory", "It ended.")),
        "waiting": OnDisk(),
    }
    models = tuple(replace(model_state(n, ModelKind.CHAT, s), plan=None) for n, s in statuses.items())
    state = state_with((replace(models[0], plan=SPLIT), *models[1:]))
    attic = replace(state.peers[0], name="attic", is_self=False, status=Online(0.31), doing="holds layers 0-5")
    hall = replace(attic, name="hall", status=Away(), sharing=False, doing="")
    state = replace(state, swarm=Joined("amber-fox"), peers=(*state.peers, attic, hall))
    state = replace(state, problems=(Problem("Keyring locked", "The token is not read.", "Unlock it."),))
    lines = status_text(to_json(state)).splitlines()
    assert lines[0] == "Hearth 0.1.0 on kitchen, swarm amber-fox, 3 devices"
    assert [line.split() for line in lines[2:6]] == [
        ["DEVICE", "MEMORY", "IN", "USE", "PROCESSORS", "NOW"],
        ["kitchen", "this", "device", "0", "B", "of", "8.0", "GB", "A", "processor"],
        ["attic", "online,", "0.3", "ms", "0", "B", "of", "8.0", "GB", "A", "processor", "holds", "layers", "0-5"],
        ["hall", "away", "not", "sharing", "A", "processor"],
    ]
    text = "\n".join(lines)
    assert "loading layers 3.1 of 8.2 GB" in text
    assert "ready, 7.2 tokens/s" in text
    assert "failed: Out of memory" in text
    assert "on disk" in text
    assert "layers 0\u20135" in text
    assert "Keyring locked\nThe token is not read.\nUnlock it." in text
    assert lines[-1] == "API  http://127.0.0.1:4327/v1"


# -- without a running node -------------------------------------------------------------------------------------


def _run(folder: Path, line: str) -> int:
    command = parse_command(["--data-dir", str(folder), *line.split()], {})
    return run_client(command, {"HEARTH_SECRETS": "file"})


@pytest.mark.parametrize("line", ["status", "plan tiny", "models", "load tiny", "unload tiny", "quit", "token --new"])
def test_what_needs_a_running_node_says_so(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, line) == 1
    title, message, hint = capsys.readouterr().err.splitlines()
    assert title == "Hearth is not running"
    assert str(tmp_path) in message
    assert "hearth serve" in hint


def test_an_error_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, "status --json") == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "not_running"
    assert printed.err == ""


def test_joining_and_leaving_before_hearth_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = str(new_token())
    assert _run(tmp_path, f"join {token}") == 0
    assert "joins when it starts" in capsys.readouterr().out
    assert _run(tmp_path, "token") == 0
    assert capsys.readouterr().out.strip() == token
    assert _run(tmp_path, f"join {token}") == 1
    assert "already in that swarm" in capsys.readouterr().err
    assert _run(tmp_path, f"join {new_token()}") == 1
    assert "another swarm" in capsys.readouterr().err
    assert _run(tmp_path, "leave") == 0
    assert _run(tmp_path, "leave") == 1
    assert "no swarm" in capsys.readouterr().err
    assert _run(tmp_path, "token") == 1
    assert "hearth token --new" in capsys.readouterr().err


def test_a_mistyped_token_is_refused_and_nothing_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = str(new_token())
    wrong = token[:20] + ("q" if token[20] != "q" else "p") + token[21:]
    assert _run(tmp_path, f"join {wrong}") == 1
    assert len(capsys.readouterr().err.splitlines()) >= 2
    assert _run(tmp_path, "token") == 1


def test_a_token_by_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Hello, the token is {new_token()} see you"))
    assert _run(tmp_path, "join") == 0


def test_a_node_that_keeps_nothing_cannot_join_offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, f"join {new_token()} --secrets memory") == 1
    assert "HEARTH_TOKEN" in capsys.readouterr().err


def test_starting_a_node_is_not_done_here() -> None:
    with pytest.raises(ValueError, match="composition root"):
        run_client(parse_command([], {}), {})


# -- with a running node ----------------------------------------------------------------------------------------


class _Running:
    """A node that serves the local API, and its data folder."""

    def __init__(self, node: ServingNode, folder: Path) -> None:
        self.node = node
        self.folder = folder

    async def run(self, line: str) -> int:
        return await asyncio.to_thread(_run, self.folder, line)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncGenerator[_Running]:
    node = ServingNode({})
    node.snapshot = state_with((model_state("tiny", ModelKind.CHAT),))
    server = ApiServer(node, 0, who_listens=lambda _: None, quit_app=lambda: node.asked.append(("quit", None)))
    await server.start()
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    write_instance(tmp_path, server.port, node.local_key)
    yield _Running(node, tmp_path)
    lock.release()
    await server.stop()


async def test_status_as_text_and_json(running: _Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("status") == 0
    assert capsys.readouterr().out.startswith("Hearth 0.1.0 on kitchen, in no swarm\n")
    assert await running.run("status --json") == 0
    assert json.loads(capsys.readouterr().out) == to_json(running.node.snapshot)


async def test_models_and_where_to_put_them(running: _Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("models") == 0
    text = capsys.readouterr().out
    assert "tiny" in text
    assert str(running.folder / "models") in text


async def test_plan(running: _Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert await running.run("plan tiny") == 0
    assert "layers 0\u201311 and output" in capsys.readouterr().out
    assert await running.run("plan huge") == 1
    assert "4.0 GB more are needed" in capsys.readouterr().out
    assert await running.run("plan huge --json") == 1
    assert json.loads(capsys.readouterr().out)["missing_bytes"] == 4_000_000_000


async def test_token(running: _Running, capsys: pytest.CaptureFixture[str]) -> None:
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
    ],
)
async def test_commands_reach_the_node(
    line: str, asked: tuple[str, object], running: _Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await running.run(line) == 0
    assert running.node.asked == [asked]
    assert capsys.readouterr().out.endswith(".\n")


async def test_what_the_node_refuses_is_three_calm_lines(running: _Running, capsys: pytest.CaptureFixture[str]) -> None:
    running.node.failure = UserError("In another swarm", "This device is in amber-fox.", "Leave it first.", "x")
    assert await running.run("join hearth1abc") == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == ["In another swarm", "This device is in amber-fox.", "Leave it first."]
    assert await running.run("leave --json") == 1
    assert json.loads(capsys.readouterr().out)["error"]["hint"] == "Leave it first."


async def test_a_node_that_hangs_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    write_instance(tmp_path, 1, "key")  # nobody listens on port 1
    assert await asyncio.to_thread(_run, tmp_path, "status") == 1
    assert capsys.readouterr().err.startswith("Hearth does not answer\n")
    lock.release()
