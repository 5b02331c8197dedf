"""Pictures of the Models window in every state and both themes, in `build/screens`, for people to look at."""

import asyncio
from collections.abc import Callable

import pytest

from app.domain.errors import UserError
from app.domain.hub import HubModel, HubRepository
from app.domain.ids import ModelId
from app.domain.sentence import say
from app.domain.state import AppState
from app.domain.words import format_bytes
from app.ui.actions import Actions
from app.ui.dialogs import Dialog
from app.ui.models.asking import delete_dialog, discard_dialog, get_dialog
from app.ui.models.window import ModelsWindow
from app.ui.present.fits import fit_view
from app.ui.present.library_requests import DeleteModel, DiscardTransfer, GetModel
from app.ui.present.library_views import Found, Item, OnItsWay, OwnModel, Suggested
from tests.fakes import library, states
from tests.fakes.node import FakeHub, FakeNode
from tests.fakes.node_thread import DirectNode
from tests.ui.conftest import RunUi, until
from tests.ui.screens import save, settle

WIDE, NARROW = (920, 680), (440, 760)

OWN: dict[str, tuple[AppState | None, Item | None, tuple[int, int]]] = {
    "starting": (None, None, WIDE),
    "empty": (library.EMPTY, None, WIDE),
    "library": (library.LIBRARY, OwnModel(ModelId("Gemma-3-4B-Q4_K_M")), WIDE),
    "loaded": (library.LIBRARY, OwnModel(ModelId("qwen")), WIDE),
    "split": (library.QUIET, OwnModel(ModelId("Mistral-Small-24B-Q4_K_M")), WIDE),
    "elsewhere": (library.QUIET, OwnModel(ModelId("Llama-3.3-70B-Q4_K_M")), WIDE),
    "demo": (library.QUIET, OwnModel(ModelId("demo")), WIDE),
    "moving": (library.LIBRARY, OnItsWay("copy of Phi-4-mini-Q8_0"), WIDE),
    "broken": (library.LIBRARY, OnItsWay("copy of Qwen3-8B-Q4_K_M"), WIDE),
    "loading": (library.BUSY, OwnModel(ModelId("Gemma-3-4B-Q4_K_M")), WIDE),
    "failed": (library.BUSY, OwnModel(ModelId("Mistral-Small-24B-Q4_K_M")), WIDE),
    "transfers": (library.BUSY, OnItsWay("copy of Phi-4-mini-Q8_0"), WIDE),
    "long-names": (library.LONG_NAMES, OwnModel(ModelId("多言語モデル")), WIDE),
    "narrow": (library.LIBRARY, OwnModel(ModelId("qwen")), NARROW),
    "smallest": (library.LONG_NAMES, OwnModel(ModelId("x" * 150)), (420, 420)),
    "many": (library.MANY, OwnModel(ModelId("model-100")), WIDE),
}


@pytest.mark.parametrize("name", OWN)
def test_your_models(run_ui: RunUi, theme: str, name: str) -> None:
    state, item, size = OWN[name]

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        window = ModelsWindow(actions, DirectNode(FakeNode()), lambda _name, _make: None)
        window.resize(*size)
        window.show()
        window.show_state(state)
        if item is not None:
            window.own.listing.pick(item)
            window.own.listing.setFocus()
        await settle()
        save(window, f"models-{name}", theme)
        await actions.close()
        window.close()
        window.deleteLater()

    run_ui(scenario())


@pytest.mark.parametrize("refused", [False, True])
def test_plan_of_a_model(run_ui: RunUi, theme: str, refused: bool) -> None:
    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        window = ModelsWindow(actions, DirectNode(FakeNode()), lambda _name, _make: None)
        window.resize(920, 860)
        window.show()
        window.show_state(library.QUIET)
        name = "Llama-3.3-70B-Q4_K_M" if refused else "Mistral-Small-24B-Q4_K_M"
        window.own.listing.pick(OwnModel(ModelId(name)))
        window.own.show_plan(name, library.REFUSAL if refused else library.MISTRAL_PLAN)
        await settle()
        save(window, "models-refusal" if refused else "models-plan", theme)
        await actions.close()
        window.close()
        window.deleteLater()

    run_ui(scenario())


OWNERS_AND_NAMES = frozenset(part for item in library.REPOSITORIES for part in item.repository.split("/"))
"""A list shows them apart."""

FIND: dict[str, tuple[str, Item | None, tuple[int, int]]] = {
    "recommended": ("", Suggested(library.CATALOGUE[1].source), WIDE),
    "too-big": ("", Suggested(library.CATALOGUE[4].source), WIDE),
    "found": ("qwen", Found(library.REPOSITORIES[0].repository), WIDE),
    "found-narrow": ("qwen", Found(library.REPOSITORIES[0].repository), NARROW),
    "without-files": ("qwen", Found(library.REPOSITORIES[2].repository), WIDE),
    "nothing": ("nothing of this kind", None, WIDE),
}


