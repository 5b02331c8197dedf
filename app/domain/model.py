"""What is known of a model from its GGUF header: the sizes that a plan is made of."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import ModelId

COMPANION = "model_companion"
"""The code of the error that a file goes with a model and is none: an adapter, or what lets it see pictures."""


class ModelKind(StrEnum):
    """What a model is for."""

    CHAT = "chat"
    EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One GGUF file, as its header describes it.

    Attributes:
        model_id: Fingerprint of the file.
        name: What people and API clients call it: the file's stem.
        title: `general.name` of the file, or the name.
        description: `general.description`; may be empty.
        kind: Chat (text generation) or embedding.
        architecture: `general.architecture`, for example `llama`.
        parameter_count: Number of weights.
        file_bytes: Size of the file (all parts).
        layer_bytes: Bytes of weights of each block, in order.
        embedding_bytes: Token embedding and whatever belongs to no block; stays with the host process.
        output_bytes: Output matrix and norm, on the device of the last layers (a copy of the embedding when tied).
        kv_bytes_per_token_per_layer: Key and value of one token in one layer, f16.
        n_embd: Width of the hidden state.
        n_ff: Width of the feed-forward layers that one token passes (of all its experts together); 0 when not given.
        n_vocab: Number of tokens in the vocabulary.
        trained_context_length: Tokens the model was trained for.
        is_demo: Whether it is the model that ships with Hearth.
        active_part: How much of its layers one token passes: less than 1 where it passes a few of many experts.
    """

    model_id: ModelId
    name: str
    title: str
    description: str
    kind: ModelKind
    architecture: str
    parameter_count: int
    file_bytes: int
    layer_bytes: tuple[int, ...]
    embedding_bytes: int
    output_bytes: int
    kv_bytes_per_token_per_layer: int
    n_embd: int
    n_ff: int
    n_vocab: int
    trained_context_length: int
    is_demo: bool = False
    active_part: float = 1.0

    @property
    def layer_count(self) -> int:
        """Number of blocks, without the output layer."""
        return len(self.layer_bytes)


@dataclass(frozen=True, slots=True)
class ContextSettings:
    """How much a loaded model must remember.

    Attributes:
        context_length: Tokens of one conversation; never more than the model was trained for.
        slots: Conversations answered at the same time.
    """

    context_length: int = 4096
    slots: int = 2

    def for_model(self, model: ModelFacts) -> "ContextSettings":
        """The same, with the context cut to what the model was trained for."""
        return ContextSettings(min(self.context_length, model.trained_context_length), self.slots)

    @property
    def total_tokens(self) -> int:
        """Tokens of all slots together: what the key-value cache is sized for."""
        return self.context_length * self.slots


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """What a record says of one model on a node's disk.

    Attributes:
        model_id: Fingerprint of the file.
        name: What people and API clients call it.
        title: Name for display.
        kind: Chat or embedding.
        file_bytes: Size on disk.
        layer_count: Number of blocks.
        context_length: Tokens of one conversation as this node would load it.
        is_demo: Whether it is the model that ships with Hearth.
    """

    model_id: ModelId
    name: str
    title: str
    kind: ModelKind
    file_bytes: int
    layer_count: int
    context_length: int
    is_demo: bool = False
