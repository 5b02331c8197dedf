"""What a command line asks for: one frozen value for each command. `commands.py` says how they are typed."""

from dataclasses import dataclass, field

from app.cli.model_actions import ModelAction


@dataclass(frozen=True, slots=True)
class RunTray:
    """Start Hearth with its tray icon.

    Attributes:
        hidden: Without a window, as at login.
        link: A `hearth://` link to open; empty without one.
    """

    hidden: bool = False
    link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Serve:
    """Start Hearth without a screen; `new` makes a swarm when there is none and prints its token."""

    new: bool = False


@dataclass(frozen=True, slots=True)
class LendOnly:
    """Start a node that lends memory and serves no models of its own."""


@dataclass(frozen=True, slots=True)
class RouteOnly:
    """Start a node that lends nothing, has no models, and routes requests to the household."""


@dataclass(frozen=True, slots=True)
class OpenWorker:
    """Serve one worker to trusted machines without a swarm.

    Attributes:
        address: `host:port` to listen at.
        expose: The owner has said that an address which strangers may reach is meant.
    """

    address: str
    expose: bool


@dataclass(frozen=True, slots=True)
class Join:
    """Join a swarm; the token is read from standard input when it is empty."""

    token_text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the swarm."""


@dataclass(frozen=True, slots=True)
class ShowToken:
    """Print the token; `new` makes a swarm when there is none, `rotate` a new token for the swarm."""

    new: bool = False
    rotate: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """Print devices, models and addresses."""


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Print how a model would be run."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model now."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Unload:
    """End a model."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Lend nothing for a while.

    Attributes:
        until: Time of day in minutes after midnight, of this computer's clock; None when not given.
        seconds: For how long; None when not given. With neither: until `Resume`.
    """

    until: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Lend again."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Keep the plan of a model as it is."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Unpin:
    """Let the plan of a model change again."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Replan:
    """Apply the better plan that there is for a model."""

    model_name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Shut a device out of the swarm."""

    device: str


@dataclass(frozen=True, slots=True)
class Invite:
    """Make a code that lets one device in."""

    hours: float


@dataclass(frozen=True, slots=True)
class CancelInvite:
    """Take an invite back."""

    invite_id: str


@dataclass(frozen=True, slots=True)
class ListNewcomers:
    """Print open invites, and who waits to be accepted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Accept or reject a newcomer."""

    knock_id: str
    accept: bool


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Find why other devices are not seen."""


@dataclass(frozen=True, slots=True)
class ListAddresses:
    """Print the addresses given by hand."""


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Add or remove an address of a device that is not found by itself."""

    address: str
    add: bool


@dataclass(frozen=True, slots=True)
class ListKeys:
    """Print the API keys."""


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Make or revoke an API key."""

    name: str
    add: bool


@dataclass(frozen=True, slots=True)
class ListSettings:
    """Print the settings."""


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Change a setting of the running Hearth, and keep it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Quit:
    """End the running Hearth."""


type StartingAction = RunTray | Serve | LendOnly | RouteOnly | OpenWorker
"""Starts something here; carried out by the composition root."""

type ClientAction = (
    Join
    | Leave
    | ShowToken
    | Status
    | ShowPlan
    | ModelAction
    | Load
    | Unload
    | Pause
    | Resume
    | Pin
    | Unpin
    | Replan
    | Remove
    | Invite
    | CancelInvite
    | ListNewcomers
    | Answer
    | Diagnose
    | ListAddresses
    | ChangeAddress
    | ListKeys
    | ChangeKey
    | ListSettings
    | ChangeSetting
    | Quit
)
"""Asked of a Hearth that runs."""

type Action = StartingAction | ClientAction

STARTING_ACTIONS = (RunTray, Serve, LendOnly, RouteOnly, OpenWorker)
"""The types of `StartingAction`, for isinstance."""
