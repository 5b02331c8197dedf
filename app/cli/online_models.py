"""`hearth models …` with a running node, over its local API."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.cli.local_api import LocalApi
from app.cli.model_actions import (
    CopyModel,
    DeleteModel,
    DiscardTransfer,
    GetModel,
    ImportOllama,
    KeepLoaded,
    ListModels,
    ListTransfers,
    ModelAction,
    Recommend,
    SearchHub,
    ShowRepository,
    StopTransfer,
)
from app.cli.model_tables import (
    hub_models_table,
    models_list,
    recommendations_table,
    repositories_table,
    transfers_table,
)
from app.cli.printer import Printer
from app.cli.transfer_progress import follow
from app.domain.errors import UserError


class OnlineModels:
    """Carries out what can be done with models.

    Args:
        api: The running node.
        models_folder: Where its owner puts models.
        printer: Prints what came of it.
    """

    def __init__(self, api: LocalApi, models_folder: Path, printer: Printer) -> None:
        self._api = api
        self._models_folder = models_folder
        self._printer = printer

    def run(self, action: ModelAction) -> None:
        """Carry out one.

        Raises:
            UserError: The node refuses, or does not answer.
        """
        match action:
            case ListModels() | ListTransfers():
                self._list(action)
            case SearchHub() | ShowRepository() | Recommend():
                self._look(action)
            case GetModel() | CopyModel():
                self._bring(action)
            case StopTransfer(transfer_id):
                self._api.post(f"/api/transfers/{quote(transfer_id, safe='')}/stop")
                self._printer.show("Stopped. What has arrived is kept.")
            case DiscardTransfer(transfer_id):
                self._api.post(f"/api/transfers/{quote(transfer_id, safe='')}/discard")
                self._printer.show("Discarded.")
            case DeleteModel(name):
                self._api.post("/api/models/delete", {"model": name})
                self._printer.show(f"{name} is deleted from this device.")
            case KeepLoaded(name, keep):
                self._api.post("/api/keep", {"model": name, "keep": keep})
                self._printer.show(f"{name} stays loaded." if keep else f"{name} may be unloaded again.")
            case ImportOllama(name):
                names = self._api.post("/api/hub/import-ollama", {"model": name})
                self._printer.show(f"Ready to use: {', '.join(names)}.", names)

    def _list(self, action: ListModels | ListTransfers) -> None:
        state = self._api.get("/api/swarm")
        if isinstance(action, ListTransfers):
            self._printer.show(transfers_table(state["transfers"]), state["transfers"])
            return
        hint = f"Get one: hearth models recommended. Or put GGUF files into {self._models_folder}."
        self._printer.show(f"{models_list(state)}\n\n{hint}", state["models"])

    def _look(self, action: SearchHub | ShowRepository | Recommend) -> None:
        match action:
            case SearchHub(text):
                found = self._api.get(f"/api/hub/search?q={quote(text, safe='')}")
                self._printer.show(repositories_table(found, text), found)
            case ShowRepository(repository):
                models = self._api.get(f"/api/hub/models?repository={quote(repository, safe='')}")
                self._printer.show(hub_models_table(models), models)
            case Recommend():
                entries = self._api.get("/api/hub/recommended")
                self._printer.show(recommendations_table(entries), entries)

    def _bring(self, action: GetModel | CopyModel) -> None:
        try:
            answer = self._begin(action)
        except UserError as error:
            if error.problem.code != "model_here":
                raise
            self._printer.show(error.problem.message)
            return
        transfer_id, explanation = answer["transfer_id"], answer.get("explanation", "")
        if not action.wait:
            self._printer.show(f"{explanation}\nIt is on its way: hearth models transfers".strip(), answer)
            return
        if explanation and not self._printer.as_json:
            self._printer.show(explanation)
        transfer = follow(self._api, transfer_id, quiet=self._printer.as_json)
        self._printer.show(f"{transfer['model_name']} is ready to use.", transfer)

    def _begin(self, action: GetModel | CopyModel) -> dict[str, Any]:
        if isinstance(action, GetModel):
            answer: dict[str, Any] = self._api.post("/api/hub/get", {"source": action.source})
        else:
            answer = self._api.post("/api/models/copy", {"model": action.model_name})
        return answer
