"""The commands as a table: how each is typed, what `--help` says of it, and the action it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cli.actions import (
    Action,
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
    Serve,
    ShowPlan,
    ShowToken,
    Status,
    Unload,
    Unpin,
)
from app.cli.model_commands import MODELS_HELP, models_action
from app.cli.times import parse_clock, parse_duration

type Given = Mapping[str, Any]
"""What was typed, by name of argument."""

INVITE_HOURS = 24.0
_MOST_INVITE_HOURS = 24.0 * 30


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


def _switch(flag: str, text: str) -> Argument:
    return Argument(flag, text, {"action": "store_true"})


def _value(flag: str, metavar: str, text: str) -> Argument:
    return Argument(flag, text, {"metavar": metavar, "default": None})


def _operand(name: str, metavar: str, text: str) -> Argument:
    return Argument(name, text, {"metavar": metavar})


_MODEL = (_operand("model_name", "MODEL", "a name that `hearth models` lists"),)
_KNOCK = (_operand("knock_id", "ID", "as `hearth newcomers` shows it"),)
_TOKEN = _value("--token", "TOKEN", "the swarm's token; other users of this computer can see it: prefer HEARTH_TOKEN")


def _worker(given: Given) -> Action:
    if given["listen"] is not None:
        return OpenWorker(given["listen"], bool(given["yes_expose"]))
    if given["yes_expose"]:
        raise UsageError("--yes-expose is for --listen HOST:PORT")
    return LendOnly()


def _token(given: Given) -> Action:
    if given["new"] and given["rotate"]:
        raise UsageError("--new makes the first token, --rotate replaces it: give one of them")
    return ShowToken(new=given["new"], rotate=given["rotate"])


def _pause(given: Given) -> Action:
    if given["until"] is not None and given["for"] is not None:
        raise UsageError("give --until or --for, not both")
    try:
        return Pause(
            None if given["until"] is None else parse_clock(given["until"]),
            None if given["for"] is None else parse_duration(given["for"]),
        )
    except ValueError as error:
        raise UsageError(str(error)) from error


def _invite(given: Given) -> Action:
    if given["cancel"] is not None:
        return CancelInvite(given["cancel"])
    try:
        hours = INVITE_HOURS if given["hours"] is None else float(given["hours"])
    except ValueError:
        hours = 0.0
    if not 0 < hours <= _MOST_INVITE_HOURS:
        raise UsageError(f"--hours must be a number up to {_MOST_INVITE_HOURS:.0f}")
    return Invite(hours)


def _models(given: Given) -> Action:
    try:
        return models_action(given["words"], no_wait=given["no_wait"], off=given["off"])
    except ValueError as error:
        raise UsageError(str(error)) from error


def _address(given: Given) -> Action:
    what, address = given["what"], given["address"]
    if (what == "list") != (address is None):
        raise UsageError("hearth address list, hearth address add HOST:PORT, or hearth address remove HOST:PORT")
    return ListAddresses() if address is None else ChangeAddress(address, add=what == "add")


def _keys(given: Given) -> Action:
    what, name = given["what"], given["name"]
    if (what == "list") != (name is None):
        raise UsageError("hearth keys list, hearth keys add NAME, or hearth keys remove NAME")
    return ListKeys() if name is None else ChangeKey(name, add=what == "add")


def _settings(given: Given) -> Action:
    name, value = given["setting"], given["value"]
    if (name is None) != (value is None):
        raise UsageError("hearth settings, or hearth settings NAME VALUE")
    return ListSettings() if name is None else ChangeSetting(name, value)


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "serve",
        "start Hearth without a screen",
        lambda given: Serve(new=given["new"]),
        arguments=(_switch("--new", "make a swarm when this device is in none, and print its token"), _TOKEN),
        has_json=False,
    ),
    CommandSpec(
        "worker",
        "lend memory to the swarm without a tray, and serve no models of this device",
        _worker,
        arguments=(
            _value("--listen", "HOST:PORT", "serve one llama.cpp worker there instead, without a swarm or encryption"),
            _switch("--yes-expose", "with --listen: also at an address that strangers may reach"),
            _TOKEN,
        ),
        has_json=False,
    ),
    CommandSpec(
        "federated",
        "route requests to the household, and lend nothing",
        lambda given: RouteOnly(),
        arguments=(_TOKEN,),
        has_json=False,
    ),
    CommandSpec(
        "join",
        "join a swarm with its token or an invite code",
        lambda given: Join(" ".join(given["token_words"])),
        usage="[TOKEN]",
        arguments=(
            Argument(
                "token_words",
                "the token or code; without it, it is read from standard input",
                {"nargs": "*", "metavar": "TOKEN"},
            ),
        ),
    ),
    CommandSpec("leave", "leave the swarm and forget its token", lambda given: Leave()),
    CommandSpec(
        "token",
        "print the token of the swarm, for the next device",
        _token,
        arguments=(
            _switch("--new", "make a swarm when this device is in none"),
            _switch("--rotate", "make a new token; the devices of the swarm move to it, the old one opens nothing"),
        ),
    ),
    CommandSpec(
        "invite",
        "make a code that lets one device in, once",
        _invite,
        arguments=(
            _value("--hours", "N", f"how long it is good for ({INVITE_HOURS:.0f})"),
            _value("--cancel", "ID", "take back the invite with this id"),
        ),
    ),
    CommandSpec("newcomers", "show open invites, and who waits to be accepted", lambda given: ListNewcomers()),
    CommandSpec("accept", "let a newcomer in", lambda given: Answer(given["knock_id"], True), "ID", _KNOCK),
    CommandSpec("reject", "send a newcomer away", lambda given: Answer(given["knock_id"], False), "ID", _KNOCK),
    CommandSpec(
        "remove",
        "shut a device out of the swarm, with a new token for the others",
        lambda given: Remove(given["device"]),
        "DEVICE",
        (_operand("device", "DEVICE", "a name or peer id that `hearth status` shows"),),
    ),
    CommandSpec("status", "show devices, memory, models, and which layers are where", lambda given: Status()),
    CommandSpec(
        "plan",
        "show how a model would be split, and why",
        lambda given: ShowPlan(given["model_name"]),
        "MODEL",
        _MODEL,
    ),
    CommandSpec(
        "models",
        "list the models of the swarm; find, get, copy and delete them",
        _models,
        usage="[WORD …]",
        arguments=(
            Argument("words", "what to do; without it, the list", {"nargs": "*", "metavar": "WORD"}),
            _switch("--no-wait", "with get and copy: return at once"),
            _switch("--off", "with keep: not any more"),
        ),
        more=MODELS_HELP,
    ),
    CommandSpec(
        "load",
        "load a model now, not when it is first asked",
        lambda given: Load(given["model_name"]),
        "MODEL",
        _MODEL,
    ),
    CommandSpec(
        "unload",
        "end a model that this device has loaded",
        lambda given: Unload(given["model_name"]),
        "MODEL",
        _MODEL,
    ),
    CommandSpec(
        "pin",
        "keep a model's plan as it is while it can be kept",
        lambda given: Pin(given["model_name"]),
        "MODEL",
        _MODEL,
    ),
    CommandSpec("unpin", "let a model's plan change again", lambda given: Unpin(given["model_name"]), "MODEL", _MODEL),
    CommandSpec(
        "replan",
        "run a model by the better plan that `hearth status` shows",
        lambda given: Replan(given["model_name"]),
        "MODEL",
        _MODEL,
    ),
    CommandSpec(
        "pause",
        "lend no memory for now",
        _pause,
        arguments=(
            _value("--until", "TIME", "lend again at this time of day, such as 18:00"),
            _value("--for", "DURATION", "lend again after so long, such as 2h or 30m"),
        ),
    ),
    CommandSpec("resume", "lend memory again", lambda given: Resume()),
    CommandSpec("doctor", "find out why other devices are not seen, and what to do", lambda given: Diagnose()),
    CommandSpec(
        "address",
        "keep addresses of devices that are not found by themselves",
        _address,
        usage="add|remove|list [HOST:PORT]",
        arguments=(
            Argument("what", "what to do", {"choices": ("add", "remove", "list"), "metavar": "add|remove|list"}),
            Argument("address", "where its link listens", {"nargs": "?", "metavar": "HOST:PORT"}),
        ),
    ),
    CommandSpec(
        "keys",
        "make and revoke the keys with which programs use the API",
        _keys,
        usage="add|remove|list [NAME]",
        arguments=(
            Argument("what", "what to do", {"choices": ("add", "remove", "list"), "metavar": "add|remove|list"}),
            Argument("name", "what the key is called, such as the program that uses it", {"nargs": "?"}),
        ),
    ),
    CommandSpec(
        "settings",
        "show the settings, or change one while Hearth runs",
        _settings,
        usage="[NAME VALUE]",
        arguments=(
            Argument("setting", "its name, as `hearth settings` shows it", {"nargs": "?", "metavar": "NAME"}),
            Argument("value", "its new value", {"nargs": "?", "metavar": "VALUE"}),
        ),
    ),
    CommandSpec("quit", "end the Hearth that runs", lambda given: Quit(), has_json=False),
)
