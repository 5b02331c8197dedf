"""`plan`: which node holds which layers of a model, and why. Pure; most of its tests are tables.

Whole on one node when it fits there, else split in proportion to the memory offered, the output layer on the head.
"""

from dataclasses import dataclass
from enum import Enum

from app.domain.device import Device, DeviceKind, is_rpc_device
from app.domain.footprint import Footprint, footprint
from app.domain.ids import PeerId
from app.domain.model import ContextSettings, ModelFacts
from app.domain.placement import Candidate, LeftOut, Plan, Refusal, Shard
from app.domain.plan_words import refusal, split_reasons, whole_reason
from app.domain.sentence import figure, say
from app.domain.words import format_bytes

FAR_AWAY_MS = 30.0
"""Every token costs a round trip per remote shard: a node farther than this is used only when nothing fits without."""


_OWN_ORDER = {DeviceKind.RPC: 0, DeviceKind.CPU: 1, DeviceKind.GPU: 2}


@dataclass(frozen=True, slots=True)
class _Seat:
    """A device that layers may be put on."""

    candidate: Candidate
    device: Device
    is_output: bool = False


class Placement(Enum):
    """What to prefer when there is a choice."""

    FASTEST = "whole where it fits"
    SPREAD = "over all devices"


def plan(
    model: ModelFacts,
    context: ContextSettings,
    candidates: tuple[Candidate, ...],
    here: PeerId,
    placement: Placement = Placement.FASTEST,
) -> Plan | Refusal:
    """Decide where a model runs.

    Args:
        model: Facts from the GGUF header.
        context: Conversation length and number of slots.
        candidates: Every node that is there, this one included; the memory in use is already taken off.
        here: The node that plans; head of a split when it has the file.
        placement: Whether a model that fits one node is split all the same.
    """
    needs = footprint(model, context)
    heads = sorted(
        (c for c in candidates if c.has_model and (c.sharing or not c.obstacle)),
        key=lambda c: (c.peer_id != here, c.rtt_ms or 0.0, c.peer_id),
    )
    if not heads:
        return Refusal(
            model.name, needs.whole_bytes, 0, (say("No device that is there now has {name} on disk.", name=model.name),)
        )
    if placement is Placement.SPREAD:
        spread = _split(model, context, needs, heads[0], candidates)
        if isinstance(spread, Plan) and len({shard.peer_id for shard in spread.shards}) > 1:
            return spread
    for head in heads:
        if (seat := _seat_for_whole(head, needs)) is not None:
            return _whole(model, context, needs, seat)
    return _split(model, context, needs, heads[0], candidates)


def _seat_for_whole(head: Candidate, needs: Footprint) -> _Seat | None:
    own = (device for device in head.devices if device.kind is not DeviceKind.RPC)
    fitting = [_Seat(head, device) for device in own if device.free_bytes >= needs.whole_bytes]
    return max(fitting, key=lambda seat: seat.device.kind is DeviceKind.GPU, default=None)


def _whole(model: ModelFacts, context: ContextSettings, needs: Footprint, seat: _Seat) -> Plan:
    cut = context.for_model(model)
    shard = Shard(
        peer_id=seat.candidate.peer_id,
        node_name=seat.candidate.name,
        device_id=seat.device.device_id,
        first_layer=0,
        layer_count=model.layer_count,
        holds_output=True,
        weight_bytes=sum(model.layer_bytes) + model.output_bytes,
        total_bytes=needs.whole_bytes - needs.whole_host_bytes,
    )
    reason = whole_reason(needs, seat.candidate.name, seat.device.free_bytes)
    return Plan(
        model_id=model.model_id,
        model_name=model.name,
        head=seat.candidate.peer_id,
        shards=(shard,),
        context_length=cut.context_length,
        slots=cut.slots,
        host_bytes=needs.whole_host_bytes,
        bytes_to_move=0,
        reasons=(reason,),
    )


def _split(
    model: ModelFacts,
    context: ContextSettings,
    needs: Footprint,
    head: Candidate,
    candidates: tuple[Candidate, ...],
) -> Plan | Refusal:
    usable, left_out = _usable(head, candidates)
    near = [c for c in usable if (c.rtt_ms or 0.0) <= FAR_AWAY_MS]
    for group in (near, usable) if len(near) < len(usable) else (usable,):
        seats, too_small = _seats(head, group, needs)
        counts = _layer_counts(seats, needs)
        if counts is not None:
            far = tuple(
                LeftOut(
                    c.peer_id,
                    c.name,
                    say("its round trip of {rtt_ms} ms would slow every word", rtt_ms=figure(c.rtt_ms or 0.0, ".0f")),
                )
                for c in usable
                if c not in group
            )
            return _split_plan(model, context, needs, head, seats, counts, (*left_out, *too_small, *far))
    return refusal(model, needs, head, usable, left_out)


def _usable(head: Candidate, candidates: tuple[Candidate, ...]) -> tuple[list[Candidate], tuple[LeftOut, ...]]:
    usable: list[Candidate] = []
    left_out: list[LeftOut] = []
    for candidate in sorted(candidates, key=lambda c: c.peer_id):
        if candidate.peer_id == head.peer_id:
            usable.append(candidate)
        elif candidate.obstacle:
            left_out.append(LeftOut(candidate.peer_id, candidate.name, candidate.obstacle))
        elif not candidate.sharing:
            left_out.append(LeftOut(candidate.peer_id, candidate.name, say("it lends no memory now")))
        elif not candidate.rpc_version.accepts_client(head.rpc_version):
            words = say(
                "its llama.cpp speaks RPC {version}, {name} speaks {other}; update Hearth on the older one",
                version=str(candidate.rpc_version),
                name=head.name,
                other=str(head.rpc_version),
            )
            left_out.append(LeftOut(candidate.peer_id, candidate.name, words))
        else:
            usable.append(candidate)
    return usable, tuple(left_out)


