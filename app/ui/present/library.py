"""The models of the household as the Models window lists them, and each with what can be done."""

from collections.abc import Collection

from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.state import AppState, Failed, Loading, ModelState, OnDisk, Ready
from app.domain.words import format_bytes, format_count
from app.ui.present.devices import device_colours
from app.ui.present.fits import fit_view
from app.ui.present.library_requests import CopyHere, DeleteModel, KeepLoaded, LoadModel, ShowPlan, UnloadModel
from app.ui.present.library_views import (
    Action,
    Holder,
    Keeping,
    LibraryView,
    ModelDetail,
    OwnModel,
    Row,
    Section,
)
from app.ui.present.models import DEMO_NOTE, loading_fraction, segments, status_words
from app.ui.present.names import THIS_COMPUTER, join_names, shared_titles, spoken_names
from app.ui.present.transfers import is_under_way, transfer_row
from app.ui.present.views import Tone


def library(state: AppState | None, wanted: str = "") -> LibraryView:
    """The list of models.

    Args:
        state: The snapshot; None before the first.
        wanted: Words that titles, names or devices must have; empty for all.
    """
    if state is None:
        return LibraryView("Starting…", (), 0, "Hearth is starting.")
    words = wanted.casefold().split()
    names = spoken_names(state)
    shown = [model for model in state.models if _matches(state, model, words)]
    shared = shared_titles(state)
    here = tuple(_row(model, state, names, shared) for model in shown if state.peer_id in model.on_nodes)
    others = tuple(_row(model, state, names, shared) for model in shown if state.peer_id not in model.on_nodes)
    moving = tuple(transfer_row(t) for t in state.transfers if all(w in t.model_name.casefold() for w in words))
    sections = (
        Section("On their way", moving),
        Section("On this computer", here),
        Section("On other devices", others),
    )
    return LibraryView(
        summary=_summary(state),
        sections=tuple(section for section in sections if section.rows),
        moving=sum(1 for transfer in state.transfers if is_under_way(transfer)),
        emptiness="" if here or others or moving else _emptiness(wanted),
    )


def model_detail(state: AppState, wanted: OwnModel, *, is_planned: bool = False) -> ModelDetail | None:
    """Everything about a model; None when it is not there any more.

    Args:
        state: The snapshot.
        wanted: Which model.
        is_planned: Whether its plan is shown.
    """
    model = next((m for m in state.models if m.model_id == wanted.model_id), None)
    if model is None:
        return None
    words, tone = _status(state, model)
    status = model.status
    colours = device_colours(state)
    holders = [peer for peer in state.peers if peer.peer_id in model.on_nodes]
    first = {peer.peer_id: peer.devices[0].device_id if peer.devices else "" for peer in holders}
    return ModelDetail(
        model_id=model.model_id,
        name=model.name,
        title=model.title or model.name,
        description=_description(model),
        status=words,
        tone=tone,
        progress=loading_fraction(status) if isinstance(status, Loading) else None,
        problem=status.problem if isinstance(status, Failed) else None,
        fit=fit_view(state, model.fit) if model.fit and isinstance(status, OnDisk | Failed) else None,
        holders=tuple(
            Holder(
                f"{peer.name} (this computer)" if peer.is_self else peer.name,
                colours.get((peer.peer_id, first[peer.peer_id]), 0),
            )
            for peer in holders
        ),
        segments=segments(state, model.plan) if model.plan else (),
        facts=_facts(model),
        actions=_actions(state, model, is_planned),
        keeping=_keeping(state, model),
    )


def _matches(state: AppState, model: ModelState, words: list[str]) -> bool:
    if not words:
        return True
    holders = " ".join(peer.name for peer in state.peers if peer.peer_id in model.on_nodes)
    text = f"{model.title} {model.name} {holders}".casefold()
    return all(word in text for word in words)


def _row(model: ModelState, state: AppState, names: dict[PeerId, str], shared: Collection[str]) -> Row:
    status, tone = _short_status(model)
    fit = fit_view(state, model.fit) if model.fit and isinstance(model.status, OnDisk | Failed) else None
    others = [names[peer_id] for peer_id in model.on_nodes if peer_id in names and peer_id != state.peer_id]
    is_here = state.peer_id in model.on_nodes
    where = f"{'also ' if is_here else ''}on {join_names(others)}" if others else ""
    title = model.title or model.name
    name = model.name if title in shared else ""
    subtitle = " · ".join(part for part in (name, format_bytes(model.file_bytes), where) if part)
    return Row(
        item=OwnModel(model.model_id),
        title=title,
        subtitle=subtitle,
        status=status,
        tone=tone,
        fit=fit,
        progress=loading_fraction(model.status) if isinstance(model.status, Loading) else None,
        words=", ".join(part for part in (title, subtitle, status, fit.words if fit else "") if part),
    )


