"""Snapshots of households, as the node would make them: what the windows are tested and drawn with."""

from dataclasses import replace
from typing import Any

from app.domain.compatibility import UPDATE_NOTE
from app.domain.device import Battery, Device, DeviceKind
from app.domain.diagnosis import diagnose
from app.domain.errors import Problem
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.network_facts import InterfaceFacts, Knock, MulticastFacts, NetworkFacts, PeerFacts
from app.domain.placement import LeftOut, Plan, Refusal, Shard
from app.domain.sentence import say
from app.domain.sharing import Newcomer, OpenInvite, Paused
from app.domain.state import (
    AppState,
    Away,
    BetterPlan,
    Connecting,
    Failed,
    Joined,
    Knocking,
    Loading,
    ModelState,
    NotJoined,
    OnDisk,
    Online,
    PeerState,
    PeerStatus,
    Reaching,
    Ready,
    Suspect,
    WaitingForKeyring,
)
from app.domain.words import format_bytes, format_layers, listed

GB = 1_000_000_000
API_URL = "http://127.0.0.1:4327/v1"
SELF = PeerId("12D3KooWKitchenAaAa")
STUDY = PeerId("12D3KooWStudyBbBb")


def cpu(offered_bytes: int, used_bytes: int = 0, name: str = "Intel Core i5-1240P") -> Device:
    """A laptop's processor."""
    return Device("CPU", DeviceKind.CPU, name, 16 * GB, offered_bytes, used_bytes)


def gpu(offered_bytes: int, used_bytes: int = 0) -> Device:
    """A graphics processor of its own memory."""
    return Device("CUDA0", DeviceKind.GPU, "NVIDIA RTX 4060 Laptop", 8 * GB, offered_bytes, used_bytes)


def peer(
    peer_id: PeerId,
    name: str,
    *devices: Device,
    status: PeerStatus | None = None,
    doing: str = "",
    platform: str = "linux",
    battery: Battery | None = None,
) -> PeerState:
    """One node; this one when its id is `SELF`."""
    is_self = peer_id == SELF
    return PeerState(
        peer_id=peer_id,
        name=name,
        is_self=is_self,
        status=status or Online(None if is_self else 0.42),
        devices=devices or (cpu(8 * GB),),
        sharing=True,
        app_version="0.1.0",
        platform=platform,
        address="" if is_self else "192.168.1.20:4329",
        doing=doing,
        battery=battery,
    )


