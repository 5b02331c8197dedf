"""How much memory a model needs where: the arithmetic under every plan.

The constants were measured with the llama.cpp that Hearth builds; `tests/engine` compares them with real processes.
"""

from dataclasses import dataclass

from app.domain.model import ContextSettings, ModelFacts

MIB = 1024 * 1024

BATCH_TOKENS = 512
"""llama.cpp's physical batch: what compute buffers are sized for."""

WORKER_PROCESS_BYTES = 16 * MIB
"""A worker that holds nothing."""

HOST_PROCESS_BYTES = 48 * MIB
"""A host that holds nothing: program, vocabulary, HTTP server."""

_ACTIVATIONS_PER_WIDTH = 12
"""Values kept per token of a batch and per unit of the hidden state's width while a block is computed."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Memory of one model with a given context.

    Attributes:
        layer_bytes: Weights and key-value cache of each block.
        weight_bytes: Weights alone of each block.
        output_bytes: Output matrix and norm.
        compute_bytes: Compute buffer of a device with blocks.
        output_compute_bytes: What the output layer adds to the compute buffer (the logits of a batch).
        host_bytes: The host process itself: program, token embedding, results.
    """

    layer_bytes: tuple[int, ...]
    weight_bytes: tuple[int, ...]
    output_bytes: int
    compute_bytes: int
    output_compute_bytes: int
    host_bytes: int

    @property
    def whole_bytes(self) -> int:
        """Everything in one host process."""
        return (
            self.host_bytes + sum(self.layer_bytes) + self.output_bytes + self.compute_bytes + self.output_compute_bytes
        )

    def shard_bytes(self, first_layer: int, layer_count: int, holds_output: bool) -> int:
        """What a worker with these blocks needs in all."""
        blocks = sum(self.layer_bytes[first_layer : first_layer + layer_count])
        output = self.output_bytes + self.output_compute_bytes if holds_output else 0
        return WORKER_PROCESS_BYTES + blocks + self.compute_bytes + output

    def shard_weight_bytes(self, first_layer: int, layer_count: int, holds_output: bool) -> int:
        """Weights of a shard."""
        blocks = sum(self.weight_bytes[first_layer : first_layer + layer_count])
        return blocks + (self.output_bytes if holds_output else 0)


def footprint(model: ModelFacts, context: ContextSettings) -> Footprint:
    """The memory that a model needs with a context."""
    context = context.for_model(model)
    kv_bytes = model.kv_bytes_per_token_per_layer * context.total_tokens
    batch = min(BATCH_TOKENS, context.total_tokens)
    return Footprint(
        layer_bytes=tuple(weights + kv_bytes for weights in model.layer_bytes),
        weight_bytes=model.layer_bytes,
        output_bytes=model.output_bytes,
        compute_bytes=batch * model.n_embd * 4 * _ACTIVATIONS_PER_WIDTH,
        output_compute_bytes=batch * model.n_vocab * 4,
        host_bytes=HOST_PROCESS_BYTES + model.embedding_bytes + batch * model.n_embd * 4,
    )
