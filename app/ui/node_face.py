"""What the windows use of a node, as Protocols; `Node` satisfies them. Every method runs on the node's own loop."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.diagnosis import Diagnosis
from app.domain.errors import Problem
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.placement import Plan, Refusal
from app.domain.preference import ApiKey, NewKey, Preference
from app.domain.sharing import OpenInvite
from app.domain.state import AppState


class InvitationFace(Protocol):
    """What is shown to the owner of another device."""

    @property
    def token(self) -> str:
        """The secret text that admits a node."""

    @property
    def swarm_name(self) -> str:
        """The public name of the swarm."""


class TokenReportFace(Protocol):
    """What a pasted text turned out to be."""

    @property
    def problem(self) -> Problem | None:
        """What is wrong with it; None when it can be joined."""

    @property
    def swarm_name(self) -> str | None:
        """The swarm's name, when the text is a token."""

    @property
    def already_member(self) -> bool:
        """Whether this node is in that swarm."""


class SharingFace(Protocol):
    """Lending memory, or not; every command may raise UserError."""

    async def pause(self, until: float | None) -> None:
        """Lend nothing until a time (wall-clock seconds since 1970), or until `resume`."""

    async def resume(self) -> None:
        """Lend again."""


class PlansFace(Protocol):
    """Whether plans may change; every command may raise UserError."""

    async def pin(self, model_name: str) -> None:
        """Keep a plan as it is."""

    async def unpin(self, model_name: str) -> None:
        """Let it change."""

    async def keep_loaded(self, model_name: str, keep: bool) -> None:
        """Keep a model loaded, or no longer."""

    async def apply_better(self, model_name: str) -> None:
        """Load a model anew by its better plan."""


class HouseholdFace(Protocol):
    """Who belongs to the swarm; every command may raise UserError."""

    async def remove(self, device: str) -> None:
        """Remove a device, by its peer id."""

    async def rotate_token(self) -> InvitationFace:
        """A new token; the members move to it by themselves."""


class InvitesFace(Protocol):
    """Invites that work once; every command may raise UserError."""

    async def create(self, hours: float = 24) -> OpenInvite:
        """A new invite."""

    async def cancel(self, invite_id: str) -> None:
        """Make one void."""

    async def accept(self, knock_id: str) -> None:
        """Let a newcomer in."""

    async def reject(self, knock_id: str) -> None:
        """Turn a newcomer away."""


class NetworkFace(Protocol):
    """The network between the devices; every command may raise UserError."""

    async def diagnose(self) -> Diagnosis:
        """What keeps devices apart; takes some seconds."""

    async def add_address(self, address: str) -> object:
        """Connect to an address, now and from now on."""


class PreferencesFace(Protocol):
    """The owner's settings; every command may raise UserError."""

    async def all(self) -> tuple[Preference, ...]:
        """Every setting as it is now."""

    async def change(self, name: str, value: object) -> Preference:
        """Change one, keep it, and have it take effect."""


class KeysFace(Protocol):
    """The keys of programs that use the API; every command may raise UserError."""

    @property
    def all(self) -> tuple[ApiKey, ...]:
        """Every key, the oldest first."""

    async def add(self, name: str) -> NewKey:
        """Make one."""

    async def remove(self, name: str) -> None:
        """Revoke one."""


class FirstRunFace(Protocol):
    """Whether somebody has been welcomed; may be used from any thread."""

    @property
    def is_due(self) -> bool:
        """Whether the first steps are to be shown."""

    def done(self) -> None:
        """They were shown."""


class DiagnosticsFace(Protocol):
    """What helps somebody who helps; may be used from any thread, also when the node did not start."""

    @property
    def log_folder(self) -> Path:
        """Where the log is."""

    def text(self) -> str:
        """The whole text, without what is secret or private; may take a moment."""


class LibraryFace(Protocol):
    """The models on this computer's disk; every command may raise UserError."""

    async def copy(self, model_name: str) -> str:
        """Begin to copy a model from peers, or go on; the id of the transfer."""

    async def delete(self, model_name: str) -> None:
        """Delete a model's file."""

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop a copy or a download."""

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop it and delete what has arrived; of a finished one only the entry goes."""


class HubFace(Protocol):
    """Models from the internet; every command may raise UserError."""

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Repositories with models of the right format."""

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """What can be got of a repository, the smallest first."""

    async def recommended(self) -> tuple[Recommendation, ...]:
        """The built-in catalogue."""

    async def get(self, source: str) -> str:
        """Begin to get `REPO[:QUANT]`, or go on; the id of the transfer."""


class NodeFace(Protocol):
    """What the windows use of a node; every method is called on the node's own loop."""

    @property
    def local_key(self) -> str:
        """The key of this computer's own windows; may be read from any thread."""

    @property
    def first_run(self) -> FirstRunFace:
        """Whether somebody has been welcomed."""

    @property
    def diagnostics(self) -> DiagnosticsFace:
        """What helps somebody who helps."""

    @property
    def preferences(self) -> PreferencesFace:
        """The owner's settings."""

    @property
    def keys(self) -> KeysFace:
        """The keys of programs."""

    @property
    def snapshot(self) -> AppState:
        """The state now."""

    @property
    def sharing(self) -> SharingFace:
        """Lending memory."""

    @property
    def plans(self) -> PlansFace:
        """Keeping and changing plans."""

    @property
    def library(self) -> LibraryFace:
        """The models on this computer's disk."""

    @property
    def hub(self) -> HubFace:
        """Models from the internet."""

    @property
    def household(self) -> HouseholdFace:
        """Removing devices, changing the token."""

    @property
    def network(self) -> NetworkFace:
        """Finding other devices."""

    @property
    def invites(self) -> InvitesFace:
        """Invites that work once."""

    def subscribe(self, callback: Callable[[AppState], None]) -> Callable[[], None]:
        """Have each new state; returns what ends it."""

    def on_show(self, callback: Callable[[str], None]) -> None:
        """Have second starts of the program, which want to see a window, with the link that they were given."""

    async def start(self) -> None:
        """Begin to run; raises UserError."""

    async def stop(self) -> None:
        """Give everything back."""

    async def invite(self) -> InvitationFace:
        """The token to show, of a new swarm when there is none; raises UserError."""

    async def join(self, token_text: str) -> None:
        """Become a member; raises UserError."""

    async def leave(self) -> None:
        """Leave the swarm and forget its token; raises UserError."""

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be loaded; raises UserError."""

    async def load(self, model_name: str) -> None:
        """Load a model and wait for it; raises UserError."""

    async def unload(self, model_name: str) -> None:
        """End a model; raises UserError."""

    async def rename(self, name: str) -> None:
        """Call this computer something else; raises UserError."""

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Memory lent to the swarm in bytes, None for automatic; raises UserError."""

    async def read_token(self, text: str) -> TokenReportFace:
        """Judge a text while it is typed; quick, and changes nothing."""