def _short_status(model: ModelState) -> tuple[str, Tone]:
    match model.status:
        case OnDisk():
            return "", Tone.NEUTRAL
        case Loading() as loading:
            done = loading_fraction(loading)
            return f"Loading {done:.0%}".replace("%", " %") if done else "Loading", Tone.BUSY
        case Ready(_, active_requests):
            return ("Answering", Tone.BUSY) if active_requests else ("Loaded", Tone.GOOD)
        case Failed():
            return "Failed", Tone.DANGER


def _status(state: AppState, model: ModelState) -> tuple[str, Tone]:
    """How far it is, and where."""
    words, tone = status_words(model)
    if not isinstance(model.status, Ready | Loading) or model.plan is None:
        return words, tone
    names = spoken_names(state)
    holders = list(dict.fromkeys(names.get(shard.peer_id, shard.node_name) for shard in model.plan.shards))
    where = f"whole on {holders[0]}" if len(holders) == 1 else f"split over {join_names(holders)}"
    return f"{words} · {where}", tone


def _description(model: ModelState) -> str:
    return model.description or (f"{DEMO_NOTE}." if model.is_demo else "")


def _facts(model: ModelState) -> tuple[tuple[str, str], ...]:
    kind = {ModelKind.CHAT: "Chat", ModelKind.EMBEDDING: "Embeddings, for search"}[model.kind]
    return (
        ("Size", format_bytes(model.file_bytes)),
        ("Context", format_count(model.context_length, "token", "tokens")),
        ("Layers", f"{model.layer_count:,}"),
        ("For", kind),
    )


def _actions(state: AppState, model: ModelState, is_planned: bool) -> tuple[Action, ...]:
    """The same buttons in the same places for as long as the model is where it is."""
    is_here = state.peer_id in model.on_nodes
    made = [_loading_action(state, model, is_here)]
    loaded = "It is loaded already." if isinstance(model.status, Ready | Loading) else ""
    made.append(Action("Hide plan" if is_planned else "Show plan", ShowPlan(model.name), loaded))
    if not is_here:
        made.append(Action("Copy here", CopyHere(model.name), _why_no_copy(state, model)))
    else:
        has_others = any(peer_id != state.peer_id for peer_id in model.on_nodes)
        delete = DeleteModel(model.name, model.title or model.name, model.file_bytes, has_others)
        made.append(Action("Delete…", delete, _why_no_deletion(model)))
    return tuple(made)


def _loading_action(state: AppState, model: ModelState, is_here: bool) -> Action:
    names = spoken_names(state)
    match model.status:
        case Ready() | Loading():
            head = model.plan.head if model.plan else state.peer_id
            text = "Unload" if isinstance(model.status, Ready) else "Stop loading"
            why = "" if head == state.peer_id else f"It runs on {names.get(head, 'another device')}: unload it there."
            return Action(text, UnloadModel(model.name), why)
        case OnDisk() | Failed():
            why = "" if is_here else "Its device loads it at the first question. To load it here, copy it first."
            again = isinstance(model.status, Failed)
            return Action("Try again" if again else "Load", LoadModel(model.name), why, is_primary=True)


def _why_no_copy(state: AppState, model: ModelState) -> str:
    under_way = any(t.model_name == model.name and is_under_way(t) for t in state.transfers)
    return "It is on its way already." if under_way else ""


def _why_no_deletion(model: ModelState) -> str:
    if model.is_demo:
        return "It came with Hearth and takes next to no room."
    if not model.can_delete:
        return "Its file is outside of Hearth's models folder: Hearth only reads it."
    if isinstance(model.status, Ready | Loading):
        return "Unload it first."
    return ""


def _keeping(state: AppState, model: ModelState) -> Keeping | None:
    if state.peer_id not in model.on_nodes or model.is_demo:
        return None
    return Keeping(model.is_kept_loaded, KeepLoaded(model.name, not model.is_kept_loaded), "")


def _summary(state: AppState) -> str:
    here = [model for model in state.models if state.peer_id in model.on_nodes]
    others = len(state.models) - len(here)
    size = format_bytes(sum(model.file_bytes for model in here))
    parts = (
        f"{format_count(len(here), 'model', 'models')} on {THIS_COMPUTER}, {size}" if here else "",
        f"{format_count(others, 'more', 'more')} on other devices" if others else "",
    )
    return " · ".join(part for part in parts if part) or "No models yet"


def _emptiness(wanted: str) -> str:
    if wanted.strip():
        return f"No model here is called \u201c{wanted.strip()}\u201d. It may be found on the internet."
    return "No models yet. Some that fit this computer are one click away."
