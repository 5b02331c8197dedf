"""What can be served, and by whom: the models on this disk and on the peers that are there, and the planner's input."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.domain.compatibility import version_obstacle
from app.domain.device import Device, DeviceSpeed
from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ContextSettings, ModelFacts, ModelKind, ModelSummary
from app.domain.placement import Candidate
from app.domain.record import Record
from app.domain.sentence import say
from app.domain.state import Online, Reaching, Suspect
from app.models.store import Shelf
from app.node.workshop import Workshop

type FreeBytes = Mapping[tuple[PeerId, str], int]
"""What peers said is free on their devices when they refused a lease: newer than their records."""

NOTHING: FreeBytes = {}

INTRODUCTION_SECONDS = 5.0
"""So soon after its link a peer's record is new, on a busy machine too."""

RETURN_SECONDS = 4.0
"""A node whose link process ended has it again by then; one that has ended itself is not reached otherwise either."""

REFRESH_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class _SetAside:
    """A peer that is not planned with: its record then, why in words, and until when (monotonic) at most."""

    order: tuple[int, int]
    obstacle: str
    until: float


class Directory:
    """Finds models and candidates.

    Args:
        workshop: The means of running hosts on this node.
        shelf: The models on this node's disk now.
        context: Conversation length and slots for models loaded here.
        node_name: What people call this node now.
        own_speeds: How fast this node's devices compute, as far as that is known.

    Attributes:
        came_at: Monotonic time at which the link to a peer came up last.
    """

    def __init__(
        self,
        workshop: Workshop,
        shelf: Callable[[], Shelf],
        context: ContextSettings,
        node_name: Callable[[], str],
        own_speeds: Mapping[str, DeviceSpeed],
    ) -> None:
        self._workshop = workshop
        self._shelf = shelf
        self._node_name = node_name
        self._own_speeds = own_speeds
        self._set_aside: dict[PeerId, _SetAside] = {}
        self._closed_at: dict[PeerId, float] = {}
        self.came_at: dict[PeerId, float] = {}
        self._going: set[PeerId] = set()
        self.context = context

    # -- who may be counted on ------------------------------------------------------------------------------

    def set_aside(self, peer_id: PeerId, obstacle: str, seconds: float = math.inf) -> None:
        """Do not plan with a peer until it says something new and that it lends memory, or its link comes anew.

        Args:
            peer_id: The peer.
            obstacle: Why, as part of a sentence.
            seconds: How long at most.
        """
        membership = self._workshop.membership()
        record = membership.ledger.get(peer_id) if membership else None
        self._set_aside[peer_id] = _SetAside(record.order if record else (0, 0), obstacle, time.monotonic() + seconds)

    def plan_with(self, peer_id: PeerId) -> None:
        """Plan with a peer that was set aside."""
        self._set_aside.pop(peer_id, None)

    def expect_gone(self, peer_id: PeerId) -> None:
        """A peer goes as a whole: nothing is asked of it until its link comes anew."""
        self._going.add(peer_id)

    def came(self, peer_id: PeerId) -> None:
        """The link to a peer is up: what was before does not count."""
        self._going.discard(peer_id)
        self._set_aside.pop(peer_id, None)
        self._closed_at.pop(peer_id, None)
        self.came_at[peer_id] = time.monotonic()

    def went(self, peer_id: PeerId, silent_seconds: float) -> None:
        """A peer is lost, by silence or because its connection was closed."""
        if silent_seconds == 0:
            self._closed_at[peer_id] = time.monotonic()

    def may_return(self) -> bool:
        """Whether a peer may be there again in a moment: one that is suspect, or whose link alone was closed."""
        membership = self._workshop.membership()
        if membership is None:
            return False
        now = time.monotonic()
        self._closed_at = {p: at for p, at in self._closed_at.items() if now - at < RETURN_SECONDS}
        return any(isinstance(membership.status(p), Suspect) for p in membership.ledger.entries) or any(
            isinstance(membership.status(p), Reaching) for p in self._closed_at
        )

    def may_say_more(self) -> bool:
        """Whether a peer has come so lately that what is known of its memory may be from before it was away."""
        now = time.monotonic()
        return any(now - at < INTRODUCTION_SECONDS for at in self.came_at.values())

    def rtt_ms(self) -> dict[PeerId, float]:
        """Round trips to the peers that are there, where they are measured."""
        membership = self._workshop.membership()
        found = {p: membership.status(p) for p in membership.online()} if membership else {}
        return {p: s.rtt_ms for p, s in found.items() if isinstance(s, Online) and s.rtt_ms is not None}

    def speeds(self) -> dict[tuple[PeerId, str], DeviceSpeed]:
        """How fast the devices of this node and of those that are there compute, as far as that is known."""
        own = {(self._workshop.peer_id, device_id): speed for device_id, speed in self._own_speeds.items()}
        return own | {(r.peer_id, s.device_id): s for r in self.online_records() for s in r.speeds}

    def silent_seconds(self, peer_id: PeerId) -> float:
        """For how long a peer that is suspect, or being lost, has said nothing."""
        membership = self._workshop.membership()
        return membership.silent_seconds(peer_id) if membership else 0.0

    async def refresh(self) -> None:
        """Learn what peers have free now, if they say so quickly."""
        if (membership := self._workshop.membership()) is not None:
            await membership.refresh(REFRESH_SECONDS)

    def _why_set_aside(self, record: Record) -> str:
        """Why not to plan with a peer now, or nothing."""
        if (noted := self._set_aside.get(record.peer_id)) is None:
            return ""
        if (record.order > noted.order and record.sharing) or time.monotonic() > noted.until:
            del self._set_aside[record.peer_id]
            return ""
        return noted.obstacle

    # -- models and candidates ------------------------------------------------------------------------------

    def online_records(self) -> tuple[Record, ...]:
        """Records of the peers with a living link, nearest first."""
        membership = self._workshop.membership()
        if membership is None:
            return ()
        there = [peer_id for peer_id in membership.online() if peer_id not in self._going]
        records = [r for p in there if (r := membership.ledger.get(p)) is not None]

        def rtt_ms(record: Record) -> float:
            status = membership.status(record.peer_id)
            return (status.rtt_ms or 0.0) if isinstance(status, Online) else 0.0

        return tuple(sorted(records, key=rtt_ms))

    def find(self, model_name: str | None, running: frozenset[ModelId]) -> ModelSummary:
        """The model a client means by a name; without a name the one loaded, else the best chat model.

        Args:
            model_name: A name or id; None or empty for any.
            running: What this node is head of.

        Raises:
            UserError: Nobody who is there has a model of this name.
        """
        own = [self.summary(stored.facts) for stored in self._shelf().models.values()]
        known = own + [model for record in self.online_records() for model in record.models]
        if model_name:
            for model in known:
                if model_name in (model.name, model.model_id):
                    return model
            names = ", ".join(sorted({model.name for model in known}))
            raise UserError(
                say("Unknown model"),
                say("There is no model named {model} on the devices that are there now.", model=model_name),
                say("Models that are: {models}.", models=names) if names else say("Models that are: none."),
                "model_not_found",
            )
        chat = [model for model in known if model.kind is ModelKind.CHAT]
        chat.sort(key=lambda model: (model.model_id not in running, model.is_demo))
        if not chat:
            raise UserError(say("No model"), say("No device that is there now has a model."), code="model_not_found")
        return chat[0]

    def summary(self, facts: ModelFacts) -> ModelSummary:
        """What this node's record says of a model."""
        return ModelSummary(
            model_id=facts.model_id,
            name=facts.name,
            title=facts.title,
            kind=facts.kind,
            file_bytes=facts.file_bytes,
            layer_count=facts.layer_count,
            context_length=self.context.for_model(facts).context_length,
            is_demo=facts.is_demo,
        )

    def candidates(
        self, model_id: ModelId, without: tuple[str, ...], refused: FreeBytes, returned: FreeBytes = NOTHING
    ) -> tuple[Candidate, ...]:
        """This node and the peers that are there, as the planner sees them.

        Args:
            model_id: What is to be planned.
            without: Reservations on this node that would be given up for it.
            refused: What peers said last of their free memory.
            returned: What would be given back to peers for it.
        """
        workshop = self._workshop
        here = Candidate(
            peer_id=workshop.peer_id,
            name=self._node_name(),
            devices=workshop.allowance.devices_without(without),
            rpc_version=workshop.programs.rpc_version,
            has_model=True,
        )
        membership = workshop.membership()
        peers = []
        for record in self.online_records():
            status = membership.status(record.peer_id) if membership else None
            devices = tuple(_as_known(record.peer_id, device, refused, returned) for device in record.devices)
            set_aside = self._why_set_aside(record)
            peers.append(
                Candidate(
                    peer_id=record.peer_id,
                    name=record.name,
                    devices=devices,
                    rpc_version=record.rpc_version,
                    has_model=any(model.model_id == model_id for model in record.models),
                    rtt_ms=status.rtt_ms if isinstance(status, Online) else None,
                    sharing=record.sharing and not set_aside,
                    obstacle=set_aside or version_obstacle(record, here.name),
                )
            )
        return (here, *peers)


def _as_known(peer_id: PeerId, device: Device, refused: FreeBytes, returned: FreeBytes) -> Device:
    """A peer's device as it says it is, corrected by what is known better here."""
    key = (peer_id, device.device_id)
    used_bytes = device.used_bytes if key not in refused else max(0, device.offered_bytes - refused[key])
    return replace(device, used_bytes=max(0, used_bytes - returned.get(key, 0)))
