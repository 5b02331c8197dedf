"""Carries out the commands that need no node of their own, and prints what came of it."""

import asyncio
import io
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.cli.arguments import (
    Action,
    Command,
    Join,
    Leave,
    ListModels,
    Load,
    Quit,
    RunTray,
    Serve,
    ShowPlan,
    ShowToken,
    Status,
    Unload,
)
from app.cli.configuration import Configuration, merge_settings
from app.cli.local_api import LocalApi
from app.cli.offline import forget_token, keep_token, kept_token
from app.cli.tables import models_table, plan_text, status_text
from app.domain.errors import Problem, UserError
from app.system.instance import read_instance

SUCCESS, FAILURE = 0, 1
_START_HINT = "Start it with `hearth`, or `hearth serve` without a screen."


class _Printer:
    """Prints results, for people or for a script."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def show(self, text: str, value: Any = None) -> None:
        """The text for people; the value, or that it went well, for a script."""
        print(json.dumps({"ok": True} if value is None else value, indent=2) if self.as_json else text, flush=True)


def run_client(command: Command, environment: Mapping[str, str]) -> int:
    """Carry out a command other than those that start a node; returns the exit code.

    A plan that is refused prints why and ends with 1, as errors do.

    Raises:
        ValueError: The command starts a node: that is not done here.
    """
    if isinstance(command.action, RunTray | Serve):
        raise ValueError("a node is started by the composition root")
    _print_what_cannot_be_encoded()
    try:
        configuration = merge_settings(command.options, environment)
        instance = read_instance(configuration.paths.data)
        printer = _Printer(command.json)
        if instance is None:
            return _without_node(command.action, configuration, printer)
        return _with_node(command.action, LocalApi(instance), configuration.paths.data / "models", printer)
    except UserError as error:
        print_problem(error.problem, as_json=command.json)
        return FAILURE
    except BrokenPipeError:
        # The reader (`| head`) has enough. What is still buffered must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except KeyboardInterrupt:
        return 130


def _print_what_cannot_be_encoded() -> None:
    """A name in a script that the terminal cannot show is shown with question marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_problem(problem: Problem, *, as_json: bool = False) -> None:
    """An error as three calm lines on standard error, or as JSON on standard output."""
    if as_json:
        fields = {"code": problem.code, "title": problem.title, "message": problem.message, "hint": problem.hint}
        print(json.dumps({"error": fields}, indent=2))
        return
    print(*(text for text in (problem.title, problem.message, problem.hint) if text), sep="\n", file=sys.stderr)


def _with_node(action: Action, api: LocalApi, models_folder: Path, printer: _Printer) -> int:
    match action:
        case Join(token_text):
            api.post("/api/join", {"token": token_text or _read_token()})
            printer.show("Joined.")
        case Leave():
            api.post("/api/leave")
            printer.show("Left the swarm. Its token is forgotten on this device.")
        case ShowToken(new):
            token = api.post("/api/invite")["token"] if new else api.get("/api/token")["token"]
            _show_token(token, printer)
        case Status():
            state = api.get("/api/swarm")
            printer.show(status_text(state), state)
        case ShowPlan(model_name):
            plan = api.get(f"/api/plan?model={quote(model_name, safe='')}")
            printer.show(plan_text(plan), plan)
            return FAILURE if plan["type"] == "Refusal" else SUCCESS
        case ListModels():
            state = api.get("/api/swarm")
            text = models_table(state) if state["models"] else "No models yet."
            printer.show(
                f"{text}\n\nPut GGUF files into {models_folder}, or name one with --model FILE.", state["models"]
            )
        case Load(model_name):
            api.post("/api/load", {"model": model_name})
            printer.show(f"{model_name} is loaded.")
        case Unload(model_name):
            api.post("/api/unload", {"model": model_name})
            printer.show(f"{model_name} is not loaded any more.")
        case Quit():
            api.post("/api/quit")
            printer.show("Hearth is ending.")
    return SUCCESS


def _without_node(action: Action, configuration: Configuration, printer: _Printer) -> int:
    match action:
        case Join(token_text):
            asyncio.run(keep_token(configuration, token_text or _read_token()))
            printer.show(f"The token is kept; Hearth joins when it starts. {_START_HINT}")
        case Leave():
            asyncio.run(forget_token(configuration))
            printer.show("Left the swarm. Its token is forgotten on this device.")
        case ShowToken(new=False):
            _show_token(asyncio.run(kept_token(configuration)), printer)
        case _:
            message = "No Hearth is running on this computer"
            raise UserError(
                "Hearth is not running",
                f"{message} with the data folder {configuration.paths.data}.",
                _START_HINT,
                "not_running",
            )
    return SUCCESS


def _show_token(token: str | None, printer: _Printer) -> None:
    if token is None:
        raise UserError(
            "Not in a swarm",
            "This device is in no swarm, so there is no token.",
            "Make a swarm with `hearth token --new`, or join one with `hearth join TOKEN`.",
            "not_joined",
        )
    printer.show(token, {"token": token})


def _read_token() -> str:
    if sys.stdin.isatty():
        print("Paste the token, then press Enter:", file=sys.stderr)
        return sys.stdin.readline()
    return sys.stdin.read()
