"""Models as cards, plans as bars of layers, and what the chat's picker offers."""

from app.domain.fit import TooBig
from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.placement import Plan, Refusal, Shard
from app.domain.sentence import marked
from app.domain.state import AppState, Failed, Loading, ModelState, OnDisk, Ready
from app.domain.words import format_bytes, format_layers, format_progress, format_rate, format_time_left
from app.ui.present.devices import device_colours
from app.ui.present.fits import WHAT_HELPS, fit_view, with_help
from app.ui.present.language import capitalised, tr, tr_count
from app.ui.present.names import device_names, join_names, shared_titles
from app.ui.present.swarm_views import ModelCard
from app.ui.present.views import ChatView, Greeting, LayerSegment, ModelChoice, PlanView, Tone

DEMO_NOTE = marked("Demo — shows the swarm working before any download")


def model_cards(state: AppState) -> tuple[ModelCard, ...]:
    """One card for each model that the swarm can serve, those first that something happens with."""
    return tuple(_card(state, model) for model in sorted(state.models, key=lambda m: isinstance(m.status, OnDisk)))


def chat_view(state: AppState | None) -> ChatView:
    """What the chat window needs to know."""
    if state is None:
        return ChatView("", (), {}, {}, _greeting(is_started=False, has_model=False))
    models = [model for model in state.models if model.kind is ModelKind.CHAT]
    loaded_first = sorted(models, key=lambda model: (model.is_demo, not isinstance(model.status, Ready | Loading)))
    return ChatView(
        api_url=state.api_url,
        choices=tuple(
            ModelChoice(m.name, _choice(m), m.is_demo, _where(state, m), m.context_length) for m in loaded_first
        ),
        waiting={m.name: words for m in models if (words := _waiting(m))},
        working={m.name: _devices(state, m.plan) for m in models if m.plan and isinstance(m.status, Ready)},
        greeting=_greeting(is_started=bool(state.api_url), has_model=bool(models)),
    )


def _greeting(*, is_started: bool, has_model: bool) -> Greeting:
    if not is_started:
        return Greeting(tr("Hearth is starting…"), tr("In a moment you can ask."), tr("Starting…"))
    if not has_model:
        words = tr("Get one that fits this computer: it answers here, and nothing leaves your household.")
        return Greeting(tr("There is no model to ask yet"), words, tr("No model yet"), can_find=True)
    words = tr("Answers are computed by the devices of your household. Nothing leaves it.")
    return Greeting(tr("What would you like to know?"), words)


def plan_view(state: AppState, outcome: Plan | Refusal) -> PlanView:
    """A plan as the window previews it."""
    left_out = tuple(tr("{name} is not used: {reason}.", name=n.name, reason=n.reason) for n in outcome.left_out)
    reasons = tuple(tr(reason) for reason in outcome.reasons)
    match outcome:
        case Refusal():
            if not outcome.missing_bytes:
                return PlanView(tr("Cannot be loaded"), (), (*reasons, *left_out), is_refusal=True)
            missing = format_bytes(outcome.missing_bytes)
            title = tr("Does not fit: {missing} of memory is missing", missing=missing)
            return PlanView(title, (), (*reasons, *left_out, tr(WHAT_HELPS)), is_refusal=True)
        case Plan():
            names = _holders(state, outcome)
            title = tr("Would be split over {names}", names=join_names(names))
            if len(names) == 1:
                title = tr("Would run on {name}", name=names[0])
            moves = (_moving(outcome.bytes_to_move),) if outcome.bytes_to_move else ()
            return PlanView(title, segments(state, outcome), (*reasons, *moves, *left_out), is_refusal=False)


def _moving(bytes_to_move: int) -> str:
    return tr("{size} travel to other devices before the first answer.", size=format_bytes(bytes_to_move))


def segments(state: AppState, plan: Plan) -> tuple[LayerSegment, ...]:
    """The layer bar of a plan, in the order of layers."""
    colours = device_colours(state)
    names = device_names(state)
    made = []
    for shard in plan.shards:
        device = _device_name(names, shard)
        label = _label(shard)
        words = f"{device}: {tr(format_layers(shard))}, {tr(format_bytes(shard.total_bytes))}"
        colour = colours.get((shard.peer_id, shard.device_id), 0)
        made.append(LayerSegment(label, device, words, max(1, shard.layer_count), colour))
    return tuple(made)