def _seats(head: Candidate, group: list[Candidate], needs: Footprint) -> tuple[tuple[_Seat, ...], tuple[LeftOut, ...]]:
    """Devices in the order of layers: the peers', then the head's own, its GPU last with the output layer.

    A given RPC server is another machine: it comes before what is in the head itself.
    """
    seats: list[_Seat] = []
    too_small: list[LeftOut] = []
    for candidate in (c for c in group if c.peer_id != head.peer_id):
        room = [d for d in candidate.devices if _room(needs, d.free_bytes, holds_output=False) > 0]
        seats += [_Seat(candidate, device) for device in room]
        if not room:
            offered = format_bytes(sum(d.free_bytes for d in candidate.devices))
            too_small.append(
                LeftOut(
                    candidate.peer_id, candidate.name, say("the {offered} free there hold no layer", offered=offered)
                )
            )
    own = sorted(head.devices, key=lambda d: _OWN_ORDER[d.kind])
    seats += [_Seat(head, device, is_output=device is own[-1]) for device in own]
    return tuple(seats), tuple(too_small)


def _room(needs: Footprint, free_bytes: int, *, holds_output: bool) -> int:
    """Number of layers that surely fit into so many bytes; negative when not even the output layer does."""
    spare = free_bytes - needs.shard_bytes(0, 0, holds_output)
    return spare // max(needs.layer_bytes) if spare >= 0 else -1


def _free(seat: _Seat, head_cpu_seat: _Seat | None, needs: Footprint) -> int:
    """Free bytes of a seat; the host process itself lives on the head's processor."""
    return seat.device.free_bytes - (needs.host_bytes if seat is head_cpu_seat else 0)


def _layer_counts(seats: tuple[_Seat, ...], needs: Footprint) -> tuple[int, ...] | None:
    """Layers per seat in proportion to free memory, none above its room; None when they do not fit."""
    head = seats[-1].candidate
    host_seat = next((s for s in seats if s.candidate is head and s.device.kind is DeviceKind.CPU), seats[-1])
    free = [max(0, _free(seat, host_seat, needs)) for seat in seats]
    rooms = [_room(needs, free[i], holds_output=seat.is_output) for i, seat in enumerate(seats)]
    if rooms[-1] < 0 or _free(host_seat, host_seat, needs) < 0:
        return None
    return share_out(len(needs.layer_bytes), tuple(free), tuple(max(0, room) for room in rooms))


def share_out(total: int, weights: tuple[int, ...], limits: tuple[int, ...]) -> tuple[int, ...] | None:
    """Whole shares in proportion to weights by largest remainder, none above its limit.

    What a full one cannot take goes to the others, again in proportion.

    Returns:
        One share per weight, together `total`; None when the limits are too low.
    """
    full: dict[int, int] = {}
    open_weights = {i: weight for i, weight in enumerate(weights) if weight > 0 and limits[i] > 0}
    while open_weights:
        shares = _largest_remainder(total - sum(full.values()), open_weights)
        over = [i for i, share in shares.items() if share > limits[i]]
        if not over:
            shares |= full
            return tuple(shares.get(i, 0) for i in range(len(weights)))
        for i in over:
            full[i] = limits[i]
            del open_weights[i]
    return None


def _largest_remainder(total: int, weights: dict[int, int]) -> dict[int, int]:
    weight_sum = sum(weights.values())
    shares = {i: total * weight // weight_sum for i, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda i: (-(total * weights[i] % weight_sum), i))
    for i in by_remainder[: total - sum(shares.values())]:
        shares[i] += 1
    return shares


def _split_plan(
    model: ModelFacts,
    context: ContextSettings,
    needs: Footprint,
    head: Candidate,
    seats: tuple[_Seat, ...],
    counts: tuple[int, ...],
    left_out: tuple[LeftOut, ...],
) -> Plan:
    shards: list[Shard] = []
    first = 0
    for seat, count in zip(seats, counts, strict=True):
        if count or seat.is_output:
            shards.append(
                Shard(
                    peer_id=seat.candidate.peer_id,
                    node_name=seat.candidate.name,
                    device_id=seat.device.device_id,
                    first_layer=first,
                    layer_count=count,
                    holds_output=seat.is_output,
                    weight_bytes=needs.shard_weight_bytes(first, count, seat.is_output),
                    total_bytes=needs.shard_bytes(first, count, seat.is_output),
                )
            )
        first += count
    cut = context.for_model(model)
    free = {(s.candidate.peer_id, s.device.device_id): s.device.free_bytes for s in seats}
    return Plan(
        model_id=model.model_id,
        model_name=model.name,
        head=head.peer_id,
        shards=tuple(shards),
        context_length=cut.context_length,
        slots=cut.slots,
        host_bytes=needs.host_bytes,
        bytes_to_move=sum(s.weight_bytes for s in shards if s.peer_id != head.peer_id or is_rpc_device(s.device_id)),
        left_out=left_out,
        reasons=split_reasons(model, needs, head, tuple(shards), free),
    )
