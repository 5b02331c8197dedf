"""The command line: what was typed, and the commands that talk to a running Hearth.

`parse_command` reads it, purely. `run_client` carries out every command but the two that start a node (`RunTray`,
`Serve`), which are the composition root's. `merge_settings` puts file, environment and options together.
"""

from app.cli.arguments import Action, Command, Options, RunTray, Serve, parse_command
from app.cli.client import print_problem, run_client
from app.cli.configuration import merge_settings

__all__ = [
    "Action",
    "Command",
    "Options",
    "RunTray",
    "Serve",
    "merge_settings",
    "parse_command",
    "print_problem",
    "run_client",
]
