"""From argv and environment to one frozen `Command`: pure, apart from --help and errors of usage, which argparse prints
before it ends the program."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.cli.actions import Action, RunTray
from app.cli.command_spec import UsageError
from app.cli.commands import COMMANDS
from app.domain.deep_link import is_link
from app.system.settings import describe_settings


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for every command.

    Attributes:
        data_directory: Which node is meant; None for the usual one.
        settings: Texts by field of `Settings`, only those that were given on the command line.
        model_files: GGUF files named with --model.
        token: HEARTH_TOKEN, or --token: the swarm, on a machine that keeps no secrets.
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


def parse_command(argv: Sequence[str], environment: Mapping[str, str]) -> Command:
    """Read a command line.

    Args:
        argv: Arguments without the program's name.
        environment: HEARTH_DATA_DIR, HEARTH_MODEL and HEARTH_TOKEN are read here; those of settings when they are
            merged.

    Raises:
        SystemExit: After printing help (0), or what is wrong with the arguments (2).
    """
    parser, commands = _parser()
    is_command = any(spec.name in argv for spec in COMMANDS)  # `hearth join` reads links by itself
    links = [] if is_command else [word for word in argv if is_link(word)]
    given = vars(parser.parse_args([word for word in argv if word not in links]))
    data_directory = given.get("data_dir") or environment.get("HEARTH_DATA_DIR")
    models = given.get("model") or [m for m in environment.get("HEARTH_MODEL", "").split(os.pathsep) if m]
    names = {item.name for item in describe_settings()}
    options = Options(
        data_directory=Path(data_directory) if data_directory else None,
        settings={name: str(value) for name, value in given.items() if name in names},
        model_files=tuple(Path(model) for model in models),
        token=given.get("token") or environment.get("HEARTH_TOKEN") or None,
    )
    action: Action = RunTray(given["hidden"], links[0] if links else "")
    for spec in COMMANDS:
        if spec.name == given["command"]:
            try:
                action = spec.make(given)
            except UsageError as error:
                commands[spec.name].error(str(error))
    return Command(action, options, json=bool(given.get("json")))


def _parser() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """The parser, and those of its commands by name."""
    common = _common_options()
    parser = argparse.ArgumentParser(
        prog="hearth",
        usage="hearth [OPTIONS] [COMMAND]",
        description="Joins the laptops of one household into one AI. Without a command: the tray icon and windows.",
        epilog="Each option has an environment variable: HEARTH_OFFER=3G is --offer 3G. HEARTH_TOKEN names the swarm "
        "on a machine without a keyring. LocalAI's variables and options are understood too: docs/localai.md.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--hidden", action="store_true", help="start in the tray, without a window, as at login")
    parser.add_argument("--version", action="version", version=f"Hearth {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog="hearth")
    by_name = {}
    for spec in COMMANDS:
        command = commands.add_parser(
            spec.name,
            usage=f"hearth {spec.name} {spec.usage} [OPTIONS]".replace("  ", " "),
            help=spec.text,
            description=f"{spec.text[0].upper()}{spec.text[1:]}.",
            epilog=spec.more or None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[common],
            allow_abbrev=False,
        )
        if spec.has_json:
            command.add_argument("--json", action="store_true", help="print JSON, for scripts")
        for argument in spec.arguments:
            command.add_argument(argument.flag, help=argument.help, **argument.settings)
        by_name[spec.name] = command
    return parser, by_name


def _common_options() -> argparse.ArgumentParser:
    """Options that may stand before or after the command; what is not given leaves no trace."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False)
    group = common.add_argument_group("options of every command")
    group.add_argument("--data-dir", metavar="FOLDER", help="the data folder: another folder is another node")
    group.add_argument("--model", action="append", metavar="FILE", help="a GGUF file to serve; may be repeated")
    for item in describe_settings():
        if item.is_flag:
            group.add_argument(item.option, dest=item.name, action="store_const", const="true", help=item.text)
            continue
        group.add_argument(
            item.option, dest=item.name, metavar="VALUE", help=f"{item.text} ({item.form})".replace("%", "%%")
        )
    return common
