"""From a snapshot to everything that is shown: wording, rows, what is enabled. Pure, without Qt.

Widgets only copy these values onto the screen, so that what a user reads is tested without one.
"""

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
    knocks,
    serious_problems,
    status_line,
    tray_state,
    tray_view,
)

__all__ = [
    "arrivals",
    "chat_view",
    "invite_cards",
    "knock_card",
    "knocks",
    "local_time",
    "newcomer_cards",
    "plan_view",
    "present",
    "tray_view",
]

MAX_ACTIVITY_LINES = 3


def present(state: AppState | None) -> SwarmView:
    """Everything that the Swarm window shows; None is the time before the node's first snapshot."""
    if state is None:
        return SwarmView(
            "Hearth",
            status_line(None),
            tray_state(None),
            (),
            (),
            (tr("Starting Hearth…"),),
            (),
            (),
            "",
            False,
            False,
            False,
            devices_heading=tr("Devices"),
        )
    return SwarmView(
        title=tr("Your swarm" if can_leave(state) else "This computer"),
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
        newcomers=newcomer_cards(state),
        knock=knock_card(state),
        can_troubleshoot=can_troubleshoot(state),
        movements=movements(state),
        devices_heading=devices_heading(state),
    )
