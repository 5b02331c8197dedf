"""Waits in the terminal until a transfer is done, and shows how far it is."""

import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from app.cli.local_api import LocalApi
from app.cli.model_tables import progress_line
from app.domain.errors import UserError

LOOK_SECONDS = 0.3
_PART_PERCENT = 10
_SETTLING_SECONDS = 1.5
"""What is shown may be a moment old: a transfer that has just begun may still be missing there, or be stopped."""


def follow(api: LocalApi, transfer_id: str, *, quiet: bool) -> Mapping[str, Any]:
    """Wait for the end of a transfer; interrupted, it is stopped and what has arrived is kept.

    Args:
        api: The running node.
        transfer_id: Which.
        quiet: Show nothing.

    Returns:
        The transfer, finished.

    Raises:
        UserError: It was stopped by an error or by somebody.
        KeyboardInterrupt: Of the terminal's user, after it was stopped.
    """
    line = _Line(quiet)
    settled_at = time.monotonic() + _SETTLING_SECONDS
    try:
        while True:
            try:
                transfer = _find(api, transfer_id)
                if transfer["status"]["type"] == "Finished":
                    line.show(transfer)
                    return transfer
                if transfer["status"]["type"] == "Stopped":
                    raise _stopped(transfer["status"]["problem"])
                line.show(transfer)
            except UserError as error:
                if error.problem.code == "not_reachable" or time.monotonic() > settled_at:
                    raise
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        with suppress(UserError):
            api.post(f"/api/transfers/{quote(transfer_id, safe='')}/stop")
        line.end()
        if not quiet:
            print("Stopped. What has arrived is kept: the same command goes on from there.", file=sys.stderr)
        raise
    finally:
        line.end()


def _find(api: LocalApi, transfer_id: str) -> Mapping[str, Any]:
    for transfer in api.get("/api/swarm")["transfers"]:
        if transfer["transfer_id"] == transfer_id:
            found: Mapping[str, Any] = transfer
            return found
    raise UserError("Discarded", "Somebody has discarded this transfer.", code="transfer_discarded")


def _stopped(problem: Mapping[str, str] | None) -> UserError:
    if problem is None:
        return UserError(
            "Stopped", "The transfer was stopped. What has arrived is kept.", "Start it again to go on.", "stopped"
        )
    return UserError(problem["title"], problem["message"], problem["hint"], problem["code"])


class _Line:
    """One line of a terminal, written over; where there is none, a line for each tenth."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._on_terminal = sys.stderr.isatty()
        self._is_open = False
        self._last = ""

    def show(self, transfer: Mapping[str, Any]) -> None:
        text = progress_line(transfer)
        if self._quiet:
            return
        if self._on_terminal:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{text[:width]:<{width}}", end="", file=sys.stderr, flush=True)
            self._is_open = True
            return
        total = transfer["total_bytes"]
        part = 100 * transfer["done_bytes"] // total // _PART_PERCENT if total else 0
        if (key := f"{transfer['status']['type']} {part}") != self._last:
            self._last = key
            print(text, file=sys.stderr, flush=True)

    def end(self) -> None:
        """What follows begins on a line of its own."""
        if self._is_open:
            self._is_open = False
            print(file=sys.stderr)
