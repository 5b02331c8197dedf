"""What the windows and the tray show, as frozen values without Qt; the rest of this package makes them."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Problem
from app.domain.ids import ModelId, PeerId
from app.ui.present.requests import Request


class TrayState(StrEnum):
    """What the tray icon says by its shape."""

    NOT_JOINED = "not-joined"
    CONNECTING = "connecting"
    READY = "ready"
    BUSY = "busy"
    PAUSED = "paused"
    ERROR = "error"


class Command(StrEnum):
    """What a menu entry or a button asks for."""

    OPEN_CHAT = "open-chat"
    OPEN_SWARM = "open-swarm"
    OPEN_MODELS = "open-models"
    JOIN = "join"
    INVITE = "invite"
    LEAVE = "leave"
    COPY_ADDRESS = "copy-address"
    SETTINGS = "settings"
    CONNECT_APP = "connect-app"
    WELCOME = "welcome"
    COPY_DIAGNOSTICS = "copy-diagnostics"
    OPEN_LOGS = "open-logs"
    ABOUT = "about"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen from a menu."""

    text: str
    request: Request


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the tray menu; the status line has no command, and neither has one with others below it."""

    text: str
    command: Command | Request | None
    enabled: bool = True
    choices: tuple[Choice, ...] = ()
    below: "tuple[MenuEntry, ...]" = ()


@dataclass(frozen=True, slots=True)
class TrayView:
    """The tray icon: its shape, its tooltip and its menu, where None is a separator."""

    state: TrayState
    tooltip: str
    menu: tuple[MenuEntry | None, ...]


class Tone(StrEnum):
    """How a word or a dot is coloured; never the only thing that tells states apart."""

    NEUTRAL = "neutral"
    GOOD = "good"
    BUSY = "busy"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class MemoryPart:
    """Memory of one processor of a node, as its bar draws it.

    Attributes:
        weight: Bytes that it offers.
        used_fraction: Used of them, 0 to 1.
        colour: Number of its colour, the same as in the layer bars.
        words: All of it, for tooltips.
    """

    weight: int
    used_fraction: float
    colour: int
    words: str


@dataclass(frozen=True, slots=True)
class Movement:
    """A model on its way to this computer, in a line.

    Attributes:
        words: What comes, and from where.
        figures: Bytes, rate and time left.
        progress: 0 to 1.
    """

    words: str
    figures: str
    progress: float


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One node of the household.

    Attributes:
        peer_id: The node.
        name: What people call it, told apart from others of the same name.
        is_self: Whether it is this computer.
        presence: How it is reached, in words.
        tone: Colour of the presence.
        memory: Memory offered and used, in words.
        parts: The same for each of its processors; none when it offers nothing.
        details: Processors, system, version; one line.
        round_trip: Round trip over the link; empty when there is none.
        work: What it computes or loads now, and how fast; empty when it rests.
        doing: What it holds; empty only when it works and holds nothing to speak of.
        colours: Numbers of the colours of its processors; at least one.
        note: What keeps it from taking part fully; may be empty.
        choices: What can be done with it.
    """

    peer_id: PeerId
    name: str
    is_self: bool
    presence: str
    tone: Tone
    memory: str
    parts: tuple[MemoryPart, ...]
    details: str
    round_trip: str
    work: str
    doing: str
    colours: tuple[int, ...]
    note: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NewcomerCard:
    """A device that waits to be let in, with the words that both sides show."""

    knock_id: str
    title: str
    words: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class InviteCard:
    """An invite that nobody has used yet: its code, and until when it works."""

    invite_id: str
    code: str
    expiry: str


@dataclass(frozen=True, slots=True)
class KnockCard:
    """What this computer shows while it waits to be let in; no words until they are known."""

    advice: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerSegment:
    """A run of layers on one device, as the layer bar draws it.

    Attributes:
        label: Numbers of the layers, counted from 0; short.
        device: Who holds them.
        words: Device, layers and bytes, for the legend, tooltips and screen readers.
        weight: Share of the bar, in layers; at least 1.
        colour: Number of the device's colour.
    """

    label: str
    device: str
    words: str
    weight: int
    colour: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan or a refusal, before anything loads.

    Attributes:
        title: The outcome in a sentence.
        segments: Empty for a refusal.
        lines: Reasons, what moves, what was left out; whole sentences.
        is_refusal: Whether the model cannot be loaded.
    """

    title: str
    segments: tuple[LayerSegment, ...]
    lines: tuple[str, ...]
    is_refusal: bool


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model of the swarm.

    Attributes:
        model_id: The model.
        name: What the node and API clients call it.
        title: Name for display.
        subtitle: What it is: size, layers, who has the file.
        note: A sentence that belongs to this model (the demo); may be empty.
        status: How far it is, in words.
        tone: Colour of the status.
        progress: 0 to 1 while loading, else None.
        segments: Who holds what; empty when not loaded.
        problem: Why it failed, else None.
        can_plan, can_load, can_unload: Which buttons are there.
        news: What has changed for it; may be empty.
        better: What a better plan would bring, a sentence; may be empty.
        better_segments: Who would hold what by it; empty when there is none.
        is_pinned: Whether its plan is kept as it is.
        can_pin: Whether that can be chosen here.
    """

    model_id: ModelId
    name: str
    title: str
    subtitle: str
    note: str
    status: str
    tone: Tone
    progress: float | None
    segments: tuple[LayerSegment, ...]
    problem: Problem | None
    can_plan: bool
    can_load: bool
    can_unload: bool
    news: str
    better: str
    better_segments: tuple[LayerSegment, ...]
    is_pinned: bool
    can_pin: bool


@dataclass(frozen=True, slots=True)
class SwarmView:
    """Everything that the Swarm window shows; notices are problems with which Hearth works all the same."""

    title: str
    status: str
    tray_state: TrayState
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    activity: tuple[str, ...]
    devices: tuple[DeviceCard, ...]
    models: tuple[ModelCard, ...]
    api_url: str
    can_join: bool
    can_invite: bool
    can_leave: bool
    newcomers: tuple[NewcomerCard, ...] = ()
    knock: KnockCard | None = None
    can_troubleshoot: bool = False
    movements: tuple[Movement, ...] = ()
    devices_heading: str = "Devices"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One entry of the chat's model picker.

    Attributes:
        name: Goes to the API.
        label: What people call it.
        is_demo: Whether it is the model that ships with Hearth.
        where: Where it runs, or what has to happen first.
        context_length: Tokens of one conversation; 0 when that is not known.
    """

    name: str
    label: str
    is_demo: bool
    where: str = ""
    context_length: int = 0


@dataclass(frozen=True, slots=True)
class ChatView:
    """What the chat window takes from the snapshot.

    Attributes:
        api_url: Where to ask; empty until it listens.
        choices: Chat models, the picker's entries: what is loaded comes first.
        waiting: What holds up an answer of each model, by name; no entry when nothing does.
        working: Device names of each loaded model, by name.
    """

    api_url: str
    choices: tuple[ModelChoice, ...]
    waiting: dict[str, str]
    working: dict[str, str]
