"""Where a request can be answered, for `domain/route.py` to choose: from records, loads and what runs here."""

import time
from collections.abc import Callable

from app.domain.asked import Asked
from app.domain.compatibility import version_obstacle
from app.domain.device import DeviceKind
from app.domain.footprint import footprint
from app.domain.ids import ModelId, PeerId
from app.domain.load import ModelLoad, NodeLoad, Willingness, short_id
from app.domain.model import ModelSummary
from app.domain.placement import Plan
from app.domain.prefix import PrefixMemory
from app.domain.record import Hosting, Record
from app.domain.route import Holding, Place
from app.domain.state import Ready
from app.models.store import Shelf
from app.node.directory import Directory
from app.node.loading import Loader
from app.node.loads import Loads
from app.node.pins import Pins
from app.node.run import ModelRun
from app.node.turns import Turns
from app.node.workshop import Workshop

_START_SECONDS = 1.5
_DISK_BYTES_PER_SECOND = 300e6
_LINK_BYTES_PER_SECOND = 60e6
"""How long loading takes is not known before: rough figures, of a laptop's disk and a household's network."""

_UNKNOWN_FOOTPRINT_PART = 0.2
"""Of a model that is not on this disk: what it needs beyond its file, as a part of it."""


class Places:
    """Finds places.

    Args:
        workshop: Who this node is.
        directory: Finds peers.
        loader: What this node is head of.
        pins: Plans that the owner wants to keep.
        shelf: The models on this disk now.
        node_name: What people call this node now.
        willingness: Whether this node takes requests of others now.
        queue_limit: How many requests may wait for one model.

    Attributes:
        loads: How busy the peers are.
        memory: Where conversations went.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        loader: Loader,
        pins: Pins,
        shelf: Callable[[], Shelf],
        node_name: Callable[[], str],
        willingness: Callable[[], Willingness],
        queue_limit: int,
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._loader = loader
        self._pins = pins
        self._shelf = shelf
        self._node_name = node_name
        self._willingness = willingness
        self._queue_limit = queue_limit
        self._turns: dict[ModelRun, Turns] = {}
        self.loads = Loads(workshop.membership, self._own_load)
        self.memory = PrefixMemory()

    def turns_of(self, run: ModelRun) -> Turns:
        """The turns at the host of a model that is loaded here."""
        turns = self._turns.get(run)
        if turns is None:
            there = self._loader.runs.values()
            self._turns = {known: of for known, of in self._turns.items() if known in there or known.active}
            turns = Turns(run.facts.name, run.plan.slots, self._queue_limit, self.loads.changed)
            self._turns[run] = turns
        return turns

    def _own_load(self) -> NodeLoad:
        ready = [run for run in self._loader.runs.values() if isinstance(run.status, Ready)]
        loads = {short_id(run.facts.model_id): self.turns_of(run).load for run in ready}
        return NodeLoad(self._willingness(), loads)

    def lost(self, peer_id: PeerId) -> None:
        """A peer is gone."""
        self.loads.lost(peer_id)
        self.memory.forget_node(peer_id)

    # -- places ---------------------------------------------------------------------------------------------

    def find(self, model: ModelSummary, asked: Asked) -> tuple[Place, ...]:
        """Every place where a request can be answered."""
        kept = self.memory.kept(model.model_id, asked.marks, time.monotonic())
        peers = () if asked.local_only else self._directory.online_records()
        rtt_ms = self._directory.rtt_ms()
        places = [p for record in peers if (p := self._place_of(record, model, asked, kept, rtt_ms)) is not None]
        if (own := self._own_place(model, kept, asked, others=tuple(places))) is not None:
            places.append(own)
        return tuple(places)

    def _place_of(
        self, record: Record, model: ModelSummary, asked: Asked, kept: dict[PeerId, int], rtt_ms: dict[PeerId, float]
    ) -> Place | None:
        model_id, peer_id = model.model_id, record.peer_id
        hosting = next((h for h in record.hosting if h.plan.model_id == model_id), None)
        if hosting is None and not any(item.model_id == model_id for item in record.models):
            return None
        holding = _holding(hosting, fits=_has_room(record, self._needed_bytes(model), idle=False))
        if holding is not Holding.LOADED and peer_id in kept:
            self.memory.forget_node(peer_id, model_id)
        slots = hosting.plan.slots if hosting else self._directory.context.slots
        is_compatible = record.sharing and not version_obstacle(record, self._node_name())
        return Place(
            peer_id=peer_id,
            name=record.name,
            is_here=False,
            holding=holding,
            load=self.loads.of(peer_id, model_id, slots),
            rtt_ms=rtt_ms.get(peer_id, 0.0),
            willingness=self.loads.willingness(peer_id),
            kept_tokens=kept.get(peer_id, 0) if holding is Holding.LOADED else 0,
            load_seconds=_load_seconds(model, holding),
            queue_limit=self._queue_limit,
            has_failed=peer_id in asked.failed,
            may_copy=is_compatible and not model.is_demo and _has_room(record, self._needed_bytes(model), idle=True),
        )

    def _own_place(
        self, model: ModelSummary, kept: dict[PeerId, int], asked: Asked, others: tuple[Place, ...]
    ) -> Place | None:
        model_id = model.model_id
        run = self._loader.runs.get(model_id)
        is_loading = self._loader.is_loading(model_id) or (run is not None and not isinstance(run.status, Ready))
        stored = self._shelf().models.get(model_id)
        if run is None and not is_loading and stored is None:
            return None
        load = ModelLoad(0, self._directory.context.slots, 0)
        may_copy = False
        if is_loading:
            holding = Holding.LOADING
        elif run is not None:
            holding, load = Holding.LOADED, self.turns_of(run).load
        elif _decides_nothing(asked, others):  # a plan takes a while
            holding = Holding.SPLITS
        else:
            holding, may_copy = self._own_plan(model_id)
        own_id = self._workshop.peer_id
        return Place(
            peer_id=own_id,
            name=self._node_name(),
            is_here=True,
            holding=holding,
            load=load,
            willingness=self._willingness(),
            kept_tokens=kept.get(own_id, 0) if holding is Holding.LOADED else 0,
            load_seconds=_load_seconds(model, holding),
            queue_limit=self._queue_limit,
            may_copy=may_copy and not model.is_demo,
        )

    def _own_plan(self, model_id: ModelId) -> tuple[Holding, bool]:
        """How a model would be loaded here, and whether a further copy of it may be."""
        stored = self._shelf().models[model_id]
        plan = self._loader.plan(stored.facts)
        if not isinstance(plan, Plan) or plan.head != self._workshop.peer_id:
            return Holding.SPLITS, False
        is_wished = stored.facts.is_demo or model_id in self._pins.plans
        if plan.is_split:
            return (Holding.FITS if is_wished else Holding.SPLITS), False
        needed = footprint(stored.facts, self._directory.context).whole_bytes
        devices = self._workshop.allowance.devices
        return Holding.FITS, any(d.free_bytes >= needed for d in devices if d.kind is not DeviceKind.RPC)

    def _needed_bytes(self, model: ModelSummary) -> int:
        """What a model needs whole on a peer; a rough figure where its file is not here."""
        stored = self._shelf().models.get(model.model_id)
        if stored is not None:
            return footprint(stored.facts, self._directory.context).whole_bytes
        return int(model.file_bytes * (1 + _UNKNOWN_FOOTPRINT_PART))


def _holding(hosting: Hosting | None, *, fits: bool) -> Holding:
    if hosting is not None:
        return Holding.LOADED if hosting.ready else Holding.LOADING
    return Holding.FITS if fits else Holding.SPLITS


def _has_room(record: Record, needed_bytes: int, *, idle: bool) -> bool:
    """Whether one device of a peer holds so much; `idle`: without anything being given up there for it."""
    return any((d.free_bytes if idle else d.offered_bytes) >= needed_bytes for d in record.devices)


def _decides_nothing(asked: Asked, others: tuple[Place, ...]) -> bool:
    """Whether it does not matter how a model would be loaded here: a loaded copy takes the request at once."""
    if asked.local_only or asked.wish.only_here or asked.wish.target_node:
        return False
    return any(
        p.holding is Holding.LOADED
        and p.willingness is Willingness.OPEN
        and p.load.active + p.load.waiting < p.load.slots
        for p in others
    )


def _load_seconds(model: ModelSummary, holding: Holding) -> float:
    whole = _START_SECONDS + model.file_bytes / _DISK_BYTES_PER_SECOND
    match holding:
        case Holding.LOADED:
            return 0.0
        case Holding.LOADING:
            return whole / 2
        case Holding.FITS:
            return whole
        case Holding.SPLITS:
            return whole + model.file_bytes / _LINK_BYTES_PER_SECOND
