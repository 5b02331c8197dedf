"""Rewrites LocalAI's command lines and variables into Hearth's own, so that its users' scripts work. Pure.

What is given by Hearth's own name wins over the same by LocalAI's.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.cli.localai import IGNORED, TABLE, TRUE, Row
from app.domain.errors import UserError
from app.system.settings import describe_settings, setting_kinds


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command line with the variables that it sees.

    Attributes:
        arguments: Without the program's name.
        environment: Its variables.
        notes: What was asked for in LocalAI's words and has no meaning here, in sentences.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    notes: tuple[str, ...] = ()


_FIELDS = {item.option: item.name for item in describe_settings()}
_OPTIONS = {option: row for row in TABLE for option in row.options}
_FLAGS = frozenset(item.option for item in describe_settings() if item.is_flag)
_OTHER_WORKERS = ("p2p-mlx", "mlx-distributed", "vllm", "ds4-distributed")


def translate(arguments: Sequence[str], environment: Mapping[str, str]) -> Invocation:
    """Rewrite what is LocalAI's; the rest stays as it is.

    Raises:
        UserError: Something of LocalAI is meant that Hearth cannot do, or one of its values is wrong.
    """
    rewritten, notes = _options(_command(list(arguments)))
    command = "".join(rewritten[_position(rewritten) :][:1])
    invocation = Invocation(tuple(rewritten), _variables(environment, command), tuple(notes))
    by_variable = any(environment.get(name, "").lower() in TRUE for name in ("LOCALAI_P2P", "P2P"))
    if command == "serve" and (by_variable or "--p2p" in arguments) and "--new" not in rewritten:
        # `local-ai run --p2p` makes a token when it is given none.
        invocation = replace(invocation, arguments=(*invocation.arguments, "--new"))
    return invocation


def _position(arguments: Sequence[str]) -> int:
    """Where the command is: the first word that is neither an option nor its value; the length when there is none."""
    before = ""
    for index, word in enumerate(arguments):
        is_value = before.startswith("-") and "=" not in before and _takes_value(before)
        if not word.startswith("-") and not is_value:
            return index
        before = "" if is_value else word
    return len(arguments)


def _command(arguments: list[str]) -> list[str]:
    """The command itself in Hearth's words."""
    position = _position(arguments)
    before, words = arguments[:position], arguments[position:]
    match words:
        case ["run", *rest]:
            return [*before, "serve", *_models(rest)]
        case ["worker" | "p2p-worker", "p2p-llama-cpp-rpc", *rest]:
            return [*before, "worker", *_runner(rest)]
        case ["worker" | "p2p-worker", "llama-cpp-rpc", *rest]:
            return [*before, "worker", *_open_worker(rest)]
        case ["worker" | "p2p-worker", kind, *_] if kind in _OTHER_WORKERS:
            raise UserError(
                "No such worker",
                f"Hearth's workers run llama.cpp; `{kind}` runs another program.",
                "`hearth worker` lends memory to models in the GGUF format.",
                "not_supported",
            )
        case _:
            return arguments


def _models(arguments: list[str]) -> list[str]:
    """`run FILE.gguf` names a model; names of LocalAI's gallery mean nothing here."""
    words = []
    takes_value = False
    for word in arguments:
        if not takes_value and not word.startswith("-"):
            if not word.endswith(".gguf") or "://" in word:
                raise UserError(
                    "Not a model file",
                    f"{word:.80} is a name or address of LocalAI's gallery; Hearth reads GGUF files.",
                    "Download the file and name it: hearth serve --model FILE.gguf",
                    "not_supported",
                )
            words += ["--model", word]
            continue
        takes_value = word.startswith("-") and "=" not in word and _takes_value(word)
        words.append(word)
    return words


def _takes_value(option: str) -> bool:
    if option in IGNORED:
        return IGNORED[option][0]
    if option in _OPTIONS:
        option = f"--{_OPTIONS[option].ours}"
    return option not in ("--new", "--yes-expose", "--help", "-h", "--version", *_FLAGS)


def _runner(arguments: list[str]) -> list[str]:
    """`--no-runner` lends an RPC server that runs already, by its address."""
    given, rest = _take(arguments, {"--no-runner": False, "--runner-address": True, "--runner-port": True, **_LLAMA})
    words = list(rest)
    if "--no-runner" in given:
        if "--runner-port" not in given:
            raise UserError(
                "No port of the worker", "--no-runner needs --runner-port.", "Name where it listens.", "usage"
            )
        words += ["--workers", f"{given.get('--runner-address', '127.0.0.1')}:{given['--runner-port']}"]
    return [*words, *_server_options(given, with_address=False)]


