"""From argv and environment to one frozen `Command`: pure, apart from --help and errors of usage, which argparse prints
before it ends the program."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.system.settings import describe_settings


@dataclass(frozen=True, slots=True)
class RunTray:
    """Start Hearth with its tray icon."""


@dataclass(frozen=True, slots=True)
class Serve:
    """Start Hearth without a screen."""


@dataclass(frozen=True, slots=True)
class Join:
    """Join a swarm; the token is read from standard input when it is empty."""

    token_text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the swarm."""


@dataclass(frozen=True, slots=True)
class ShowToken:
    """Print the token; `new` makes a swarm when there is none."""

    new: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Print devices, models and addresses."""


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Print how a model would be run."""

    model_name: str


@dataclass(frozen=True, slots=True)
class ListModels:
    """Print the models."""


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model now."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Unload:
    """End a model."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Quit:
    """End the running Hearth."""


type Action = RunTray | Serve | Join | Leave | ShowToken | Status | ShowPlan | ListModels | Load | Unload | Quit


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for every command.

    Attributes:
        data_directory: Which node is meant; None for the usual one.
        settings: Texts by field of `Settings`, only those that were given on the command line.
        model_files: GGUF files named with --model.
        token: HEARTH_TOKEN: the swarm, on a machine that keeps no secrets.
    """

    data_directory: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    model_files: tuple[Path, ...] = ()
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Command:
    """What was typed.

    Attributes:
        action: What to do.
        options: For which node, and how.
        json: Print for a script.
    """

    action: Action
    options: Options
    json: bool = False


_USED_WITHOUT_JSON = ("serve", "load", "unload", "quit")

_COMMANDS = {
    "serve": "start Hearth without a screen",
    "join": "join a swarm with its token",
    "leave": "leave the swarm and forget its token",
    "token": "print the token of the swarm, for the next device",
    "status": "show devices, memory, models, and which layers are where",
    "plan": "show how a model would be split, and why",
    "models": "list the models of the swarm",
    "load": "load a model now, not when it is first asked",
    "unload": "end a model that this device has loaded",
    "quit": "end the Hearth that runs",
}

_OPERANDS = {"join": "[TOKEN]", "plan": "MODEL", "load": "MODEL", "unload": "MODEL"}


def parse_command(argv: Sequence[str], environment: Mapping[str, str]) -> Command:
    """Read a command line.

    Args:
        argv: Arguments without the program's name.
        environment: HEARTH_DATA_DIR, HEARTH_MODEL and HEARTH_TOKEN are read here; those of settings when they are
            merged.

    Raises:
        SystemExit: After printing help (0), or what is wrong with the arguments (2).
    """
    given = vars(_parser().parse_args(list(argv)))
    data_directory = given.get("data_dir") or environment.get("HEARTH_DATA_DIR")
    models = given.get("model") or [m for m in environment.get("HEARTH_MODEL", "").split(os.pathsep) if m]
    names = {item.name for item in describe_settings()}
    options = Options(
        data_directory=Path(data_directory) if data_directory else None,
        settings={name: str(value) for name, value in given.items() if name in names},
        model_files=tuple(Path(model) for model in models),
        token=environment.get("HEARTH_TOKEN") or None,
    )
    return Command(_action(given), options, json=bool(given.get("json")))


def _action(given: Mapping[str, object]) -> Action:
    name = str(given.get("model_name"))
    match given.get("command"):
        case "serve":
            return Serve()
        case "join":
            words = given.get("token_words")
            return Join(" ".join(words) if isinstance(words, list) else "")
        case "leave":
            return Leave()
        case "token":
            return ShowToken(new=bool(given.get("new")))
        case "status":
            return Status()
        case "plan":
            return ShowPlan(name)
        case "models":
            return ListModels()
        case "load":
            return Load(name)
        case "unload":
            return Unload(name)
        case "quit":
            return Quit()
        case _:
            return RunTray()


def _parser() -> argparse.ArgumentParser:
    common = _common_options()
    parser = argparse.ArgumentParser(
        prog="hearth",
        usage="hearth [OPTIONS] [COMMAND]",
        description="Joins the laptops of one household into one AI. Without a command: the tray icon and windows.",
        epilog="Each option has an environment variable: HEARTH_OFFER=3G is --offer 3G. HEARTH_TOKEN names the swarm "
        "on a machine without a keyring.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Hearth {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog="hearth")
    for name, text in _COMMANDS.items():
        operand = _OPERANDS.get(name, "")
        command = commands.add_parser(
            name,
            usage=f"hearth {name} {operand} [OPTIONS]".replace("  ", " "),
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            parents=[common],
            allow_abbrev=False,
        )
        if name not in _USED_WITHOUT_JSON:
            command.add_argument("--json", action="store_true", help="print JSON, for scripts")
        _add_arguments(name, command)
    return parser


def _add_arguments(name: str, command: argparse.ArgumentParser) -> None:
    if name == "join":
        command.add_argument(
            "token_words", nargs="*", metavar="TOKEN", help="the token; without it, it is read from standard input"
        )
    elif name == "token":
        command.add_argument("--new", action="store_true", help="make a swarm when this device is in none")
    elif name in ("plan", "load", "unload"):
        command.add_argument("model_name", metavar="MODEL", help="a name that `hearth models` lists")


def _common_options() -> argparse.ArgumentParser:
    """Options that may stand before or after the command; what is not given leaves no trace."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False)
    group = common.add_argument_group("options of every command")
    group.add_argument("--data-dir", metavar="FOLDER", help="the data folder: another folder is another node")
    group.add_argument("--model", action="append", metavar="FILE", help="a GGUF file to serve; may be repeated")
    for item in describe_settings():
        group.add_argument(
            item.option, dest=item.name, metavar="VALUE", help=f"{item.text} ({item.form})".replace("%", "%%")
        )
    return common
