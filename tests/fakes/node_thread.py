"""A node's thread without a thread: commands run on the loop of the test."""

from collections.abc import Callable, Coroutine
from typing import Any

from app.ui.node_face import NodeFace


class DirectNode:
    """As `NodeThread` for whoever asks it.

    Args:
        node: The node.
    """

    def __init__(self, node: NodeFace) -> None:
        self.node = node

    async def ask[T](self, command: Callable[[NodeFace], Coroutine[Any, Any, T]]) -> T:
        """Run a command."""
        return await command(self.node)
