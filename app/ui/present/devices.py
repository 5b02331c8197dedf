"""Devices as cards, and the colours by which they are known."""

from zlib import crc32

from app.domain.device import DeviceKind
from app.domain.ids import PeerId
from app.domain.sentence import figure
from app.domain.state import AppState, Away, Joined, Loading, Online, PeerState, Reaching, Ready, Suspect
from app.domain.words import format_bytes, format_rate
from app.ui.present.household import device_choices, local_time, moment
from app.ui.present.language import capitalised, tr
from app.ui.present.swarm_views import DeviceCard, MemoryPart
from app.ui.present.views import Tone

COLOUR_COUNT = 8
"""Number of device colours; a number from here on is the same colour with stripes."""

_SYSTEMS = {"linux": "Linux", "windows": "Windows", "darwin": "macOS"}


def device_colours(state: AppState) -> dict[tuple[PeerId, str], int]:
    """A number for each processor of each node.

    It follows from the ids, not from the order on screen: a device keeps its colour when another one joins,
    and has the same colour on every computer of the household. Of two that want one, the lower id has it.
    """
    keys = sorted((peer.peer_id, device.device_id) for peer in state.peers for device in peer.devices)
    taken: dict[int, tuple[PeerId, str]] = {}
    for key in keys:
        wish = crc32("/".join(key).encode()) % COLOUR_COUNT
        row = len(taken) // COLOUR_COUNT * COLOUR_COUNT
        number = next(n for step in range(COLOUR_COUNT) if (n := row + (wish + step) % COLOUR_COUNT) not in taken)
        taken[number] = key
    return {key: number for number, key in taken.items()}


def device_cards(state: AppState) -> tuple[DeviceCard, ...]:
    """One card for each node, this computer first."""
    colours = device_colours(state)
    return tuple(_card(state, peer, colours) for peer in state.peers)


def _card(state: AppState, peer: PeerState, colours: dict[tuple[PeerId, str], int]) -> DeviceCard:
    presence, tone = _presence(peer)
    numbers = tuple(colours[peer.peer_id, device.device_id] for device in peer.devices)
    return DeviceCard(
        peer_id=peer.peer_id,
        name=peer.name,
        is_self=peer.is_self,
        presence=presence,
        tone=tone,
        memory=_memory(peer),
        parts=_parts(peer, numbers),
        details=_details(peer),
        round_trip=_round_trip(peer),
        work=(work := _work(state, peer)),
        doing=capitalised(tr(peer.doing)) if peer.doing else "" if work else _idle(peer),
        colours=numbers or (0,),
        note=tr(peer.note) if peer.note else "",
        choices=device_choices(state, peer) if isinstance(state.swarm, Joined) else (),
    )


def _presence(peer: PeerState) -> tuple[str, Tone]:
    if peer.is_self:
        return tr("This computer"), Tone.GOOD
    match peer.status:
        case Online():
            return tr("Online"), Tone.GOOD
        case Reaching():
            return tr("Connecting…"), Tone.BUSY
        case Suspect():
            return tr("Not answering"), Tone.WARNING
        case Away():
            return tr("Away"), Tone.NEUTRAL


def _memory(peer: PeerState) -> str:
    if not peer.sharing or not peer.offered_bytes:
        return tr("Shares no memory")
    if isinstance(peer.status, Away) and not peer.is_self:
        return tr("Shares {offered} of memory when it is here", offered=format_bytes(peer.offered_bytes))
    if not peer.used_bytes:
        return tr("Shares {offered} of memory, none in use", offered=format_bytes(peer.offered_bytes))
    return tr(
        "{used} of {offered} shared memory in use",
        used=format_bytes(peer.used_bytes),
        offered=format_bytes(peer.offered_bytes),
    )


def _parts(peer: PeerState, numbers: tuple[int, ...]) -> tuple[MemoryPart, ...]:
    """One part of the bar for each processor that offers memory; none when it is not there."""
    if not peer.sharing or (isinstance(peer.status, Away) and not peer.is_self):
        return ()
    return tuple(
        MemoryPart(
            weight=device.offered_bytes,
            used_fraction=min(1.0, device.used_bytes / device.offered_bytes),
            colour=number,
            words=tr(
                "{processor}: {used} of {offered} in use",
                processor=_processor(device.name, device.kind),
                used=format_bytes(device.used_bytes),
                offered=format_bytes(device.offered_bytes),
            ),
        )
        for device, number in zip(peer.devices, numbers, strict=True)
        if device.offered_bytes > 0
    )


def _work(state: AppState, peer: PeerState) -> str:
    """What it computes or loads now, as the models say it."""
    if not isinstance(peer.status, Online):
        return ""
    words = []
    for model in state.models:
        if model.plan is None or all(shard.peer_id != peer.peer_id for shard in model.plan.shards):
            continue
        title = model.title or model.name
        match model.status:
            case Ready(tokens_per_second, active_requests) if active_requests:
                doing = (
                    tr("Answering, {rate}", rate=format_rate(tokens_per_second))
                    if tokens_per_second
                    else tr("Answering")
                )
                words.append(f"{doing} · {title}")
            case Loading():
                words.append(f"{tr('Loading')} · {title}")
            case _:
                pass
    return "; ".join(words)


def _details(peer: PeerState) -> str:
    processors = [_processor(device.name, device.kind) for device in peer.devices]
    system = _SYSTEMS.get(peer.platform, peer.platform)
    return " · ".join(part for part in (_battery(peer), *processors, system) if part)


def _battery(peer: PeerState) -> str:
    """What of the battery matters: that the computer runs on it, and how long that may go on."""
    battery = peer.battery
    if battery is None or isinstance(peer.status, Away):
        return ""
    if battery.is_plugged:
        return tr("Battery {percent} %, plugged in", percent=battery.percent)
    return tr("On battery, {percent} %", percent=battery.percent)


def _processor(name: str, kind: DeviceKind) -> str:
    return name or tr("Graphics processor" if kind is DeviceKind.GPU else "Processor")


def _round_trip(peer: PeerState) -> str:
    match peer.status:
        case Online(rtt_ms) if rtt_ms is not None and not peer.is_self:
            return tr("{milliseconds} ms", milliseconds=figure(rtt_ms, ".1f" if rtt_ms < 10 else ".0f"))
        case _:
            return ""


def _idle(peer: PeerState) -> str:
    match peer.status:
        case Away(seen_at) if not peer.is_self:
            if not seen_at:
                return tr("Not reachable now")
            return tr("Last seen at {time}", time=moment(seen_at, local_time()))
        case _:
            return tr("Idle")


def devices_heading(state: AppState) -> str:
    """How many there are, and how many of them are there now, once that is worth saying."""
    count = len(state.peers)
    there = sum(1 for peer in state.peers if peer.is_self or isinstance(peer.status, Online))
    if count < 3:
        return tr("Devices")
    if there == count:
        return tr("{count} devices", count=count)
    return tr("{count} devices, {online} of them online", count=count, online=there)