@pytest.mark.parametrize("name", FIND)
def test_find_models(run_ui: RunUi, theme: str, name: str) -> None:
    text, item, size = FIND[name]

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        node = FakeNode()
        window = ModelsWindow(actions, DirectNode(node), lambda _name, _make: None)
        window.resize(*size)
        window.show()
        window.show_state(library.LIBRARY)
        window.find_models(text)
        await until(lambda: (item is None or item in window.finder.listing.rows.items) and not window.finder.is_busy)
        if item is not None:
            window.finder.listing.pick(item)
        await until(lambda: not window.finder.is_busy)
        await settle()
        save(window, f"models-find-{name}", theme, OWNERS_AND_NAMES)
        await actions.close()
        window.close()
        window.deleteLater()

    run_ui(scenario())


@pytest.mark.parametrize("name", ["offline", "searching", "looking", "unreadable", "getting", "refused"])
def test_find_models_on_the_way(run_ui: RunUi, theme: str, name: str) -> None:
    """What is waited for, and what did not come."""
    repository = library.REPOSITORIES[0].repository

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        node = SlowHubNode(name)
        window = ModelsWindow(actions, DirectNode(node), lambda _name, _make: None)
        window.resize(*WIDE)
        window.show()
        window.show_state(library.LIBRARY)
        window.find_models("" if name == "refused" else "qwen")
        if name == "refused":
            await until(lambda: window.finder.listing.rows.items)
            window.ask(GetModel("Qwen/Qwen3-4B-GGUF:Q4_K_M", "Qwen3 4B"))
            await until(lambda: window.message is not None)
        elif name in ("looking", "unreadable", "getting"):
            await until(lambda: Found(repository) in window.finder.listing.rows.items)
            window.finder.listing.pick(Found(repository))
        else:
            await until(lambda: window.finder.is_busy == (name == "searching"))
        if name in ("unreadable", "getting"):
            await until(lambda: not window.finder.is_busy)
        if name == "getting":
            source = library.QUANTIZATIONS[1].source
            window.finder.note_transfer(source, "copy of Phi-4-mini-Q8_0")
        await settle()
        save(window, f"models-find-{name}", theme, OWNERS_AND_NAMES)
        await actions.close()
        window.close()
        window.deleteLater()

    run_ui(scenario())


class SlowHub(FakeHub):
    """A hub that does not answer, or fails, at one of its commands."""

    def __init__(self, note: Callable[[str, object], None], at: str) -> None:
        super().__init__(note)
        self._at = at

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Fail without a network, or take for ever."""
        if self._at == "offline":
            raise UserError(
                say("Offline"),
                say("{host} cannot be reached.", host="huggingface.co"),
                say("Models on this computer's disk and on its peers work without it."),
                "offline",
            )
        if self._at == "searching":
            await asyncio.Event().wait()
        return await super().search(text)

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """Fail, or take for ever."""
        if self._at == "unreadable":
            raise UserError(
                say("Not there"),
                say("{host} has nothing there for {repository}.", host="huggingface.co", repository=repository),
                "",
                "repository_unknown",
            )
        if self._at == "looking":
            await asyncio.Event().wait()
        return await super().look_up(repository)

    async def get(self, source: str) -> str:
        """Fail."""
        raise UserError(
            say("Disk full"),
            say(
                "{name} needs {missing} more than this disk has free.",
                name="Qwen3-4B-Q4_K_M.gguf",
                missing=format_bytes(int(1.3 * states.GB)),
            ),
            say("Make room, then get it again."),
            "disk_full",
        )


class SlowHubNode(FakeNode):
    """A node with that hub."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.hub = SlowHub(self._note, at)


MODEL_QUESTIONS: dict[str, Callable[[], Dialog]] = {
    "delete": lambda: delete_dialog(
        None, DeleteModel("Qwen3-14B-Q4_K_M", "Qwen3 14B", 9 * states.GB, has_others=True), lambda: None
    ),
    "discard": lambda: discard_dialog(None, DiscardTransfer("1", "Qwen3-14B-Q4_K_M", 3 * states.GB), lambda: None),
    "get": lambda: get_dialog(
        None,
        GetModel("x", "Llama 3.3 70B", fit_view(library.LIBRARY, library.TOO_BIG).words),
        lambda: None,
    ),
}


@pytest.mark.parametrize("name", MODEL_QUESTIONS)
def test_questions_about_models(run_ui: RunUi, theme: str, name: str) -> None:
    async def scenario() -> None:
        dialog = MODEL_QUESTIONS[name]()
        dialog.show()
        await settle()
        save(dialog, f"models-{name}", theme)
        dialog.close()

    run_ui(scenario())
