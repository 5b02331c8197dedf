"""Which host answers one request: the pure choice, and the value that names it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind


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
