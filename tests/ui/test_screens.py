"""A picture of every window in both themes, in `build/screens`, for people to look at."""

import re
from collections.abc import Callable, Generator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.domain.diagnosis import Diagnosis
from app.domain.errors import Problem
from app.domain.state import AppState, OnDisk
from app.ui.actions import Actions
from app.ui.dialogs import Dialog, leave_dialog, remove_dialog, rotate_dialog
from app.ui.invite_dialog import InviteDialog
from app.ui.join_dialog import JoinDialog
from app.ui.offer import OfferDialog
from app.ui.present.language import speak
from app.ui.rename_dialog import RenameDialog
from app.ui.swarm_window import SwarmWindow
from app.ui.troubleshoot_dialog import TroubleshootDialog
from tests.fakes import library, states
from tests.fakes.node import TOKEN, FakeTokenReport
from tests.ui import pseudo
from tests.ui.conftest import RunUi, until
from tests.ui.screens import LONGER, SETTLE_MS, save, settle

NO_KEYRING = states.state(
    problems=(
        Problem(
            "No keyring",
            "This computer has no keyring in which Hearth could keep its token.",
            "It runs, and forgets the token when it ends.",
            "keyring_missing",
        ),
    )
)

SWARMS: dict[str, tuple[AppState | None, tuple[int, int]]] = {
    "starting": (None, (820, 560)),
    "not-joined": (states.NOT_JOINED, (820, 760)),
    "pair": (states.PAIR, (820, 900)),
    "loading": (states.LOADING, (820, 900)),
    "failed": (states.FAILED, (820, 960)),
    "no-keyring": (NO_KEYRING, (820, 820)),
    "crowd": (states.CROWD, (1100, 1500)),
    "narrow": (states.PAIR, (440, 1100)),
    "visited": (states.VISITED, (820, 1180)),
    "visited-narrow": (states.VISITED, (440, 1500)),
    "knocking": (states.KNOCKING, (820, 760)),
    "moving": (library.LIBRARY, (820, 1100)),
    "away": (library.AWAY, (820, 900)),
    "crowd-narrow": (states.CROWD, (440, 3000)),
}


@pytest.fixture
def longer_words(qtbot: QtBot) -> Generator[str]:
    """A language whose words are longer than the English ones by a third, as German ones may be."""
    speak(lambda template: re.sub(r"(?<!\{)\b([^\W\d_]{3,})\b(?!\})", _lengthened, template))
    yield LONGER
    pseudo.speak_english()


def _lengthened(word: re.Match[str]) -> str:
    return word[0] + "n" * round(len(word[0]) / 3)


@pytest.mark.parametrize("name", SWARMS)
def test_swarm_window(qtbot: QtBot, theme: str, name: str) -> None:
    state, size = SWARMS[name]
    window = SwarmWindow()
    qtbot.addWidget(window)
    window.resize(*size)
    window.show_state(state)
    window.show()
    qtbot.wait(SETTLE_MS)
    save(window, f"swarm-{name}", theme)


@pytest.mark.parametrize("width", [440, 640, 820])
@pytest.mark.parametrize("name", SWARMS)
def test_swarm_window_has_room_for_longer_words(qtbot: QtBot, longer_words: str, name: str, width: int) -> None:
    state, size = SWARMS[name]
    window = SwarmWindow()
    qtbot.addWidget(window)
    window.resize(width, size[1])
    window.show_state(state)
    window.show()
    qtbot.wait(SETTLE_MS)
    save(window, f"swarm-{name}-{width}", longer_words)


@pytest.mark.parametrize("refused", [False, True])
def test_plan_preview(qtbot: QtBot, theme: str, refused: bool) -> None:
    model = states.large(plan=None, status=OnDisk())
    if refused:
        model = replace(model, name=states.REFUSAL.model_name, title="Llama 3.3 70B", file_bytes=42 * states.GB)
    window = SwarmWindow()
    qtbot.addWidget(window)
    window.resize(820, 960)
    window.show_state(states.state(*states.RESTING_PEERS, models=(model,)))
    window.show_plan(model.name, states.REFUSAL if refused else states.SPLIT_PLAN)
    window.show()
    qtbot.wait(SETTLE_MS)
    save(window, "swarm-refusal" if refused else "swarm-plan", theme)


