"""From a snapshot to everything that is shown: wording, rows, what is enabled. Pure, without Qt.

Widgets only copy these values onto the screen, so that what a user reads is tested without one.
"""

from app.domain.errors import Problem
from app.domain.state import AppState
from app.ui.present.devices import device_cards, devices_heading
from app.ui.present.household import invite_cards, knock_card, local_time, newcomer_cards
from app.ui.present.language import tr
from app.ui.present.models import chat_view, model_cards, plan_view
from app.ui.present.swarm_views import SwarmView
from app.ui.present.transfers import movements
from app.ui.present.tray import (
    NOTICE_CODES,
    arrivals,
    can_invite,
    can_join,
    can_leave,
    can_troubleshoot,
    is_knocking,
    knocks,
    serious_problems,
    status_line,
    tray_state,
    tray_view,
)
from app.ui.present.views import TrayState

__all__ = [
    "arrivals",
    "chat_view",
    "invite_cards",
    "is_knocking",
    "knock_card",
    "knocks",
    "local_time",
    "newcomer_cards",
    "plan_view",
    "present",
    "tray_view",
]

MAX_ACTIVITY_LINES = 3


def present(state: AppState | None, start_problem: Problem | None = None) -> SwarmView:
    """Everything that the Swarm window shows.

    Args:
        state: None before the node's first snapshot.
        start_problem: Why it did not start, when there will be none.
    """
    if state is None:
        return _before_the_first(start_problem)
    return SwarmView(
        title=_title(state),
        status=status_line(state),
        tray_state=tray_state(state),
        problems=serious_problems(state),
        notices=tuple(problem for problem in state.problems if problem.code in NOTICE_CODES),
        activity=tuple(tr(words) for words in state.activity[:MAX_ACTIVITY_LINES]),
        devices=device_cards(state),
        models=model_cards(state),
        api_url=state.api_url,
        can_join=can_join(state),
        can_invite=can_invite(state),
        can_leave=can_leave(state),
        leave_words=tr("Stop asking" if is_knocking(state) else "Leave…"),
        newcomers=newcomer_cards(state),
        knock=knock_card(state),
        can_troubleshoot=can_troubleshoot(state),
        movements=movements(state),
        devices_heading=devices_heading(state),
    )


def _title(state: AppState) -> str:
    if is_knocking(state):
        return tr("Waiting to be let in")
    return tr("Your swarm" if can_leave(state) else "This computer")


def _before_the_first(start_problem: Problem | None) -> SwarmView:
    failed = start_problem is not None
    return SwarmView(
        title=tr("Hearth did not start") if failed else "Hearth",
        status=tr("Not running") if failed else status_line(None),
        tray_state=TrayState.ERROR if failed else tray_state(None),
        problems=(start_problem,) if start_problem is not None else (),
        notices=(),
        activity=(tr("Nothing is running.") if failed else tr("Starting Hearth…"),),
        devices=(),
        models=(),
        api_url="",
        can_join=False,
        can_invite=False,
        can_leave=False,
        devices_heading=tr("Devices"),
    )
