"""The models of the household as the Models window lists them, and each with what can be done."""

from collections.abc import Collection

from app.domain.fit import TooBig
from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.placement import Plan
from app.domain.sentence import figure
from app.domain.state import AppState, Failed, Loading, ModelState, OnDisk, Ready
from app.domain.words import format_bytes
from app.ui.present.devices import device_colours
from app.ui.present.fits import fit_view, with_help
from app.ui.present.language import tr, tr_count
from app.ui.present.library_requests import CopyHere, DeleteModel, KeepLoaded, LoadModel, ShowPlan, UnloadModel
from app.ui.present.library_views import (
    Action,
    FitView,
    Holder,
    Keeping,
    LibraryView,
    ModelDetail,
    OwnModel,
    Row,
    Section,
)
from app.ui.present.models import DEMO_NOTE, loading_fraction, segments, status_words
from app.ui.present.names import device_names, join_names, shared_titles, spoken_names
from app.ui.present.transfers import is_under_way, transfer_row
from app.ui.present.views import Tone


def library(state: AppState | None, wanted: str = "") -> LibraryView:
    """The list of models.

    Args:
        state: The snapshot; None before the first.
        wanted: Words that titles, names or devices must have; empty for all.
    """
    if state is None:
        return LibraryView(tr("Starting…"), (), 0, tr("Hearth is starting."))
    words = wanted.casefold().split()
    names = spoken_names(state)
    shown = [model for model in state.models if _matches(state, model, words)]
    shared = shared_titles(state)
    here = tuple(_row(model, state, names, shared) for model in shown if state.peer_id in model.on_nodes)
    others = tuple(_row(model, state, names, shared) for model in shown if state.peer_id not in model.on_nodes)
    moving = tuple(transfer_row(t) for t in state.transfers if all(w in t.model_name.casefold() for w in words))
    sections = (
        Section(tr("Downloads"), moving),
        Section(tr("On this computer"), here),
        Section(tr("On other devices"), others),
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
    status, estimate = model.status, _estimate(state, model)
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
        fit=with_help(estimate) if estimate and not is_planned else None,
        holders=tuple(
            Holder(
                tr("{name} (this computer)", name=peer.name) if peer.is_self else peer.name,
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
    fit = _estimate(state, model)
    others = [names[peer_id] for peer_id in model.on_nodes if peer_id in names and peer_id != state.peer_id]
    where = ""
    if others:
        is_here = state.peer_id in model.on_nodes
        where = tr("also on {names}" if is_here else "on {names}", names=join_names(others))
    title = model.title or model.name
    name = model.name if title in shared else ""
    subtitle = " · ".join(part for part in (name, tr(format_bytes(model.file_bytes)), where) if part)
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


def _estimate(state: AppState, model: ModelState) -> FitView | None:
    """Where it would fit; None once that is known better: where it is loaded, and where loading it failed."""
    is_open = isinstance(model.status, OnDisk) or (isinstance(model.status, Failed) and isinstance(model.fit, TooBig))
    return fit_view(state, model.fit) if model.fit and is_open else None


def _short_status(model: ModelState) -> tuple[str, Tone]:
    match model.status:
        case OnDisk():
            return "", Tone.NEUTRAL
        case Loading() as loading:
            done = loading_fraction(loading)
            words = tr("Loading {percent} %", percent=figure(done * 100, ".0f")) if done else tr("Loading")
            return words, Tone.BUSY
        case Ready(_, active_requests):
            return (tr("Answering"), Tone.BUSY) if active_requests else (tr("Loaded"), Tone.GOOD)
        case Failed():
            return tr("Failed"), Tone.DANGER


def _status(state: AppState, model: ModelState) -> tuple[str, Tone]:
    """How far it is, and where."""
    words, tone = status_words(model)
    if not isinstance(model.status, Ready | Loading) or model.plan is None:
        return words, tone
    return f"{words} · {_where(state, model.plan)}", tone


def _where(state: AppState, plan: Plan) -> str:
    """Which devices compute it."""
    names = spoken_names(state)
    holders = {shard.peer_id: names.get(shard.peer_id, shard.node_name) for shard in plan.shards}
    if list(holders) == [state.peer_id]:
        return tr("whole on this computer")
    if len(holders) == 1:
        return tr("whole on {device}", device=next(iter(holders.values())))
    return tr("split over {places}", places=join_names(list(holders.values())))


def _description(model: ModelState) -> str:
    return model.description or (f"{tr(DEMO_NOTE)}." if model.is_demo else "")


def _facts(model: ModelState) -> tuple[tuple[str, str], ...]:
    kind = {ModelKind.CHAT: tr("Chat"), ModelKind.EMBEDDING: tr("Embeddings, for search")}[model.kind]
    return (
        (tr("Size"), tr(format_bytes(model.file_bytes))),
        (tr("Context"), tr_count(model.context_length, "{count} token", "{count} tokens")),
        (tr("Layers"), tr(figure(model.layer_count))),
        (tr("For"), kind),
    )


def _actions(state: AppState, model: ModelState, is_planned: bool) -> tuple[Action, ...]:
    """The same buttons in the same places for as long as the model is where it is."""
    is_here = state.peer_id in model.on_nodes
    made = [_loading_action(state, model, is_here)]
    loaded = tr("It is loaded already.") if isinstance(model.status, Ready | Loading) else ""
    made.append(Action(tr("Hide plan" if is_planned else "Show plan"), ShowPlan(model.name), loaded))
    if not is_here:
        made.append(Action(tr("Copy here"), CopyHere(model.name), _why_no_copy(state, model)))
    else:
        has_others = any(peer_id != state.peer_id for peer_id in model.on_nodes)
        delete = DeleteModel(model.name, model.title or model.name, model.file_bytes, has_others)
        made.append(Action(tr("Delete…"), delete, _why_no_deletion(model)))
    return tuple(made)


def _loading_action(state: AppState, model: ModelState, is_here: bool) -> Action:
    match model.status:
        case Ready() | Loading():
            text = tr("Unload" if isinstance(model.status, Ready) else "Stop loading")
            return Action(text, UnloadModel(model.name), _why_no_unloading(state, model))
        case OnDisk() | Failed():
            text = tr("Try again" if isinstance(model.status, Failed) else "Load")
            return Action(text, LoadModel(model.name), _why_no_loading(state, model, is_here), is_primary=True)


def _why_no_loading(state: AppState, model: ModelState, is_here: bool) -> str:
    """What copying it would not mend comes first."""
    if isinstance(model.fit, TooBig):
        return with_help(fit_view(state, model.fit)).words
    return "" if is_here else tr("Its device loads it at the first question. To load it here, copy it first.")


def _why_no_unloading(state: AppState, model: ModelState) -> str:
    head = model.plan.head if model.plan else state.peer_id
    if head == state.peer_id:
        return ""
    names = device_names(state)
    if head not in names:
        return tr("It runs on another device: unload it there.")
    return tr("It runs on {device}: unload it there.", device=names[head])


def _why_no_copy(state: AppState, model: ModelState) -> str:
    under_way = any(t.model_name == model.name and is_under_way(t) for t in state.transfers)
    return tr("It is on its way already.") if under_way else ""


def _why_no_deletion(model: ModelState) -> str:
    if model.is_demo:
        return tr("It came with Hearth and takes next to no room.")
    if not model.can_delete:
        return tr("Its file is outside of Hearth's models folder: Hearth only reads it.")
    if isinstance(model.status, Ready | Loading):
        return tr("Unload it first.")
    return ""


def _keeping(state: AppState, model: ModelState) -> Keeping | None:
    if state.peer_id not in model.on_nodes or model.is_demo:
        return None
    return Keeping(model.is_kept_loaded, KeepLoaded(model.name, not model.is_kept_loaded), "")


def _summary(state: AppState) -> str:
    here = [model for model in state.models if state.peer_id in model.on_nodes]
    others = len(state.models) - len(here)
    parts = []
    if here:
        size = format_bytes(sum(model.file_bytes for model in here))
        parts.append(
            tr_count(
                len(here),
                "{count} model on this computer, {size}",
                "{count} models on this computer, {size}",
                size=size,
            )
        )
    if others:
        parts.append(tr("{count} more on other devices", count=others))
    return " · ".join(parts) or tr("No models yet")


def _emptiness(wanted: str) -> str:
    if wanted.strip():
        return tr(
            "No model here is called \u201c{name}\u201d. It may be found on the internet.",
            name=wanted.strip(),
        )
    return tr("No models yet. Some that fit this computer are one click away.")
