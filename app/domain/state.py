"""`AppState`: the one frozen value that every face renders. Only the node makes it.

Statuses are types, so that a face which forgets one does not pass the type checker.
"""

from dataclasses import dataclass

from app.domain.device import Battery, Device
from app.domain.errors import Problem
from app.domain.fit import Fit
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.placement import Plan
from app.domain.preference import NO_LAN_ACCESS, LanAccess
from app.domain.reach import ManualAddress
from app.domain.record import Hosting
from app.domain.sharing import SHARING, Newcomer, OpenInvite, SharingStatus
from app.domain.transfer import Transfer


@dataclass(frozen=True, slots=True)
class NotJoined:
    """This node is in no swarm; it answers with its own models."""


@dataclass(frozen=True, slots=True)
class WaitingForKeyring:
    """The keyring is locked: the token cannot be read yet."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """The libp2p node is starting."""


@dataclass(frozen=True, slots=True)
class Joined:
    """In a swarm.

    Attributes:
        swarm_name: A short public name derived from the token, the same on all members ("amber-fox").
    """

    swarm_name: str


@dataclass(frozen=True, slots=True)
class Knocking:
    """Asks to be let in, by an invite code.

    Attributes:
        words: The same three words are shown on the inviting device; empty until it is found.
        inviter_name: What the inviting device calls itself; empty until it is found.
        swarm_name: Where it would let us in; empty until it is found.
    """

    words: tuple[str, ...] = ()
    inviter_name: str = ""
    swarm_name: str = ""


type SwarmStatus = NotJoined | WaitingForKeyring | Connecting | Knocking | Joined


@dataclass(frozen=True, slots=True)
class Online:
    """The link to it is alive.

    Attributes:
        rtt_ms: Round trip over the link; None until measured, and for this node itself.
    """

    rtt_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Reaching:
    """Found, its link is being opened."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Silent for more than a second."""


@dataclass(frozen=True, slots=True)
class Away:
    """A member that is not there now.

    Attributes:
        seen_at: Wall-clock seconds since 1970, to the minute, when anybody here last heard of it; None when unknown.
    """

    seen_at: float | None = None


type PeerStatus = Online | Reaching | Suspect | Away


@dataclass(frozen=True, slots=True)
class PeerState:
    """One device of the household, as faces show it.

    Attributes:
        peer_id: The node.
        name: What people call it.
        is_self: Whether it is this node.
        status: How it is reached.
        devices: Processors with the memory offered and used.
        sharing: Whether it lends memory.
        app_version: Hearth's version there.
        platform: `linux`, `windows` or `darwin`.
        address: Where the link goes, `host:port` or "through kitchen"; empty for this node.
        doing: What it does now, in words ("holds layers 0-5 of demo"); empty when idle.
        note: What keeps it from taking part fully, with what to do; empty when nothing does.
        battery: Of the computer, as it was told last; None without one.
    """

    peer_id: PeerId
    name: str
    is_self: bool
    status: PeerStatus
    devices: tuple[Device, ...]
    sharing: bool
    app_version: str
    platform: str
    address: str
    doing: str
    note: str = ""
    battery: Battery | None = None

    @property
    def offered_bytes(self) -> int:
        """Memory it offers in all."""
        return sum(device.offered_bytes for device in self.devices)

    @property
    def used_bytes(self) -> int:
        """Memory in use in all."""
        return sum(device.used_bytes for device in self.devices)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Not loaded; a request loads it."""


@dataclass(frozen=True, slots=True)
class Loading:
    """Being loaded.

    Attributes:
        done_bytes: Weights in place.
        total_bytes: Weights in all.
        step: What happens now, in words ("asking kitchen for memory", "loading layers").
        seconds_left: Until the weights are in place, at the rate of lately; None when nothing can be said.
    """

    done_bytes: int
    total_bytes: int
    step: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """Loaded.

    Attributes:
        tokens_per_second: Of the last answer; None before the first.
        active_requests: Answers in progress.
        predicted_tokens_per_second: What was predicted before it was loaded; None when that is not known here.
    """

    tokens_per_second: float | None
    active_requests: int
    predicted_tokens_per_second: float | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Could not be loaded, or ended."""

    problem: Problem


type ModelStatus = OnDisk | Loading | Ready | Failed


@dataclass(frozen=True, slots=True)
class BetterPlan:
    """A plan that would serve a loaded model better than the one it runs by.

    Attributes:
        plan: The plan.
        gain: What it brings, a sentence.
    """

    plan: Plan
    gain: str


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model that the swarm can serve.

    Attributes:
        model_id: Fingerprint of the file.
        name: What API clients call it.
        title: Name for display.
        description: What the file says of itself; may be empty.
        kind: Chat or embedding.
        file_bytes: Size on disk.
        layer_count: Number of blocks.
        context_length: Tokens of one conversation.
        is_demo: Whether it is the model that ships with Hearth.
        on_nodes: Who has the file.
        status: How far it is.
        plan: Who holds what, when loaded or loading; None otherwise.
        hosted: Every loaded copy, and those that are being loaded: by whom, and how.
        is_pinned: The owner wants the plan to stay as it is while it can.
        better: What it could run by now; None when the plan is as good as any.
        news: What has changed for it since it was last seen ("Fits now: study came."); empty when nothing has.
        fit: Where it would fit now; None when that is not known here.
        is_kept_loaded: Its owner here wants it to stay loaded.
        can_delete: Its file is in this computer's models folder.
    """

    model_id: ModelId
    name: str
    title: str
    description: str
    kind: ModelKind
    file_bytes: int
    layer_count: int
    context_length: int
    is_demo: bool
    on_nodes: tuple[PeerId, ...]
    status: ModelStatus
    plan: Plan | None
    is_pinned: bool = False
    better: BetterPlan | None = None
    news: str = ""
    hosted: tuple[Hosting, ...] = ()
    fit: Fit | None = None
    is_kept_loaded: bool = False
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything a face shows.

    Attributes:
        version: Hearth's version.
        peer_id: This node.
        node_name: What people call it.
        swarm: Whether and how it is in a swarm.
        peers: This node first, then the others by name.
        models: By name; the demo last.
        api_url: Base address for OpenAI clients (`http://127.0.0.1:4327/v1`); empty until it listens.
        activity: What is happening now, whole sentences, the newest first; may be empty.
        problems: What needs the user's attention.
        sharing: Whether this node lends memory now.
        invites: What was given out and not used yet.
        newcomers: Who waits to be accepted here.
        addresses: Addresses of members given by hand, with what came of each.
        transfers: Models on their way to this computer, the newest first.
        lan: How other machines of the network reach the API.
    """

    version: str
    peer_id: PeerId
    node_name: str
    swarm: SwarmStatus
    peers: tuple[PeerState, ...]
    models: tuple[ModelState, ...]
    api_url: str
    activity: tuple[str, ...]
    problems: tuple[Problem, ...]
    sharing: SharingStatus = SHARING
    invites: tuple[OpenInvite, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    addresses: tuple[ManualAddress, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    lan: LanAccess = NO_LAN_ACCESS

    @property
    def this_node(self) -> PeerState:
        """This node's own entry."""
        return self.peers[0]
