"""The commands that ask a running node, over its local API."""

from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from app.cli.actions import (
    Answer,
    CancelInvite,
    ChangeAddress,
    ChangeKey,
    ChangeSetting,
    ClientAction,
    Diagnose,
    Invite,
    Join,
    Leave,
    ListAddresses,
    ListKeys,
    ListNewcomers,
    ListSettings,
    Load,
    Pause,
    Pin,
    Quit,
    Remove,
    Replan,
    Resume,
    ShowPlan,
    ShowToken,
    Status,
    Unload,
    Unpin,
)
from app.cli.joining import join
from app.cli.local_api import LocalApi
from app.cli.online_models import OnlineModels
from app.cli.printer import Printer
from app.cli.settings_text import keys_table, setting_words, settings_table
from app.cli.tables import (
    address_words,
    addresses_table,
    diagnosis_text,
    has_problems,
    newcomers_text,
    plan_text,
    status_text,
)
from app.cli.times import clock_words, pause_end
from app.cli.token_text import read_token, show_token

SUCCESS, FAILURE = 0, 1

type _ServingAction = Status | ShowPlan | Load | Unload | Pin | Unpin | Replan


class OnlineCommands:
    """Carries out commands with a node.

    Args:
        api: The running node.
        models_folder: Where its owner puts models.
        printer: Prints what came of it.
    """

    def __init__(self, api: LocalApi, models_folder: Path, printer: Printer) -> None:
        self._api = api
        self._models_folder = models_folder
        self._printer = printer

    def run(self, action: ClientAction) -> int:
        """Carry out one; returns the exit code.

        Raises:
            UserError: The node refuses, or does not answer.
        """
        match action:
            case Join() | Leave() | ShowToken() | Remove() | Quit():
                self._belong(action)
            case Invite() | CancelInvite() | ListNewcomers() | Answer():
                self._admit(action)
            case Pause() | Resume():
                self._share(action)
            case ListAddresses() | ChangeAddress():
                self._reach(action)
            case ListKeys() | ChangeKey() | ListSettings() | ChangeSetting():
                self._configure(action)
            case Diagnose():
                diagnosis = self._api.get("/api/diagnosis")
                self._printer.show(diagnosis_text(diagnosis), diagnosis)
                return FAILURE if has_problems(diagnosis) else SUCCESS
            case Status() | ShowPlan() | Load() | Unload() | Pin() | Unpin() | Replan():
                return self._serve(action)
            case _:
                OnlineModels(self._api, self._models_folder, self._printer).run(action)
        return SUCCESS

    def _belong(self, action: Join | Leave | ShowToken | Remove | Quit) -> None:
        match action:
            case Join(token_text):
                join(self._api, token_text or read_token(), self._printer)
            case Leave():
                self._api.post("/api/leave")
                self._printer.show("Left the swarm. Its token is forgotten on this device.")
            case ShowToken(rotate=True):
                show_token(self._api.post("/api/rotate")["token"], self._printer)
            case ShowToken(new):
                answer = self._api.post("/api/invite") if new else self._api.get("/api/token")
                show_token(answer["token"], self._printer)
            case Remove(device):
                name = self._api.post("/api/remove", {"device": device})["name"]
                self._printer.show(
                    f"{name} is removed. The other devices move to a new token, also those that are away now."
                )
            case Quit():
                self._api.post("/api/quit")
                self._printer.show("Hearth is ending.")

    def _admit(self, action: Invite | CancelInvite | ListNewcomers | Answer) -> None:
        match action:
            case Invite(hours):
                invite = self._api.post("/api/invites", {"hours": hours})
                until = clock_words(invite["expires_at"], datetime.now())
                self._printer.show(
                    f"{invite['code']}\n\nGood for one device until {until}. Type it there, or: hearth join CODE",
                    invite,
                )
            case CancelInvite(invite_id):
                self._api.delete(f"/api/invites/{quote(invite_id, safe='')}")
                self._printer.show("The invite is taken back.")
            case ListNewcomers():
                state = self._api.get("/api/swarm")
                kept = {name: state[name] for name in ("invites", "newcomers")}
                self._printer.show(newcomers_text(state, datetime.now()) or "No open invites, and nobody waits.", kept)
            case Answer(knock_id, accept):
                self._api.post(f"/api/newcomers/{quote(knock_id, safe='')}", {"accept": accept})
                self._printer.show("It is let in." if accept else "It is sent away.")

    def _share(self, action: Pause | Resume) -> None:
        if isinstance(action, Resume):
            self._api.post("/api/resume")
            self._printer.show("This device lends memory again.")
            return
        now = datetime.now()
        until = pause_end(action.until, action.seconds, now)
        self._api.post("/api/pause", {"until": until})
        words = "`hearth resume`" if until is None else clock_words(until, now)
        self._printer.show(f"This device lends no memory until {words}.", {"ok": True, "until": until})

    def _reach(self, action: ListAddresses | ChangeAddress) -> None:
        match action:
            case ListAddresses():
                addresses = self._api.get("/api/addresses")
                text = addresses_table(addresses, self._api.get("/api/swarm"))
                self._printer.show(text, addresses)
            case ChangeAddress(address, True):
                added = self._api.post("/api/addresses", {"address": address})
                words = address_words(added, self._api.get("/api/swarm"))
                self._printer.show(f"{added['address']} is kept: {words}.", added)
            case ChangeAddress(address):
                self._api.delete("/api/addresses", {"address": address})
                self._printer.show(f"{address} is forgotten.")

    def _configure(self, action: ListKeys | ChangeKey | ListSettings | ChangeSetting) -> None:
        match action:
            case ListKeys():
                answer = self._api.get("/api/keys")
                self._printer.show(keys_table(answer), answer)
            case ChangeKey(name, True):
                made = self._api.post("/api/keys", {"name": name})
                words = "It is shown this once. From now on programs of this computer need a key, too."
                self._printer.show(f"{made['key']}\n\n{words}", made)
            case ChangeKey(name):
                self._api.delete("/api/keys", {"name": name})
                self._printer.show(f"The key {name} opens nothing any more.")
            case ListSettings():
                answer = self._api.get("/api/settings")
                self._printer.show(settings_table(answer), answer)
            case ChangeSetting(name, value):
                changed = self._api.post("/api/settings", {"name": name, "value": value})
                when = "" if changed["is_live"] else " It takes effect after a restart."
                self._printer.show(f"{name} is {setting_words(changed['value'])}.{when}", changed)

    def _serve(self, action: _ServingAction) -> int:
        match action:
            case Status():
                state = self._api.get("/api/swarm")
                self._printer.show(status_text(state, datetime.now()), state)
            case ShowPlan(model_name):
                plan = self._api.get(f"/api/plan?model={quote(model_name, safe='')}")
                self._printer.show(plan_text(plan), plan)
                return FAILURE if plan["type"] == "Refusal" else SUCCESS
            case Load(name) | Unload(name) | Pin(name) | Unpin(name) | Replan(name):
                path, words = _MODEL_COMMANDS[type(action)]
                self._api.post(path, {"model": name})
                self._printer.show(f"{name} {words}.")
        return SUCCESS


_MODEL_COMMANDS: dict[type, tuple[str, str]] = {
    Load: ("/api/load", "is loaded"),
    Unload: ("/api/unload", "is not loaded any more"),
    Pin: ("/api/pin", "keeps its plan while it can be kept"),
    Unpin: ("/api/unpin", "may move to a better plan again"),
    Replan: ("/api/replan", "runs by the better plan"),
}
