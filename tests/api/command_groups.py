"""The groups of commands of a node that only notes what it is asked."""

from collections.abc import Callable

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
