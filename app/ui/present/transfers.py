"""Models on their way to this computer, in words and figures."""

from app.domain.state import AppState
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferKind, Verifying, Waiting
from app.domain.words import format_bytes, format_progress, format_time_left
from app.ui.present.library_requests import DiscardTransfer, ResumeTransfer, StopTransfer
from app.ui.present.library_views import Action, OnItsWay, Row, TransferDetail
from app.ui.present.names import join_names
from app.ui.present.swarm_views import Movement
from app.ui.present.views import Tone


def is_under_way(transfer: Transfer) -> bool:
    """Whether it still works by itself."""
    return isinstance(transfer.status, Waiting | Moving | Verifying)


def transfer_row(transfer: Transfer) -> Row:
    """A transfer as a line of the list."""
    status, tone = _short_status(transfer)
    figures = transfer_figures(transfer)
    return Row(
        item=OnItsWay(transfer.transfer_id),
        title=transfer.model_name,
        subtitle=figures,
        status=status,
        tone=tone,
        fit=None,
        progress=None if isinstance(transfer.status, Finished) else transfer_progress(transfer),
        words=f"{transfer.model_name}, {status}, {figures}",
    )


def transfer_detail(state: AppState, transfer_id: str) -> TransferDetail | None:
    """Everything about a transfer; None when there is none of this id."""
    transfer = next((t for t in state.transfers if t.transfer_id == transfer_id), None)
    if transfer is None:
        return None
    status, tone = _status(transfer)
    return TransferDetail(
        transfer_id=transfer_id,
        title=transfer.model_name,
        status=status,
        tone=tone,
        progress=transfer_progress(transfer),
        figures=transfer_figures(transfer),
        sources=_sources(transfer),
        problem=transfer.status.problem if isinstance(transfer.status, Stopped) else None,
        note="What has arrived is kept until it is discarded." if isinstance(transfer.status, Stopped) else "",
        actions=_actions(transfer),
    )


def movements(state: AppState) -> tuple[Movement, ...]:
    """What is on its way to this computer now, each in a line."""
    made = []
    for transfer in state.transfers:
        if isinstance(transfer.status, Moving | Verifying):
            words, _ = _status(transfer)
            sources = f" from {join_names(list(transfer.sources))}" if transfer.sources else ""
            if isinstance(transfer.status, Verifying):
                words, sources = "Checking", ""
            line = f"{words.split(',')[0]} {transfer.model_name}{sources}"
            made.append(Movement(line, transfer_figures(transfer), transfer_progress(transfer)))
    return tuple(made)


def transfer_progress(transfer: Transfer) -> float:
    """How much of it is here, 0 to 1."""
    return min(1.0, transfer.done_bytes / transfer.total_bytes) if transfer.total_bytes else 0.0


def transfer_figures(transfer: Transfer) -> str:
    """Bytes, rate and time left, as far as they are known."""
    match transfer.status:
        case Finished():
            return format_bytes(transfer.total_bytes or transfer.done_bytes)
        case Moving(rate) if rate:
            left = transfer.seconds_left
            time_left = format_time_left(left) if left is not None else ""
            return " · ".join(part for part in (_bytes(transfer), f"{format_bytes(round(rate))}/s", time_left) if part)
        case _:
            return _bytes(transfer)


def _bytes(transfer: Transfer) -> str:
    if not transfer.total_bytes:
        return format_bytes(transfer.done_bytes)
    return format_progress(transfer.done_bytes, transfer.total_bytes)


def _status(transfer: Transfer) -> tuple[str, Tone]:
    match transfer.status:
        case Waiting(reason):
            return reason[:1].upper() + reason[1:] or "Waiting", Tone.NEUTRAL
        case Moving(rate):
            doing = {
                TransferKind.COPY: "Copying",
                TransferKind.DOWNLOAD: "Downloading",
                TransferKind.IMPORT: "Importing",
            }[transfer.kind]
            return (doing if rate else f"{doing}, just begun"), Tone.BUSY
        case Verifying():
            return "Checking that every byte is right", Tone.BUSY
        case Finished():
            return "Here, and ready to load", Tone.GOOD
        case Stopped(problem):
            return (problem.title, Tone.DANGER) if problem else ("Stopped", Tone.WARNING)


def _short_status(transfer: Transfer) -> tuple[str, Tone]:
    match transfer.status:
        case Waiting():
            return "Waiting", Tone.NEUTRAL
        case Moving():
            return f"{int(transfer_progress(transfer) * 100)} %", Tone.BUSY
        case Verifying():
            return "Checking", Tone.BUSY
        case Finished():
            return "Done", Tone.GOOD
        case Stopped(problem):
            return ("Failed", Tone.DANGER) if problem else ("Stopped", Tone.WARNING)


def _sources(transfer: Transfer) -> str:
    if not transfer.sources:
        return ""
    names = join_names(list(transfer.sources))
    match transfer.status:
        case Finished():
            return f"Came from {names}."
        case _:
            return f"Comes from {names}."


def _actions(transfer: Transfer) -> tuple[Action, ...]:
    gone = DiscardTransfer(transfer.transfer_id, transfer.model_name, transfer.done_bytes)
    match transfer.status:
        case Finished():
            return (Action("Clear", DiscardTransfer(transfer.transfer_id, transfer.model_name, 0)),)
        case Stopped(problem):
            again = ResumeTransfer(transfer.kind, transfer.model_name, transfer.source)
            return (Action("Try again" if problem else "Resume", again, is_primary=True), Action("Discard…", gone))
        case Waiting() | Moving() | Verifying():
            return (Action("Stop", StopTransfer(transfer.transfer_id)), Action("Discard…", gone))