def shard(peer_id: PeerId, name: str, first: int, count: int, total_bytes: int, **more: Any) -> Shard:
    """A run of layers; the last one of a plan holds the output layer."""
    device_id, output = str(more.get("device_id", "CPU")), bool(more.get("output", False))
    return Shard(peer_id, name, device_id, first, count, output, total_bytes * 8 // 10, total_bytes)


def demo(**changes: Any) -> ModelState:
    """The built-in model, loaded on this computer."""
    plan = Plan(ModelId("demo"), "demo", SELF, (shard(SELF, "kitchen", 0, 12, 31_000_000, output=True),), 2048, 2, 0, 0)
    made = ModelState(
        model_id=ModelId("demo"),
        name="demo",
        title="Hearth demo",
        description="A tiny model that knows about Hearth and everyday questions.",
        kind=ModelKind.CHAT,
        file_bytes=6_800_000,
        layer_count=12,
        context_length=2048,
        is_demo=True,
        on_nodes=(SELF,),
        status=Ready(134.0, 0),
        plan=plan,
    )
    return replace(made, **changes)


SPLIT_PLAN = Plan(
    model_id=ModelId("qwen"),
    model_name="Qwen3-14B-Q4_K_M",
    head=SELF,
    shards=(
        shard(STUDY, "study", 0, 14, int(3.4 * GB)),
        shard(STUDY, "study", 14, 10, int(2.5 * GB), device_id="CUDA0"),
        shard(SELF, "kitchen", 24, 16, int(4.6 * GB), output=True),
    ),
    context_length=4096,
    slots=2,
    host_bytes=600_000_000,
    bytes_to_move=int(4.9 * GB),
    left_out=(
        LeftOut(
            PeerId("12D3KooWAttic"),
            "attic",
            say(
                "its llama.cpp speaks RPC {version}, {name} speaks {other}; update Hearth on the older one",
                version="6.1.0",
                name="kitchen",
                other="7.0.0",
            ),
        ),
    ),
    reasons=(
        say(
            "It needs {needed}, more than the {free} free on {name}, so it is split.",
            needed=format_bytes(111 * GB // 10),
            free=format_bytes(8 * GB),
            name="kitchen",
        ),
        say("{name} has the file, so it runs the model and keeps the output layer.", name="kitchen"),
    ),
)


def refusal(device_count: int, offered_bytes: int) -> Refusal:
    """Why so many devices that offer so much together do not hold a large model."""
    needed_bytes = int(45.5 * GB)
    reason = say(
        "{name} needs {needed}; the {count} devices together offer {offered}: {missing} more is needed.",
        name="Llama-3.3-70B-Q4_K_M",
        needed=format_bytes(needed_bytes),
        count=device_count,
        offered=format_bytes(offered_bytes),
        missing=format_bytes(needed_bytes - offered_bytes),
    )
    return Refusal("Llama-3.3-70B-Q4_K_M", needed_bytes, offered_bytes, (reason,))


REFUSAL = refusal(2, int(19.5 * GB))


def large(**changes: Any) -> ModelState:
    """A model that needs two devices, split and ready."""
    made = ModelState(
        model_id=ModelId("qwen"),
        name="Qwen3-14B-Q4_K_M",
        title="Qwen3 14B",
        description="",
        kind=ModelKind.CHAT,
        file_bytes=9 * GB,
        layer_count=40,
        context_length=4096,
        is_demo=False,
        on_nodes=(SELF,),
        status=Ready(7.2, 1),
        plan=SPLIT_PLAN,
    )
    return replace(made, **changes)


def state(*peers: PeerState, models: tuple[ModelState, ...] | None = None, **changes: Any) -> AppState:
    """A snapshot of a joined node that listens."""
    made = AppState(
        version="0.1.0",
        peer_id=SELF,
        node_name="kitchen",
        swarm=Joined("amber-fox"),
        peers=peers or (peer(SELF, "kitchen"),),
        models=models if models is not None else (demo(),),
        api_url=API_URL,
        activity=(),
        problems=(),
    )
    return replace(made, **changes)


NOT_JOINED = state(swarm=NotJoined())
CONNECTING = state(swarm=Connecting())
LOCKED = state(swarm=WaitingForKeyring())
ALONE = state()


def _holds(*shards: Shard) -> str:
    layers = listed([format_layers(shard) for shard in shards])
    return say("holds {layers} of {model}", layers=layers, model=SPLIT_PLAN.model_name)


def _writing(model: str, devices: int) -> str:
    return say("Writing an answer with {model} on {devices} devices.", model=model, devices=devices)


PAIR_PEERS = (
    peer(SELF, "kitchen", cpu(8 * GB, int(5.2 * GB)), doing=_holds(SPLIT_PLAN.shards[2])),
    peer(
        STUDY,
        "study",
        cpu(6 * GB, int(3.4 * GB), "AMD Ryzen 7 7840U"),
        gpu(int(5.5 * GB), int(2.5 * GB)),
        doing=_holds(*SPLIT_PLAN.shards[:2]),
        platform="windows",
        battery=Battery(85, is_plugged=False),
    ),
)
RESTING_PEERS = tuple(
    replace(one, devices=tuple(replace(device, used_bytes=0) for device in one.devices), doing="") for one in PAIR_PEERS
)
"""The same two while nothing is loaded."""
PAIR = state(
    *PAIR_PEERS,
    models=(large(), demo(status=OnDisk(), plan=None)),
    activity=(_writing("Qwen3-14B-Q4_K_M", 2), say("{name} has left.", name="attic")),
)
LOADING = state(
    *(
        replace(one, devices=tuple(replace(d, used_bytes=d.used_bytes * 3 // 8) for d in one.devices), doing="")
        for one in PAIR_PEERS
    ),
    models=(
        large(status=Loading(int(3.1 * GB), int(8.2 * GB), say("loading layers"))),
        demo(status=Loading(0, 0, say("starting")), plan=None),
    ),
    activity=(
        say(
            "Loading {model}: {step}, {done} of {total}.",
            model="Qwen3-14B-Q4_K_M",
            step=say("loading layers"),
            done=format_bytes(int(3.1 * GB)),
            total=format_bytes(int(8.2 * GB)),
        ),
    ),
)
FAILED = state(
    *RESTING_PEERS,
    models=(
        large(
            plan=None,
            status=Failed(
                Problem(
                    say("Not enough memory offered"),
                    say(
                        "{needed} are needed on {device}, {free} of the memory offered are free.",
                        needed=format_bytes(int(4.6 * GB)),
                        device="CPU",
                        free=format_bytes(int(2.8 * GB)),
                    ),
                    code="not_enough_memory",
                )
            ),
        ),
        demo(status=OnDisk(), plan=None),
    ),
    problems=(Problem(say("No network"), say("This computer is in no network: nobody else can reach its API now.")),),
)

_NAMES = (
    "study",
    "Großmutters Rechner im Wintergarten hinter der Küche mit der langen Bezeichnung",
    "寝室のノートパソコン",
    "לפטופ של נועה",
    "كمبيوتر المكتب",
    "Αποθήκη",
    "ноутбук Ольги",
    "लैपटॉप",
    "attic",
    "garage-old-thinkpad-x220-with-an-unreasonably-long-hostname.local",
    "🦊 fox",
)
_STATUSES: tuple[PeerStatus, ...] = (Online(0.4), Online(3.2), Suspect(), Reaching(), Away(), Online(41.0))
CROWD_PEERS = (
    peer(SELF, "kitchen", cpu(8 * GB, 2 * GB)),
    *(
        peer(PeerId(f"12D3KooWCrowd{n:02}"), name, cpu((n + 2) * GB, n * GB // 3), status=_STATUSES[n % 6])
        for n, name in enumerate(_NAMES)
    ),
)
_CROWD_PLAN = Plan(
    model_id=ModelId("big"),
    model_name="big",
    head=SELF,
    shards=(
        *(shard(p.peer_id, p.name, n * 6, 6, 3 * GB) for n, p in enumerate(CROWD_PEERS[1:])),
        shard(SELF, "kitchen", 66, 14, 7 * GB, output=True),
    ),
    context_length=4096,
    slots=1,
    host_bytes=GB,
    bytes_to_move=30 * GB,
)
CROWD = state(
    *CROWD_PEERS,
    models=(
        large(name="big", title="A model with a very long name " * 4, layer_count=80, plan=_CROWD_PLAN),
        demo(),
    ),
    activity=(_writing("big", 12),),
)

ALL_ON_STUDY = replace(
    SPLIT_PLAN,
    shards=(shard(STUDY, "study", 0, 40, int(10.5 * GB), device_id="CUDA0", output=True),),
    left_out=(),
    reasons=(
        say(
            "It fits {name} whole: it needs {needed} of the {free} free there, and one machine answers fastest alone.",
            name="study",
            needed=format_bytes(int(10.5 * GB)),
            free=format_bytes(12 * GB),
        ),
    ),
)
NEWCOMER = Newcomer("knock-1", "tablet", ("amber", "kettle", "otter"))
INVITE = OpenInvite("invite-1", "4821-amber-kettle-otter", 2_000_000_000.0)
VISITED = state(
    *(PAIR_PEERS[0], replace(PAIR_PEERS[1], note=UPDATE_NOTE)),
    models=(
        large(
            is_pinned=True,
            better=BetterPlan(
                ALL_ON_STUDY,
                say("It fits {node_name} whole: no word has to travel to another device.", node_name="study"),
            ),
        ),
        demo(news=say("Fits now: {name} came.", name="study")),
    ),
    sharing=Paused(None),
    invites=(INVITE,),
    newcomers=(NEWCOMER,),
)
KNOCKING = state(swarm=Knocking(("amber", "kettle", "otter"), "study"))

DIAGNOSIS = diagnose(
    NetworkFacts(
        is_joined=True,
        link_port=4329,
        interfaces=(InterfaceFacts("wlan0", "192.168.1.17", is_way_out=True),),
        multicast=MulticastFacts(own_heard=False, error="Operation not permitted"),
        peers=(PeerFacts("study", is_online=False, hosts=("192.168.1.20",), knock=Knock.SILENT),),
    )
)
