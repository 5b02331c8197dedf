"""The snapshot: from what the node holds to the one value that faces render. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from app.domain.compatibility import version_note
from app.domain.errors import Problem
from app.domain.fit import Fit
from app.domain.ids import ModelId, PeerId
from app.domain.ledger import Ledger
from app.domain.model import ModelFacts, ModelSummary
from app.domain.preference import NO_LAN_ACCESS, LanAccess
from app.domain.reach import ManualAddress
from app.domain.record import Hosting, Record
from app.domain.sentence import Sentence, say, say_count
from app.domain.sharing import SHARING, Newcomer, OpenInvite, SharingStatus
from app.domain.state import (
    AppState,
    Away,
    BetterPlan,
    Failed,
    Loading,
    ModelState,
    ModelStatus,
    OnDisk,
    Online,
    PeerState,
    PeerStatus,
    Ready,
    SwarmStatus,
)
from app.domain.transfer import Transfer
from app.domain.words import format_bytes, format_layers, format_time_left, listed
from app.node.phrases import side_by_side
from app.node.run import ModelRun


@dataclass(frozen=True, slots=True)
class KnownModels:
    """What the node knows of models, beside what records say.

    Attributes:
        facts: Models on this disk.
        runs: What this node is head of.
        failures: Why a model could not be loaded.
        queued: What each model waits for that is to be loaded, in words.
        recovery_words: What happens to a model that lost a device, or nothing.
        news: What has changed for a model.
        pinned: Models whose plan is to stay as it is.
        better: What loaded models could run by now.
        fit: Where a model would fit, once that is known.
        kept_loaded: Models that the owner wants to stay loaded.
        deletable: Models whose file is in this computer's models folder.
    """

    facts: Mapping[ModelId, ModelFacts] = field(default_factory=dict)
    runs: Mapping[ModelId, ModelRun] = field(default_factory=dict)
    failures: Mapping[ModelId, Problem] = field(default_factory=dict)
    queued: Mapping[ModelId, str] = field(default_factory=dict)
    recovery_words: Callable[[ModelId], str] = lambda _: ""
    news: Mapping[ModelId, str] = field(default_factory=dict)
    pinned: Collection[ModelId] = ()
    better: Mapping[ModelId, BetterPlan] = field(default_factory=dict)
    fit: Callable[[ModelSummary], Fit | None] = lambda _: None
    kept_loaded: Collection[ModelId] = ()
    deletable: Collection[ModelId] = ()


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What the node knows, gathered for one snapshot.

    Attributes:
        record: This node's own record (its order does not matter).
        swarm: Whether and how it is in a swarm.
        ledger: Records of all members.
        peer_status: How a peer is reached.
        peer_address: Where the link to a peer goes.
        models: What it knows of models.
        api_url: Base address for clients.
        news: Whole sentences, the newest first.
        problems: What needs the user.
        sharing: Whether this node lends memory now.
        addresses: What came of the addresses given by hand.
        invites: What was given out and not used yet.
        newcomers: Who waits to be accepted here.
        transfers: Models on their way to this computer.
        lan: How other machines of the network reach the API.
    """

    record: Record
    swarm: SwarmStatus
    ledger: Ledger
    peer_status: Callable[[PeerId], PeerStatus]
    peer_address: Callable[[PeerId], str]
    models: KnownModels
    api_url: str
    news: tuple[str, ...]
    problems: tuple[Problem, ...]
    sharing: SharingStatus = SHARING
    addresses: tuple[ManualAddress, ...] = ()
    invites: tuple[OpenInvite, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    lan: LanAccess = NO_LAN_ACCESS


def build_state(node: NodeFacts) -> AppState:
    """The snapshot of what the node knows."""
    others = sorted(
        (r for r in node.ledger.records() if r.peer_id != node.record.peer_id),
        key=lambda r: (r.name, r.peer_id),
    )
    names = _distinct_names((node.record, *others))
    peers = tuple(_peer(node, record, names) for record in (node.record, *others))
    models = _models(node, tuple(others))
    return AppState(
        version=node.record.app_version,
        peer_id=node.record.peer_id,
        node_name=node.record.name,
        swarm=node.swarm,
        peers=peers,
        models=models,
        api_url=node.api_url,
        activity=(*_recoveries(node, models), *_activity(models, names), *node.news),
        problems=node.problems,
        sharing=node.sharing,
        addresses=node.addresses,
        transfers=node.transfers,
        invites=node.invites,
        newcomers=node.newcomers,
        lan=node.lan,
    )


def _distinct_names(records: tuple[Record, ...]) -> dict[PeerId, str]:
    """Names for display: of equal ones each gets the end of its peer id."""
    count = Counter(record.name for record in records)
    return {r.peer_id: r.name if count[r.name] == 1 else f"{r.name} ({r.peer_id[-4:]})" for r in records}


def _peer(node: NodeFacts, record: Record, names: Mapping[PeerId, str]) -> PeerState:
    is_self = record.peer_id == node.record.peer_id
    status = Online() if is_self else node.peer_status(record.peer_id)
    devices = record.devices
    if isinstance(status, Away):  # what it held when it was last heard is not held any more
        devices = tuple(replace(device, used_bytes=0) for device in devices)
    return PeerState(
        peer_id=record.peer_id,
        name=names[record.peer_id],
        is_self=is_self,
        status=status,
        devices=devices,
        sharing=record.sharing,
        app_version=record.app_version,
        platform=record.platform,
        address="" if is_self else _address(node.peer_address(record.peer_id), names),
        doing=_doing(node, record),
        note=version_note(record, _others_there(node, record)),
        battery=record.battery,
    )


def _others_there(node: NodeFacts, record: Record) -> tuple[Record, ...]:
    """The records of all other devices that are there, this one too."""
    there = (r for r in node.ledger.records() if not isinstance(node.peer_status(r.peer_id), Away))
    return tuple(r for r in (node.record, *there) if r.peer_id != record.peer_id)


def _address(address: str, names: Mapping[PeerId, str]) -> str:
    """Where a link goes, for people: a detour by the name of the device that passes things on."""
    relay = address.removeprefix("relay:")
    if relay == address:
        return address
    return say("through {name}", name=names.get(PeerId(relay), say("another device")))


def _doing(node: NodeFacts, record: Record) -> str:
    """What a device does now, from the plans that everybody announces."""
    words = []
    for head in (node.record, *(r for r in node.ledger.records() if r.peer_id != node.record.peer_id)):
        if head.peer_id != node.record.peer_id and not isinstance(node.peer_status(head.peer_id), Online):
            continue
        for hosting in head.hosting:
            shards = [s for s in hosting.plan.shards if s.peer_id == record.peer_id]
            name = hosting.plan.model_name
            if shards and not hosting.plan.is_split:
                words.append(
                    say(
                        "holds {model}, all {count} layers"
                        if hosting.ready
                        else "is loading {model}, all {count} layers",
                        model=name,
                        count=hosting.plan.layer_count,
                    )
                )
            elif shards:
                layers = listed([format_layers(shard) for shard in shards])
                words.append(
                    say(
                        "holds {layers} of {model}" if hosting.ready else "is loading {layers} of {model}",
                        layers=layers,
                        model=name,
                    )
                )
    return side_by_side(words)


def _models(node: NodeFacts, others: tuple[Record, ...]) -> tuple[ModelState, ...]:
    there = tuple(r for r in others if isinstance(node.peer_status(r.peer_id), Online))
    summaries: dict[ModelId, ModelSummary] = {m.model_id: m for r in (*there, node.record) for m in r.models}
    models = [_model(node, summary, there) for summary in summaries.values()]
    return tuple(sorted(models, key=lambda m: (m.is_demo, m.name.lower(), m.model_id)))


def _model(node: NodeFacts, summary: ModelSummary, there: tuple[Record, ...]) -> ModelState:
    model_id = summary.model_id
    own = node.models.facts.get(model_id)
    run = node.models.runs.get(model_id)
    remote = [h for r in there for h in r.hosting if h.plan.model_id == model_id]
    plan = run.plan if run else remote[0].plan if remote else None
    here = [Hosting(run.plan, isinstance(run.status, Ready))] if run else []
    status: ModelStatus
    if run is not None:
        status = run.status
    elif model_id in node.models.queued:
        status = Loading(0, 0, node.models.queued[model_id])
    elif remote:
        head = next(r for r in there if r.peer_id == remote[0].plan.head)
        status = Ready(None, 0) if remote[0].ready else Loading(0, 0, say("{name} is loading it", name=head.name))
    elif model_id in node.models.failures:
        status = Failed(node.models.failures[model_id])
    else:
        status = OnDisk()
    holders = [r.peer_id for r in (node.record, *there) if any(m.model_id == model_id for m in r.models)]
    return ModelState(
        model_id=model_id,
        name=summary.name,
        title=summary.title,
        description=own.description if own else "",
        kind=summary.kind,
        file_bytes=summary.file_bytes,
        layer_count=summary.layer_count,
        context_length=summary.context_length,
        is_demo=summary.is_demo,
        on_nodes=tuple(holders),
        status=status,
        plan=plan,
        is_pinned=model_id in node.models.pinned,
        better=node.models.better.get(model_id),
        news=node.models.news.get(model_id, ""),
        fit=node.models.fit(summary),
        is_kept_loaded=model_id in node.models.kept_loaded,
        can_delete=model_id in node.models.deletable,
        hosted=(*here, *remote),
    )


def _recoveries(node: NodeFacts, models: tuple[ModelState, ...]) -> tuple[str, ...]:
    words = (node.models.recovery_words(model.model_id) for model in models)
    return tuple(say("{sentence}.", sentence=sentence) for sentence in words if sentence)


def _activity(models: tuple[ModelState, ...], names: Mapping[PeerId, str]) -> tuple[str, ...]:
    sentences = []
    for model in models:
        match model.status:
            case Loading() as loading:
                sentences.append(_loading_words(model.name, loading))
            case Ready(_, active) if active:
                sentences.append(_writing_words(model, active, names))
            case _:
                pass
    return tuple(sentences)


def _loading_words(name: str, loading: Loading) -> Sentence:
    if not loading.total_bytes:
        return say("Loading {model}: {step}.", model=name, step=loading.step)
    done, total = format_bytes(loading.done_bytes), format_bytes(loading.total_bytes)
    if loading.seconds_left is None:
        return say("Loading {model}: {step}, {done} of {total}.", model=name, step=loading.step, done=done, total=total)
    return say(
        "Loading {model}: {step}, {done} of {total}, {time_left}.",
        model=name,
        step=loading.step,
        done=done,
        total=total,
        time_left=format_time_left(loading.seconds_left),
    )


def _writing_words(model: ModelState, active: int, names: Mapping[PeerId, str]) -> Sentence:
    devices = len({s.peer_id for s in model.plan.shards}) if model.plan else 1
    if model.plan and devices == 1:
        return say_count(
            active,
            "Writing an answer with {model} on {name}.",
            "Writing {count} answers with {model} on {name}.",
            model=model.name,
            name=names.get(model.plan.head, say("a peer")),
        )
    return say_count(
        active,
        "Writing an answer with {model} on {devices} devices.",
        "Writing {count} answers with {model} on {devices} devices.",
        model=model.name,
        devices=devices,
    )
