"""What routing asks of a running node: hosts for requests, and what to say while a lost one is brought back."""

from collections.abc import Callable

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.sentence import say
from app.domain.target import Target
from app.node.guest import MemorySharing
from app.node.parts import Parts


class Answers:
    """Satisfies routing's `TargetProvider`.

    Args:
        parts: The node's parts; None while they do not exist.
        need_parts: The same; raises UserError instead.
        sharing: Whether this node answers others now.
        node_name: What people call it now.
    """

    def __init__(
        self,
        parts: Callable[[], Parts | None],
        need_parts: Callable[[], Parts],
        sharing: MemorySharing,
        node_name: Callable[[], str],
    ) -> None:
        self._parts = parts
        self._need_parts = need_parts
        self._sharing = sharing
        self._node_name = node_name

    async def target(self, asked: Asked) -> Target:
        """The host that answers a request, loaded if need be.

        Raises:
            UserError: There is none, or this node answers nobody else now.
        """
        if asked.local_only and (obstacle := self._sharing.willingness.obstacle):
            raise UserError(
                say("No requests now"),
                say("{name} {obstacle}.", name=self._node_name(), obstacle=obstacle),
                code="not_willing",
            )
        return await self._need_parts().serving.target(asked)

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What the last answer of a model measured."""
        if (parts := self._parts()) is not None:
            parts.serving.note_speed(model_id, tokens_per_second)

    def recovery_words(self, model_id: ModelId) -> str:
        """What is happening to a model that lost a device, or nothing."""
        parts = self._parts()
        return parts.serving.recovery_words(model_id) if parts is not None else ""

    def note_resumed(self, model_id: ModelId) -> None:
        """An answer of this model that was cut off has its next word."""
        if (parts := self._parts()) is not None:
            parts.serving.note_resumed(model_id)
