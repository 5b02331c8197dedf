"""Models on their way to this computer, in words and figures."""

from app.domain.state import AppState
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferKind, Verifying, Waiting
from app.domain.words import format_bytes, format_progress, format_time_left
from app.ui.present.language import capitalised, tr
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
        note=tr("What has arrived so far is kept.") if isinstance(transfer.status, Stopped) else "",
        actions=_actions(transfer),
    )


def movements(state: AppState) -> tuple[Movement, ...]:
    """What is on its way to this computer now, each in a line."""
    made = []
    for transfer in state.transfers:
        if isinstance(transfer.status, Moving | Verifying):
            made.append(Movement(_movement(transfer), transfer_figures(transfer), transfer_progress(transfer)))
    return tuple(made)


def _movement(transfer: Transfer) -> str:
    """What is done with which model, and where it comes from."""
    model = transfer.model_name
    if isinstance(transfer.status, Verifying):
        return tr("Checking {model}", model=model)
    sources = join_names(list(transfer.sources))
    match transfer.kind:
        case TransferKind.COPY:
            if sources:
                return tr("Copying {model} from {sources}", model=model, sources=sources)
            return tr("Copying {model}", model=model)
        case TransferKind.DOWNLOAD:
            if sources:
                return tr("Downloading {model} from {sources}", model=model, sources=sources)
            return tr("Downloading {model}", model=model)
        case TransferKind.IMPORT:
            if sources:
                return tr("Importing {model} from {sources}", model=model, sources=sources)
            return tr("Importing {model}", model=model)


def transfer_progress(transfer: Transfer) -> float:
    """How much of it is here, 0 to 1."""
    return min(1.0, transfer.done_bytes / transfer.total_bytes) if transfer.total_bytes else 0.0


def transfer_figures(transfer: Transfer) -> str:
    """Bytes, rate and time left, as far as they are known."""
    match transfer.status:
        case Finished():
            return tr(format_bytes(transfer.total_bytes or transfer.done_bytes))
        case Moving(rate) if rate:
            left = transfer.seconds_left
            time_left = tr(format_time_left(left)) if left is not None else ""
            speed = tr("{size}/s", size=format_bytes(round(rate)))
            return " · ".join(part for part in (_bytes(transfer), speed, time_left) if part)
        case _:
            return _bytes(transfer)


def _bytes(transfer: Transfer) -> str:
    if not transfer.total_bytes:
        return tr(format_bytes(transfer.done_bytes))
    return tr(format_progress(transfer.done_bytes, transfer.total_bytes))


def _status(transfer: Transfer) -> tuple[str, Tone]:
    match transfer.status:
        case Waiting(reason):
            return capitalised(tr(reason)) if reason else tr("Waiting"), Tone.NEUTRAL
        case Moving(rate):
            return _doing(transfer.kind, is_begun=bool(rate)), Tone.BUSY
        case Verifying():
            return tr("Checking that every byte is right"), Tone.BUSY
        case Finished():
            return tr("Here, and ready to load"), Tone.GOOD
        case Stopped(problem):
            return (tr(problem.title), Tone.DANGER) if problem else (tr("Stopped"), Tone.WARNING)


def _doing(kind: TransferKind, *, is_begun: bool) -> str:
    match kind:
        case TransferKind.COPY:
            return tr("Copying" if is_begun else "Copying, just begun")
        case TransferKind.DOWNLOAD:
            return tr("Downloading" if is_begun else "Downloading, just begun")
        case TransferKind.IMPORT:
            return tr("Importing" if is_begun else "Importing, just begun")


def _short_status(transfer: Transfer) -> tuple[str, Tone]:
    match transfer.status:
        case Waiting():
            return tr("Waiting"), Tone.NEUTRAL
        case Moving():
            return f"{int(transfer_progress(transfer) * 100)} %", Tone.BUSY
        case Verifying():
            return tr("Checking"), Tone.BUSY
        case Finished():
            return tr("Done"), Tone.GOOD
        case Stopped(problem):
            return (tr("Failed"), Tone.DANGER) if problem else (tr("Stopped"), Tone.WARNING)


def _sources(transfer: Transfer) -> str:
    if not transfer.sources:
        return ""
    names = join_names(list(transfer.sources))
    match transfer.status:
        case Finished():
            return tr("Came from {names}.", names=names)
        case _:
            return tr("Comes from {names}.", names=names)


def _actions(transfer: Transfer) -> tuple[Action, ...]:
    gone = DiscardTransfer(transfer.transfer_id, transfer.model_name, transfer.done_bytes)
    match transfer.status:
        case Finished():
            return (Action(tr("Clear"), DiscardTransfer(transfer.transfer_id, transfer.model_name, 0)),)
        case Stopped(problem):
            again = ResumeTransfer(transfer.kind, transfer.model_name, transfer.source)
            text = tr("Try again" if problem else "Resume")
            return (Action(text, again, is_primary=True), Action(tr("Discard…"), gone))
        case Waiting() | Moving() | Verifying():
            return (Action(tr("Stop"), StopTransfer(transfer.transfer_id)), Action(tr("Discard…"), gone))