@pytest.mark.parametrize("name", ["empty", "valid", "mistyped", "knocking"])
def test_join_dialog(run_ui: RunUi, theme: str, name: str) -> None:
    async def read(text: str) -> FakeTokenReport:
        if text == TOKEN:
            return FakeTokenReport(None, "amber-fox", already_member=False)
        problem = Problem("Mistyped", "One of the token's characters is not right.", "Copy it again.")
        return FakeTokenReport(problem, None, already_member=False)

    async def join(_text: str, _offered_bytes: int | None) -> None:
        """Not in this test."""

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        dialog = JoinDialog(
            None, actions, read, join, lambda: None, offered_bytes=8 * states.GB, total_bytes=16 * states.GB
        )
        dialog.show()
        if name == "knocking":
            dialog.show_state(states.KNOCKING)
        elif name != "empty":
            before = dialog.report.text()
            dialog.token.setPlainText(TOKEN if name == "valid" else TOKEN[:-1] + "x")
            await until(lambda: dialog.report.text() != before)
        await settle()
        save(dialog, f"join-{name}", theme)
        await actions.close()
        dialog.close()

    run_ui(scenario())


@pytest.mark.parametrize("shown", [False, True])
def test_invite_dialog(qtbot: QtBot, theme: str, shown: bool) -> None:
    dialog = InviteDialog(None, TOKEN, "amber-fox")
    dialog.show()
    if shown:
        dialog.show_button.click()
    qtbot.wait(SETTLE_MS)
    save(dialog, "invite-shown" if shown else "invite-hidden", theme)
    dialog.close()


def test_invite_dialog_with_codes_and_a_newcomer(qtbot: QtBot, theme: str) -> None:
    dialog = InviteDialog(None, TOKEN, "amber-fox")
    dialog.show_state(states.VISITED)
    dialog.show()
    qtbot.wait(SETTLE_MS)
    save(dialog, "invite-codes", theme)
    dialog.close()


def test_troubleshoot_dialog(run_ui: RunUi, theme: str) -> None:
    async def diagnosis() -> Diagnosis:
        return states.DIAGNOSIS

    async def keep(_address: str) -> None:
        """Not in this test."""

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        dialog = TroubleshootDialog(None, actions, diagnosis, keep)
        dialog.show()
        await until(dialog.again.isEnabled)
        await settle()
        await settle()
        save(dialog, "troubleshoot", theme)
        await actions.close()
        dialog.close()

    run_ui(scenario())


QUESTIONS: dict[str, Callable[[], Dialog]] = {
    "leave": lambda: leave_dialog(None, "amber-fox", lambda: None),
    "remove": lambda: remove_dialog(None, "study", lambda: None),
    "rotate": lambda: rotate_dialog(None, lambda: None),
    "rename": lambda: RenameDialog(None, "kitchen", lambda _name: None),
    "offer": lambda: OfferDialog(None, lambda _bytes: None, offered_bytes=8 * states.GB, total_bytes=16 * states.GB),
}


def test_invite_dialog_has_room_for_longer_words(qtbot: QtBot, longer_words: str) -> None:
    dialog = InviteDialog(None, TOKEN, "amber-fox")
    dialog.show()
    qtbot.wait(SETTLE_MS)
    save(dialog, "invite", longer_words)
    dialog.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_has_room_for_longer_words(qtbot: QtBot, longer_words: str, name: str) -> None:
    dialog = QUESTIONS[name]()
    dialog.show()
    qtbot.wait(SETTLE_MS)
    save(dialog, name, longer_words)
    dialog.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_question(qtbot: QtBot, theme: str, name: str) -> None:
    dialog = QUESTIONS[name]()
    dialog.show()
    qtbot.wait(SETTLE_MS)
    save(dialog, name, theme)
    dialog.close()
