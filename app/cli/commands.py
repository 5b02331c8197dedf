"""The commands as a table: how each is typed, what `--help` says of it, and the action it makes.

Who belongs to the swarm is `swarm_commands.py`'s; the words behind `hearth models` are `model_commands.py`'s.
"""

from app.cli.actions import (
    Action,
    ChangeAddress,
    ChangeKey,
    ChangeSetting,
    Diagnose,
    LendOnly,
    ListAddresses,
    ListKeys,
    ListSettings,
    Load,
    OpenWorker,
    Pause,
    Pin,
    Quit,
    Replan,
    Resume,
    RouteOnly,
    Serve,
    ShowPlan,
    Status,
    Unload,
    Unpin,
)
from app.cli.command_spec import Argument, CommandSpec, Given, UsageError, operand, option, switch
from app.cli.model_commands import MODELS_HELP, models_action
from app.cli.swarm_commands import SWARM_COMMANDS
from app.cli.times import parse_clock, parse_duration

_MODEL = (operand("model_name", "MODEL", "a name that `hearth models` lists"),)
_TOKEN = option("--token", "TOKEN", "the swarm's token; other users of this computer can see it: prefer HEARTH_TOKEN")


def _worker(given: Given) -> Action:
    if given["listen"] is not None:
        return OpenWorker(given["listen"], bool(given["yes_expose"]))
    if given["yes_expose"]:
        raise UsageError("--yes-expose is for --listen HOST:PORT")
    return LendOnly()


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
        arguments=(switch("--new", "make a swarm when this device is in none, and print its token"), _TOKEN),
        has_json=False,
    ),
    CommandSpec(
        "worker",
        "lend memory to the swarm without a tray, and serve no models of this device",
        _worker,
        arguments=(
            option("--listen", "HOST:PORT", "serve one llama.cpp worker there instead, without a swarm or encryption"),
            switch("--yes-expose", "with --listen: also at an address that strangers may reach"),
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
    *SWARM_COMMANDS,
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
            switch("--no-wait", "with get and copy: return at once"),
            switch("--off", "with keep: not any more"),
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
            option("--until", "TIME", "lend again at this time of day, such as 18:00"),
            option("--for", "DURATION", "lend again after so long, such as 2h or 30m"),
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
