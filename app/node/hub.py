"""`node.hub`: models from the internet, with where each would fit; and those that Ollama has here already.

A model that a peer has is copied from there, so that the internet is used once for a household.
"""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import UserError
from app.domain.fit import Fit, FitsSplit, FitsWhole
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.hub_choice import HubEntry, best, choose, group_files
from app.domain.hub_source import parse_source
from app.domain.sentence import say
from app.domain.state import AppState, ModelState, Online
from app.domain.transfer import Transfer
from app.domain.words import in_turn
from app.models.catalogue import read_catalogue
from app.models.hub import HubClient
from app.models.hub_files import hugging_face_cache
from app.models.ollama import import_model, ollama_folders, ollama_models, select
from app.models.orders import Order
from app.node.downloads import Downloads
from app.node.options import NodeOptions
from app.node.shelf import ShelfKeeper, no_models_error
from app.system.settings import Settings

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class HubHooks:
    """What the hub needs of the rest of the node.

    Attributes:
        state: What faces show now: devices, and who has which model.
        fit: Where a file of so many bytes would fit now.
        copy: Copies a model from the peers that have it; the id of the transfer.
        tell: Says a sentence where the user sees it.
        changed: To be called when what faces show has changed.
        rescan: Looks at the disk now.
        models_directory: Where this computer's user puts models.
        keeps_models: Whether this node has models of its own at all.
        bytes_per_second: The limit for downloads; 0 for none.
    """

    state: Callable[[], AppState]
    fit: Callable[[int], Fit]
    copy: Callable[[str], Awaitable[str]]
    tell: Callable[[str], None]
    changed: Callable[[], None]
    rescan: Callable[[], Awaitable[None]]
    models_directory: Path
    keeps_models: bool
    bytes_per_second: Callable[[], int]


