"""The host that answers one request, as the value that those who forward the request are given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind


async def _at_once() -> None:
    """There is nothing to wait for."""


def _ignore(writing: float | None, reading: float | None) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Target:
    """The host that answers one request.

    Attributes:
        endpoint: `unix:/path` or `tcp:host:port`, spoken HTTP to: a host here, or a link to a peer.
        model_id: The model it serves.
        model_name: What the answer calls the model.
        kind: Chat or embedding.
        context_length: Tokens of one conversation.
        peer_id: The node whose host it is.
        node_name: What people call that node.
        device_names: Who computes, in words, in the order of layers ("kitchen (CPU)").
        is_local: Whether the host runs on this node.
        release: To be called once when the request is over.
        reason: Why there, for people; may be empty.
        turn: To be awaited before the host is asked to answer, since it has only so many slots. Raises UserError when
            too many wait already.
        note_speed: To be told at how many tokens per second the host wrote the answer and read the prompt, each where
            there was enough of it to tell.
    """

    endpoint: str
    model_id: ModelId
    model_name: str
    kind: ModelKind
    context_length: int
    peer_id: PeerId
    node_name: str
    device_names: tuple[str, ...]
    is_local: bool
    release: Callable[[], None]
    reason: str = ""
    turn: Callable[[], Awaitable[None]] = _at_once
    note_speed: Callable[[float | None, float | None], None] = _ignore