def _card(state: AppState, model: ModelState) -> ModelCard:
    words, tone = status_words(model)
    status = model.status
    is_here = model.plan is not None and model.plan.head == state.peer_id
    is_idle = isinstance(status, OnDisk | Failed)
    too_big = with_help(fit_view(state, model.fit)).words if is_idle and isinstance(model.fit, TooBig) else ""
    return ModelCard(
        model_id=model.model_id,
        name=model.name,
        title=model.title or model.name,
        subtitle=_subtitle(state, model),
        note=too_big or (tr(DEMO_NOTE) if model.is_demo else ""),
        status=words,
        tone=tone,
        progress=loading_fraction(status) if isinstance(status, Loading) else None,
        segments=segments(state, model.plan) if model.plan else (),
        problem=status.problem if isinstance(status, Failed) else None,
        can_plan=is_idle,
        can_load=is_idle and not too_big,
        can_unload=is_here and isinstance(status, Ready),
        news=tr(model.news) if model.news else "",
        better=tr(model.better.gain) if model.better and is_here else "",
        better_segments=segments(state, model.better.plan) if model.better and is_here else (),
        is_pinned=model.is_pinned,
        can_pin=is_here and isinstance(status, Ready) and (model.is_pinned or _has_peers(state, model)),
    )


def _has_peers(state: AppState, model: ModelState) -> bool:
    """Whether anything about its plan could change: with no other device nothing does."""
    return len(state.peers) > 1 and not model.is_demo


def status_words(model: ModelState) -> tuple[str, Tone]:
    """How far a model is, in words and a colour."""
    match model.status:
        case OnDisk():
            return tr("Not loaded"), Tone.NEUTRAL
        case Loading():
            return _loading(model.status), Tone.BUSY
        case Ready(tokens_per_second, active_requests):
            words, tone = (tr("Answering"), Tone.BUSY) if active_requests else (tr("Ready"), Tone.GOOD)
            return (f"{words} · {tr(format_rate(tokens_per_second))}" if tokens_per_second else words), tone
        case Failed(problem):
            return tr(problem.title), Tone.DANGER


def _loading(status: Loading) -> str:
    """What is loaded and how far, so that slow and stuck look different."""
    step = capitalised(tr(status.step)) if status.step else tr("Loading")
    if not status.total_bytes or not status.done_bytes:
        return step
    progress = tr(format_progress(status.done_bytes, status.total_bytes))
    left = tr(format_time_left(status.seconds_left)) if status.seconds_left is not None else ""
    return " · ".join(part for part in (step, progress, left) if part)


def loading_fraction(status: Loading) -> float:
    """How much is in place, 0 to 1."""
    return min(1.0, status.done_bytes / status.total_bytes) if status.total_bytes else 0.0


def _subtitle(state: AppState, model: ModelState) -> str:
    names = device_names(state)
    owners = [names[peer_id] for peer_id in model.on_nodes if peer_id in names]
    others = [name for peer_id, name in names.items() if peer_id in model.on_nodes and peer_id != state.peer_id]
    is_only_here = state.peer_id in model.on_nodes and not others
    where = tr("on {names}", names=join_names(owners)) if owners and not is_only_here else ""
    kind = tr("for embeddings") if model.kind is ModelKind.EMBEDDING else ""
    name = model.name if (model.title or model.name) in shared_titles(state) else ""
    layers = tr_count(model.layer_count, "{count} layer", "{count} layers")
    parts = (name, tr(format_bytes(model.file_bytes)), layers, kind, where)
    return " · ".join(part for part in parts if part)


def _waiting(model: ModelState) -> str:
    match model.status:
        case OnDisk():
            return tr("Loading the model")
        case Loading():
            return _loading(model.status)
        case Failed() | Ready():
            return ""


def _choice(model: ModelState) -> str:
    title = model.title or model.name
    return tr("{title} (demo)", title=title) if model.is_demo and "demo" not in title.lower() else title


def _where(state: AppState, model: ModelState) -> str:
    """Where a model runs, or what has to happen before it answers."""
    match model.status:
        case Ready():
            return tr("on {names}", names=_devices(state, model.plan)) if model.plan else tr("loaded")
        case Loading():
            return _loading(model.status)
        case OnDisk():
            return tr("only on disk: loads first")
        case Failed(problem):
            return tr(problem.title)


def _holders(state: AppState, plan: Plan) -> list[str]:
    names = device_names(state)
    return list(dict.fromkeys(names.get(shard.peer_id, shard.node_name) for shard in plan.shards))


def _devices(state: AppState, plan: Plan | None) -> str:
    return join_names(_holders(state, plan)) if plan else ""


def _device_name(names: dict[PeerId, str], shard: Shard) -> str:
    node = names.get(shard.peer_id, shard.node_name)
    return node if shard.device_id == "CPU" else f"{node} ({shard.device_id})"


def _label(shard: Shard) -> str:
    """The numbers alone, counted from 0 as everywhere."""
    if not shard.layer_count:
        return tr("output")
    first, last = shard.first_layer, shard.last_layer
    return str(first) if first == last else f"{first}\u2013{last}"
