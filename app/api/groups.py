"""What the API needs of the node's groups of commands; the groups of `Node` satisfy these. Every method may raise
UserError and is called on the node's event loop."""

from typing import Protocol

from app.domain.diagnosis import Diagnosis
from app.domain.reach import ManualAddress
from app.domain.sharing import OpenInvite


class SharingFace(Protocol):
    """Lending memory, and not."""

    async def pause(self, until: float | None) -> None:
        """Lend nothing until then, or until `resume`."""
        ...

    async def resume(self) -> None:
        """Lend again."""
        ...


class InvitesFace(Protocol):
    """Invites, and who came by them."""

    async def create(self, hours: float = 24) -> OpenInvite:
        """A new invite; makes a swarm when there is none."""
        ...

    async def cancel(self, invite_id: str) -> None:
        """Take an invite back."""
        ...

    async def accept(self, knock_id: str) -> None:
        """Let a newcomer in; returns when it has the token."""
        ...

    async def reject(self, knock_id: str) -> None:
        """Keep a newcomer out."""
        ...


class PlansFace(Protocol):
    """Plans of loaded models: kept, or made better."""

    async def pin(self, model_name: str) -> None:
        """Keep a plan while it can be kept."""
        ...

    async def unpin(self, model_name: str) -> None:
        """Let a plan change again."""
        ...

    async def apply_better(self, model_name: str) -> None:
        """Run a model by the better plan that there is."""
        ...


class NetworkFace(Protocol):
    """The way to members that are not found by themselves."""

    @property
    def addresses(self) -> tuple[ManualAddress, ...]:
        """All that were given, with what came of each."""
        ...

    async def add_address(self, address: str) -> ManualAddress:
        """Keep one, and say what came of it."""
        ...

    async def remove_address(self, address: str) -> None:
        """Forget one."""
        ...

    async def diagnose(self) -> Diagnosis:
        """Find out what keeps devices apart; takes a few seconds."""
        ...
