"""The token: read from whoever types it, and printed."""

import sys

from app.cli.printer import Printer
from app.domain.errors import UserError


def show_token(token: str | None, printer: Printer) -> None:
    """Print it.

    Raises:
        UserError: There is none.
    """
    if token is None:
        raise UserError(
            "Not in a swarm",
            "This device is in no swarm, so there is no token.",
            "Make a swarm with `hearth token --new`, or join one with `hearth join TOKEN`.",
            "not_joined",
        )
    printer.show(token, {"token": token})


def read_token() -> str:
    """What comes by standard input; a person is asked for one line."""
    if sys.stdin.isatty():
        print("Paste the token, then press Enter:", file=sys.stderr)
        return sys.stdin.readline()
    return sys.stdin.read()
