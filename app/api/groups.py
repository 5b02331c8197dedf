"""What the API needs of the node's groups of commands; the groups of `Node` satisfy these. Every method may raise
UserError and is called on the node's event loop."""

from typing import Protocol

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
