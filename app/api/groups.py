"""What the API needs of the node's groups of commands; the groups of `Node` satisfy these. Every method may raise
UserError and is called on the node's event loop."""

from typing import Protocol


class SharingFace(Protocol):
    """Lending memory, and not."""

    async def pause(self, until: float | None) -> None:
        """Lend nothing until then, or until `resume`."""
        ...

    async def resume(self) -> None:
        """Lend again."""
        ...
