"""What the Swarm window shows, as frozen values without Qt: its cards of devices and of models, and the whole of it.

What other windows and the tray show too is in `views.py`.
"""

from dataclasses import dataclass

from app.domain.errors import Problem
from app.domain.ids import ModelId, PeerId
from app.ui.present.door_views import KnockCard, NewcomerCard
from app.ui.present.views import Choice, LayerSegment, Tone, TrayState


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
class ModelCard:
    """One model of the swarm.

    Attributes:
        model_id: The model.
        name: What the node and API clients call it.
        title: Name for display.
        subtitle: What it is: size, layers, who has the file.
        note: A sentence that belongs to this model: what the demo is, or why it cannot be loaded; may be empty.
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
    """Everything that the Swarm window shows.

    Notices are problems with which Hearth works all the same; `leave_words` are what its button to leave says.
    """

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
    leave_words: str = ""
    newcomers: tuple[NewcomerCard, ...] = ()
    knock: KnockCard | None = None
    can_troubleshoot: bool = False
    movements: tuple[Movement, ...] = ()
    devices_heading: str = ""
