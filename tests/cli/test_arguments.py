"""What the command line understands, as tables."""

import re
from pathlib import Path

import pytest

from app.cli import Action, Command, Options, RunTray, Serve, merge_settings, parse_command
from app.cli.actions import (
    Answer,
    CancelInvite,
    ChangeAddress,
    ChangeKey,
    ChangeSetting,
    Diagnose,
    Invite,
    Join,
    Leave,
    LendOnly,
    ListAddresses,
    ListKeys,
    ListNewcomers,
    ListSettings,
    Load,
    OpenWorker,
    Pause,
    Pin,
    Quit,
    Remove,
    Replan,
    Resume,
    RouteOnly,
    ShowPlan,
    ShowToken,
    Status,
    Unload,
    Unpin,
)
from app.cli.model_actions import (
    CopyModel,
    DeleteModel,
    DiscardTransfer,
    GetModel,
    ImportOllama,
    KeepLoaded,
    ListModels,
    ListTransfers,
    Recommend,
    SearchHub,
    ShowRepository,
    StopTransfer,
)


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
        ("models search llama 3", SearchHub("llama 3")),
        ("models show acme/Swift-GGUF", ShowRepository("acme/Swift-GGUF")),
        ("models get acme/Swift-GGUF:Q4_K_M", GetModel("acme/Swift-GGUF:Q4_K_M")),
        ("models --no-wait get acme/Swift-GGUF", GetModel("acme/Swift-GGUF", wait=False)),
        ("models get acme/Swift-GGUF --no-wait", GetModel("acme/Swift-GGUF", wait=False)),
        ("models recommended", Recommend()),
        ("models copy big", CopyModel("big")),
        ("models copy big --no-wait", CopyModel("big", wait=False)),
        ("models delete big", DeleteModel("big")),
        ("models keep big", KeepLoaded("big")),
        ("models keep big --off", KeepLoaded("big", keep=False)),
        ("models transfers", ListTransfers()),
        ("models stop a1", StopTransfer("a1")),
        ("models discard a1", DiscardTransfer("a1")),
        ("models import-ollama", ImportOllama()),
        ("models import-ollama llama3.2:3b", ImportOllama("llama3.2:3b")),
        ("load demo", Load("demo")),
        ("unload demo", Unload("demo")),
        ("quit", Quit()),
        ("serve --new", Serve(new=True)),
        ("worker", LendOnly()),
        ("worker --listen 192.168.1.20:50052", OpenWorker("192.168.1.20:50052", expose=False)),
        ("worker --listen 0.0.0.0:50052 --yes-expose", OpenWorker("0.0.0.0:50052", expose=True)),
        ("federated", RouteOnly()),
        ("token --rotate", ShowToken(rotate=True)),
        ("pause", Pause()),
        ("pause --until 18:05", Pause(until=18 * 60 + 5)),
        ("pause --for 1h30m", Pause(seconds=5400)),
        ("resume", Resume()),
        ("pin demo", Pin("demo")),
        ("unpin demo", Unpin("demo")),
        ("replan demo", Replan("demo")),
        ("remove attic", Remove("attic")),
        ("invite", Invite(24)),
        ("invite --hours 0.5", Invite(0.5)),
        ("invite --cancel abc", CancelInvite("abc")),
        ("newcomers", ListNewcomers()),
        ("doctor", Diagnose()),
        ("address list", ListAddresses()),
        ("address add attic:4329", ChangeAddress("attic:4329", add=True)),
        ("address remove attic:4329", ChangeAddress("attic:4329", add=False)),
        ("--hidden", RunTray(hidden=True)),
        ("hearth://join/hearth1abc", RunTray(link="hearth://join/hearth1abc")),
        ("--hidden HEARTH://model/a/b", RunTray(hidden=True, link="HEARTH://model/a/b")),
        ("join hearth://join/hearth1abc", Join("hearth://join/hearth1abc")),
        ("keys list", ListKeys()),
        ("keys add phone", ChangeKey("phone", add=True)),
        ("keys remove phone", ChangeKey("phone", add=False)),
        ("settings", ListSettings()),
        ("settings theme dark", ChangeSetting("theme", "dark")),
        ("accept abc", Answer("abc", accept=True)),
        ("reject abc", Answer("abc", accept=False)),
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
        ("worker --token hearth1y", {"HEARTH_TOKEN": "hearth1x"}, Options(token="hearth1y")),
        (
            "serve --peers attic:4329 --dht true --workers a:1,b:2",
            {},
            Options(settings={"peers": "attic:4329", "dht": "true", "workers": "a:1,b:2"}),
        ),
    ],
)
def test_options(line: str, environment: dict[str, str], options: Options) -> None:
    assert parse_command(line.split(), environment).options == options


@pytest.mark.parametrize("command", ["join", "leave", "token", "status", "plan x", "models"])
def test_json_for_scripts(command: str) -> None:
    assert parse_command([*command.split(), "--json"], {}).json


@pytest.mark.parametrize(
    "line",
    [
        *("plan", "dance", "--offr 3G", "status extra", "serve --api-port", "worker --yes-expose"),
        *("token --new --rotate", "pause --until 25:00", "pause --for soon", "pause --for 1h --until 18:00"),
        *(
            "invite --hours 0",
            "invite --hours much",
            "invite --hours 999999",
            "accept",
            "remove",
            "address",
            "address add",
            "address list x",
            "keys",
            "keys add",
            "keys list x",
            "settings theme",
        ),
    ],
)
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
