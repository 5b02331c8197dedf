"""What the API needs of the node: its snapshot, its commands, its hosts. `Node` satisfies it."""

from typing import Protocol

from app.api.groups import (
    HubFace,
    InvitesFace,
    KeysFace,
    LibraryFace,
    NetworkFace,
    PlansFace,
    PreferencesFace,
    SharingFace,
)
from app.domain.placement import Plan, Refusal
from app.domain.state import AppState
from app.routing.exchange import TargetProvider


class InvitationFace(Protocol):
    """What the second device needs."""

    @property
    def token(self) -> str:
        """The text to paste there."""
        ...

    @property
    def swarm_name(self) -> str:
        """The swarm's public name."""
        ...


class HouseholdFace(Protocol):
    """Who is in the swarm. Every method may raise UserError."""

    async def remove(self, peer_id: str) -> None:
        """Put a device out for good; all others move to a new token."""
        ...

    async def rotate_token(self) -> InvitationFace:
        """Replace the token; all members move to it."""
        ...


class NodeFace(Protocol):
    """The running app. Every method is called on the node's event loop and may raise UserError."""

    local_key: str
    """What management requests must show."""

    @property
    def snapshot(self) -> AppState:
        """What is shown; the newest."""
        ...

    @property
    def answers(self) -> TargetProvider:
        """Hosts for requests."""
        ...

    @property
    def household(self) -> HouseholdFace:
        """Who is in the swarm."""
        ...

    @property
    def hub(self) -> HubFace:
        """Models from the internet."""
        ...

    @property
    def invites(self) -> InvitesFace:
        """Invites, and who came by them."""
        ...

    @property
    def library(self) -> LibraryFace:
        """Models on this disk, and on their way to it."""
        ...

    @property
    def keys(self) -> KeysFace:
        """The keys of programs that use the API."""
        ...

    @property
    def preferences(self) -> PreferencesFace:
        """The owner's settings."""
        ...

    @property
    def network(self) -> NetworkFace:
        """Addresses given by hand."""
        ...

    @property
    def plans(self) -> PlansFace:
        """Plans, kept or made better."""
        ...

    @property
    def sharing(self) -> SharingFace:
        """Lending memory, and not."""
        ...

    async def invite(self) -> InvitationFace:
        """A token for the next device; makes a swarm when there is none."""
        ...

    async def join(self, token_text: str) -> None:
        """Become a member of the swarm that a token opens."""
        ...

    async def leave(self) -> None:
        """Leave the swarm and forget its token."""
        ...

    async def token(self) -> str | None:
        """The token of the swarm."""
        ...

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run."""
        ...

    async def load(self, model_name: str) -> None:
        """Load a model."""
        ...

    async def unload(self, model_name: str) -> None:
        """End a model."""
        ...

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Offer so much memory; None for the automatic amount."""
        ...

    async def rename(self, name: str) -> None:
        """Call this device so."""
        ...

    def show(self, link: str = "") -> None:
        """Raise the window, and let it show what a link asks for."""
        ...
