"""`hearth join` with a running node: with an invite code it shows the three words while the other device is asked."""

import threading
from contextlib import suppress
from typing import Any

from app.cli.local_api import LocalApi
from app.cli.printer import Printer
from app.domain.errors import UserError

_LOOK_SECONDS = 0.3


class _Joining(threading.Thread):
    """The request that takes until somebody has decided."""

    def __init__(self, api: LocalApi, text: str) -> None:
        super().__init__(name="join", daemon=True)
        self._api = api
        self._text = text
        self.error: UserError | None = None

    def run(self) -> None:
        """Ask."""
        try:
            self._api.post("/api/join", {"token": self._text})
        except UserError as error:
            self.error = error


def join(api: LocalApi, text: str, printer: Printer) -> None:
    """Join by a token or an invite code; interrupted, the other device is asked no more.

    Raises:
        UserError: It was not to be.
    """
    joining = _Joining(api, text)
    joining.start()
    try:
        _show_words(api, joining, printer)
    except KeyboardInterrupt:
        with suppress(UserError):
            if _knocking(api):
                api.post("/api/leave")
        raise
    if joining.error is not None:
        raise joining.error
    printer.show("Joined.")


def _show_words(api: LocalApi, joining: threading.Thread, printer: Printer) -> None:
    said = False
    while joining.is_alive():
        joining.join(_LOOK_SECONDS)
        if said or printer.as_json:
            continue
        status = _knocking(api)
        if status.get("words") and status["inviter_name"]:
            said = True
            printer.show(
                f"{status['inviter_name']} shows the same three words, or it is another device that answers:\n\n"
                f"  {' '.join(status['words'])}\n\n"
                "Accept this device there. Ctrl+C asks no more."
            )


def _knocking(api: LocalApi) -> dict[str, Any]:
    """How far the asking is; empty when nobody is asked."""
    status: dict[str, Any] = api.get("/api/swarm")["swarm"]
    return status if status["type"] == "Knocking" else {}
