"""The command line: what was typed, and the commands that talk to a running Hearth.

`translate` turns LocalAI's words into Hearth's and `parse_command` reads them, both purely. `run_client` carries out
every command but those that start something (`STARTING_ACTIONS`), which are the composition root's. `merge_settings`
puts file, environment and options together.
"""

from app.cli.actions import STARTING_ACTIONS, Action, LendOnly, OpenWorker, RouteOnly, RunTray, Serve, StartingAction
from app.cli.arguments import Command, Options, parse_command
from app.cli.client import run_client
from app.cli.configuration import merge_settings
from app.cli.printer import print_problem
from app.cli.translation import translate

__all__ = [
    "STARTING_ACTIONS",
    "Action",
    "Command",
    "LendOnly",
    "OpenWorker",
    "Options",
    "RouteOnly",
    "RunTray",
    "Serve",
    "StartingAction",
    "merge_settings",
    "parse_command",
    "print_problem",
    "run_client",
    "translate",
]
