"""What the command line understands, as tables."""

import re
from pathlib import Path

import pytest

from app.cli import Action, Command, Options, RunTray, Serve, merge_settings, parse_command
from app.cli.arguments import Join, Leave, ListModels, Load, Quit, ShowPlan, ShowToken, Status, Unload


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
