"""What the tray, the chat and more than one window show, as frozen values without Qt; the rest of this package makes
them. What belongs to one window is in `swarm_views.py` and `library_views.py`, who comes in is in `door_views.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

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
class Greeting:
    """What the chat says before the first question.

    Attributes:
        heading: A few words.
        words: A sentence.
        no_model: What stands in the place of the model, where there is none.
        can_find: Whether finding models is offered.
    """

    heading: str = ""
    words: str = ""
    no_model: str = ""
    can_find: bool = False


@dataclass(frozen=True, slots=True)
class ChatView:
    """What the chat window takes from the snapshot.

    Attributes:
        api_url: Where to ask; empty until it listens.
        choices: Chat models, the picker's entries: what is loaded comes first.
        waiting: What holds up an answer of each model, by name; no entry when nothing does.
        working: Device names of each loaded model, by name.
        greeting: What is said before the first question.
    """

    api_url: str
    choices: tuple[ModelChoice, ...]
    waiting: dict[str, str]
    working: dict[str, str]
    greeting: Greeting = Greeting()
