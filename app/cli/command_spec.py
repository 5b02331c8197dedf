"""What a command is: how it is typed, what `--help` says of it, and the action it makes. `commands.py` lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cli.actions import Action

type Given = Mapping[str, Any]
"""What was typed, by name of argument."""


class UsageError(Exception):
    """The arguments make no sense together; the text says why."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command.

    Attributes:
        flag: Its name, or the option with its dashes.
        help: What it is for.
        settings: More for argparse's `add_argument`.
    """

    flag: str
    help: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command.

    Attributes:
        name: The word that is typed.
        text: What it does, for `--help`.
        make: The action from what was typed; raises UsageError.
        usage: Its operands in the line of usage.
        arguments: Its own, beside the options of every command.
        has_json: Whether it prints JSON for scripts.
        more: What `--help` says at its end.
    """

    name: str
    text: str
    make: Callable[[Given], Action]
    usage: str = ""
    arguments: tuple[Argument, ...] = ()
    has_json: bool = True
    more: str = ""


def switch(flag: str, text: str) -> Argument:
    """An option that is given or not."""
    return Argument(flag, text, {"action": "store_true"})


def option(flag: str, metavar: str, text: str) -> Argument:
    """An option with a value; None where it is not given."""
    return Argument(flag, text, {"metavar": metavar, "default": None})


def operand(name: str, metavar: str, text: str) -> Argument:
    """What must be typed behind the command."""
    return Argument(name, text, {"metavar": metavar})
