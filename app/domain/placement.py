"""The values a plan is made of: who holds which layers of a model, and why. `plan.py` makes them."""

from dataclasses import dataclass

from app.domain.device import Device
from app.domain.ids import ModelId, PeerId
from app.domain.version import RpcVersion


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node as the planner sees it.

    Attributes:
        peer_id: The node.
        name: What people call it.
        devices: What it offers; `free_bytes` of each is what the plan may use.
        rpc_version: llama.cpp's RPC protocol there.
        has_model: Whether the file is on its disk: only such a node can be head.
        rtt_ms: Round trip from the node that plans, in milliseconds; None when it is this node or not measured.
        sharing: False when its owner lends nothing now.
        obstacle: Why it is to hold no layers of others now, in words; empty when nothing stands against it. One that
            does not share either is not to be head.
    """

    peer_id: PeerId
    name: str
    devices: tuple[Device, ...]
    rpc_version: RpcVersion
    has_model: bool
    rtt_ms: float | None = None
    sharing: bool = True
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """The layers of a model on one device of one node.

    Attributes:
        peer_id: The node that holds them.
        node_name: What people call it.
        device_id: The device on that node.
        first_layer: Number of the first block, counted from 0.
        layer_count: Number of blocks; 0 when only the output layer is here.
        holds_output: Whether the output layer is here too: it is on the last shard, the head's.
        weight_bytes: Bytes of weights.
        total_bytes: Weights, key-value cache, compute buffers and the process: what is leased.
    """

    peer_id: PeerId
    node_name: str
    device_id: str
    first_layer: int
    layer_count: int
    holds_output: bool
    weight_bytes: int
    total_bytes: int

    @property
    def last_layer(self) -> int:
        """Number of the last block, counted from 0."""
        return self.first_layer + self.layer_count - 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A node that a plan does not use, and why, in words for people."""

    peer_id: PeerId
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which node holds which layers of a model, and why.

    Attributes:
        model_id: The model.
        model_name: What people call it.
        head: The node whose host runs it.
        shards: In the order of layers; the head's own last device is the last.
        context_length: Tokens of one conversation.
        slots: Conversations at the same time.
        host_bytes: What the head's host process itself needs (token embedding, buffers), counted on its first CPU.
        bytes_to_move: Weights that must travel to other machines before the first answer: nodes, and given workers.
        left_out: Nodes not used.
        reasons: Whole sentences for people.
    """

    model_id: ModelId
    model_name: str
    head: PeerId
    shards: tuple[Shard, ...]
    context_length: int
    slots: int
    host_bytes: int
    bytes_to_move: int
    left_out: tuple[LeftOut, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether more than the head's own host process is needed."""
        return len(self.shards) > 1 or any(shard.peer_id != self.head for shard in self.shards)

    @property
    def layer_count(self) -> int:
        """Number of blocks of the model."""
        return sum(shard.layer_count for shard in self.shards)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no plan.

    Attributes:
        model_name: What was asked for.
        needed_bytes: What the model needs in all.
        available_bytes: What the usable nodes offer together.
        reasons: Whole sentences for people, the first the most important.
        left_out: Nodes that could not be counted.
    """

    model_name: str
    needed_bytes: int
    available_bytes: int
    reasons: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def missing_bytes(self) -> int:
        """How much more memory would have to be offered; 0 when memory is not what is missing."""
        return max(0, self.needed_bytes - self.available_bytes)