def _open_worker(arguments: list[str]) -> list[str]:
    """The worker that listens without a swarm; its own options come in one text, or after `--`."""
    given, rest = _take(arguments, _LLAMA)
    if "--" in rest:
        cut = rest.index("--")
        given["--llama-cpp-args"] = f"{given.get('--llama-cpp-args', '')} {shlex.join(rest[cut + 1 :])}"
        rest = rest[:cut]
    return [*rest, *_server_options(given, with_address=True)]


_LLAMA = {"--llama-cpp-args": True}
_SERVER = {"-H": "host", "--host": "host", "-p": "port", "--port": "port", "-m": "mem", "--mem": "mem"}


def _server_options(given: Mapping[str, str], *, with_address: bool) -> list[str]:
    """Options of llama.cpp's RPC server as ours."""
    values = {"host": "127.0.0.1", "port": "50052"}
    words = []
    parts = shlex.split(given.get("--llama-cpp-args", ""))
    while parts:
        name, _, value = parts.pop(0).partition("=")
        if name in ("-c", "--cache"):
            continue  # ours always keeps weights
        if name in ("-t", "--threads") and (value := value or _next(parts)):
            words += ["--threads", value]
        elif name in _SERVER and (value := value or _next(parts)):
            values[_SERVER[name]] = value
        else:
            raise UserError(
                "Unknown option of the worker",
                f"{name:.40} is no option of llama.cpp's RPC server that Hearth knows.",
                "Known are -H, -p, -m (in MB), -t and -c.",
                "usage",
            )
    if "mem" in values:
        words += ["--offer", f"{values['mem']}M"]
    return [*words, "--listen", f"{values['host']}:{values['port']}"] if with_address else words


def _next(parts: list[str]) -> str:
    return parts.pop(0) if parts else ""


def _take(arguments: Sequence[str], wanted: Mapping[str, bool]) -> tuple[dict[str, str], list[str]]:
    """Some options with their values, and the rest; what follows `--` is left alone."""
    given: dict[str, str] = {}
    rest: list[str] = []
    parts = list(arguments)
    while parts:
        word = parts.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return given, [*rest, word, *parts]
        if name not in wanted:
            rest.append(word)
        elif wanted[name]:
            given[name] = value if equals else _next(parts)
        else:
            given[name] = value or "true"
    return given, rest


def _options(arguments: list[str]) -> tuple[list[str], list[str]]:
    """LocalAI's options as ours, and what is to be said of those that change nothing."""
    words: list[str] = []
    notes: list[str] = []
    theirs: dict[str, str] = {}
    parts = list(arguments)
    while parts:
        word = parts.pop(0)
        name, equals, value = word.partition("=")
        if name in IGNORED:
            takes_value, note = IGNORED[name]
            if takes_value and not equals:
                _next(parts)
            notes += [note] if note else []
        elif name in _OPTIONS:
            row = _OPTIONS[name]
            is_flag = f"--{row.ours}" in _FLAGS
            text = value if equals else "true" if is_flag else _next(parts)
            theirs.setdefault(f"--{row.ours}", _converted(row, name, text))
        else:
            words.append(word)
    for option, value in theirs.items():
        if not any(word == option or word.startswith(f"{option}=") for word in words):  # ours wins
            words += _typed(option, value)
    return words, notes


def _typed(option: str, value: str) -> list[str]:
    """A setting as it is typed: a flag is there or not."""
    if option not in _FLAGS:
        return [option, value]
    return [option] if value == "true" else []


def _variables(environment: Mapping[str, str], command: str) -> dict[str, str]:
    """The variables with LocalAI's added under Hearth's names, where those are not set."""
    result = dict(environment)
    for row in TABLE:
        names = (*row.variables, *(row.bare if command in row.only else ()))
        name = next((name for name in names if environment.get(name)), None)
        ours = f"HEARTH_{row.ours.replace('-', '_').upper()}"
        if name is not None and not environment.get(ours):
            result[ours] = _converted(row, name, environment[name])
    return result


def _converted(row: Row, name: str, value: str) -> str:
    """A value of LocalAI's as ours, checked, so that what is wrong is named as it was given."""
    try:
        ours = row.convert(value)
    except ValueError as error:
        raise _wrong(name, value, str(error)) from error
    field = _FIELDS.get(f"--{row.ours}")
    if field is not None:
        kind = setting_kinds()[field]
        try:
            kind.from_text(ours.strip())
        except ValueError as error:
            raise _wrong(name, value, kind.form) from error
    return ours


def _wrong(name: str, value: str, form: str) -> UserError:
    return UserError(
        "Wrong setting", f'{name} is "{value:.60}"; it must be {form}.', "Correct it or leave it out.", "setting_wrong"
    )
