"""Which host answers one request: the pure choice, and the value that names it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.record import Record


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


@dataclass(frozen=True, slots=True)
class RouteHere:
    """This node's own host answers; it is loaded first when it is not."""


@dataclass(frozen=True, slots=True)
class RoutePeer:
    """A peer answers; the request is carried over the link.

    Attributes:
        peer_id: The peer.
        reason: Why there, for people.
    """

    peer_id: PeerId
    reason: str


def choose(
    model_id: ModelId, *, running_here: bool, stored_here: bool, online: tuple[Record, ...]
) -> RouteHere | RoutePeer | None:
    """Choose who answers a request for a model.

    In this order: loaded or loading here, loaded on a peer, loading on a peer, on this disk, on a peer's disk.

    Args:
        model_id: What is asked for.
        running_here: This node is its head, ready or loading.
        stored_here: This node has the file.
        online: Records of the peers that can be reached now, nearest first.

    Returns:
        None when nobody who is there has it.
    """
    if running_here:
        return RouteHere()
    for ready in (True, False):
        for record in online:
            if any(h.plan.model_id == model_id and h.ready is ready for h in record.hosting):
                return RoutePeer(record.peer_id, f"{record.name} has it loaded" if ready else f"{record.name} loads it")
    if stored_here:
        return RouteHere()
    for record in online:
        if any(model.model_id == model_id for model in record.models):
            return RoutePeer(record.peer_id, f"{record.name} has the file")
    return None
