"""The groups of commands of a node that only notes what it is asked."""

from collections.abc import Callable

from app.domain.sharing import OpenInvite

type Note = Callable[[str, object], None]


class NotedSharing:
    """Satisfies `SharingFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def pause(self, until: float | None) -> None:
        """Note it."""
        self._note("pause", until)

    async def resume(self) -> None:
        """Note it."""
        self._note("resume", None)


class NotedInvites:
    """Satisfies `InvitesFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def create(self, hours: float = 24) -> OpenInvite:
        """Always the same."""
        self._note("create", hours)
        return OpenInvite("a1", "4821-amber-kettle-otter", 1_800_000_000.5)

    async def cancel(self, invite_id: str) -> None:
        """Note it."""
        self._note("cancel", invite_id)

    async def accept(self, knock_id: str) -> None:
        """Note it."""
        self._note("accept", knock_id)

    async def reject(self, knock_id: str) -> None:
        """Note it."""
        self._note("reject", knock_id)