class Hub:
    """Models from the internet.

    Args:
        hooks: The rest of the node.
        directory: The cache folder that downloads go to.
        orders_file: Where downloads under way are kept.
        client: Asks the hub.
        environment: HF_ENDPOINT names the hub.
    """

    def __init__(
        self,
        hooks: HubHooks,
        directory: Path,
        orders_file: Path,
        client: HubClient | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._hooks = hooks
        self._client = client or HubClient()
        self._environment = environment
        self._explanations: dict[str, str] = {}
        self.downloads = Downloads(
            self._client,
            urlsplit(environment.get("HF_ENDPOINT") or "https://huggingface.co").hostname or say("the hub"),
            directory,
            orders_file,
            bytes_per_second=hooks.bytes_per_second,
            changed=hooks.changed,
            arrived=hooks.rescan,
        )

    async def start(self) -> None:
        """Go on with what was under way."""
        await self.downloads.start()

    async def stop(self) -> None:
        """End what is under way; it goes on at the next start."""
        await self.downloads.stop()

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Downloads, the newest first."""
        return self.downloads.transfers

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Repositories with models of the right format, the most used first.

        Raises:
            UserError: Nothing to look for, or the hub gives no answer.
        """
        words = " ".join(text.split())
        if not words or len(words) > LONGEST_SEARCH:
            raise UserError(
                say("Nothing to look for"),
                say("A search has 1 to {most} characters.", most=LONGEST_SEARCH),
                code="search_wrong",
            )
        return await self._client.search(words)

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """What can be got of a repository, the smallest first.

        Raises:
            UserError: It is not known, has no models in the GGUF format, or the hub gives no answer.
        """
        name = parse_source(repository).repository
        _, entries = await self._entries(name)
        recommended = best(entries, self._hooks.fit).entry
        return tuple(
            HubModel(
                repository=name,
                quantization=entry.label,
                file_names=tuple(file.name for file in entry.files),
                size_bytes=entry.size_bytes,
                fit=self._hooks.fit(entry.size_bytes),
                is_recommended=entry is recommended,
                is_here=self._is_here(entry),
            )
            for entry in entries
        )

    async def recommended(self) -> tuple[Recommendation, ...]:
        """The built-in catalogue with where each would fit, the smallest first."""
        entries = [(entry, self._hooks.fit(entry.size_bytes)) for entry in read_catalogue()]
        comfortable = [e for e, fit in entries if isinstance(fit, FitsWhole) and not fit.is_snug]
        comfortable = comfortable or [e for e, fit in entries if isinstance(fit, FitsSplit) and not fit.is_snug]
        best_entry = comfortable[-1] if comfortable else None
        return tuple(
            Recommendation(entry.title, entry.source, entry.size_bytes, entry.description, fit, entry is best_entry)
            for entry, fit in entries
        )

    async def get(self, source: str) -> str:
        """Begin to get a model, from a peer where one has it, else from the internet; or go on with it.

        Returns:
            The id of the transfer.

        Raises:
            UserError: It is here already, it is not there, or the hub gives no answer.
        """
        self._check_keeping()
        wanted = parse_source(source)
        commit, entries = await self._entries(wanted.repository)
        choice = choose(wanted.repository, entries, wanted.wanted, self._hooks.fit)
        entry = choice.entry
        if self._is_here(entry):
            words = say("{model} is on this computer's disk.", model=entry.model_name)
            raise UserError(say("Already here"), words, say("Use it."), "model_here")
        if (model := self._on_a_peer(entry)) is not None:
            transfer_id = await self._hooks.copy(model.name)
            from_there = say("A device of the household has it: it is copied from there.")
            explanation = in_turn((choice.reason, from_there))
        else:
            order = Order(secrets.token_hex(3), wanted.repository, commit, entry.model_name, entry.files)
            transfer_id = await self.downloads.begin(order)
            explanation = choice.reason
        self._explanations[transfer_id] = explanation
        if explanation:
            self._hooks.tell(say("Getting {model}. {explanation}", model=entry.model_name, explanation=explanation))
        return transfer_id

    def explanation(self, transfer_id: str) -> str:
        """Why this quantization, and from where; empty when there is nothing to explain."""
        return self._explanations.get(transfer_id, "")

    async def import_ollama(self, name: str) -> tuple[str, ...]:
        """Give models that Ollama has here a name in the models folder; nothing is copied.

        Args:
            name: As `ollama list` shows it; empty for all of them.

        Returns:
            What they are called.

        Raises:
            UserError: Ollama has no such model, or the disk refuses.
        """
        self._check_keeping()
        names = await asyncio.to_thread(self._import_ollama, name)
        await self._hooks.rescan()
        return names

    def _check_keeping(self) -> None:
        if not self._hooks.keeps_models:
            raise no_models_error()

    def _import_ollama(self, name: str) -> tuple[str, ...]:
        chosen = select(ollama_models(ollama_folders(self._environment, Path.home())), name)
        return tuple(import_model(model, self._hooks.models_directory) for model in chosen)

    async def _entries(self, repository: str) -> tuple[str, tuple[HubEntry, ...]]:
        commit, files = await self._client.look_up(repository)
        entries = group_files(files)
        if not entries:
            choose(repository, entries, "", self._hooks.fit)  # says that there is none
        return commit, entries

    def _is_here(self, entry: HubEntry) -> bool:
        state = self._hooks.state()
        return any(state.peer_id in model.on_nodes for model in _same(state, entry))

    def _on_a_peer(self, entry: HubEntry) -> ModelState | None:
        state = self._hooks.state()
        there = {peer.peer_id for peer in state.peers if not peer.is_self and isinstance(peer.status, Online)}
        return next((model for model in _same(state, entry) if there & set(model.on_nodes)), None)


def make_hub(
    options: NodeOptions,
    shelf: ShelfKeeper,
    state: Callable[[], AppState],
    fit: Callable[[int], Fit],
    copy: Callable[[str], Awaitable[str]],
    settings: Callable[[], Settings],
    tell: Callable[[str], None],
    changed: Callable[[], None],
) -> Hub:
    """The hub of a node.

    Downloads go to Hugging Face's own cache folder, where this user's other programs find them; to the models folder
    when the user has chosen one, or does not want that cache read.
    """
    cache = hugging_face_cache(os.environ, Path.home())
    hooks = HubHooks(
        state=state,
        fit=fit,
        copy=copy,
        tell=tell,
        changed=changed,
        rescan=shelf.scan,
        models_directory=shelf.directory,
        keeps_models=options.has_models,
        bytes_per_second=lambda: settings().download_limit,
    )
    has_own_place = options.settings.models_folder is not None or not options.settings.read_hugging_face
    directory = shelf.directory if has_own_place else cache
    return Hub(hooks, directory, options.paths.data / "downloads.json")


def _same(state: AppState, entry: HubEntry) -> list[ModelState]:
    """Models of the household that are this one, by name and size."""
    return [m for m in state.models if (m.name, m.file_bytes) == (entry.model_name, entry.size_bytes)]
