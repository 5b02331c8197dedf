"""Carries out the commands that need no node of their own: with the running one, or without any."""

import asyncio
import io
import os
import sys
from collections.abc import Mapping

from app.cli.actions import STARTING_ACTIONS, ClientAction, Join, Leave, ShowToken
from app.cli.arguments import Command
from app.cli.configuration import Configuration, merge_settings
from app.cli.local_api import LocalApi
from app.cli.offline import forget_token, keep_token, kept_token
from app.cli.online import FAILURE, SUCCESS, OnlineCommands
from app.cli.printer import Printer, print_problem
from app.cli.token_text import read_token, show_token
from app.domain.errors import UserError
from app.node.options import models_directory
from app.system.instance import read_instance

_START_HINT = "Start it with `hearth`, or `hearth serve` without a screen."


def run_client(command: Command, environment: Mapping[str, str]) -> int:
    """Carry out a command other than those that start a node; returns the exit code.

    A plan that is refused prints why and ends with 1, as errors do.

    Raises:
        ValueError: The command starts a node: that is not done here.
    """
    if isinstance(command.action, STARTING_ACTIONS):
        raise ValueError("a node is started by the composition root")
    _print_what_cannot_be_encoded()
    try:
        configuration = merge_settings(command.options, environment)
        instance = read_instance(configuration.paths.data)
        printer = Printer(command.json)
        if instance is None:
            return _without_node(command.action, configuration, printer)
        folder = models_directory(configuration.settings, configuration.paths)
        return OnlineCommands(LocalApi(instance), folder, printer).run(command.action)
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


def _without_node(action: ClientAction, configuration: Configuration, printer: Printer) -> int:
    match action:
        case Join(token_text):
            asyncio.run(keep_token(configuration, token_text or read_token()))
            printer.show(f"The token is kept; Hearth joins when it starts. {_START_HINT}")
        case Leave():
            asyncio.run(forget_token(configuration))
            printer.show("Left the swarm. Its token is forgotten on this device.")
        case ShowToken(new=False, rotate=False):
            show_token(asyncio.run(kept_token(configuration)), printer)
        case _:
            message = "No Hearth is running on this computer"
            raise UserError(
                "Hearth is not running",
                f"{message} with the data folder {configuration.paths.data}.",
                _START_HINT,
                "not_running",
            )
    return SUCCESS
