"""How much memory a model needs where: the arithmetic under every plan.

The constants were read from the log of the llama.cpp that Hearth builds ("compute buffer size") for models of 5 to 360
million weights and contexts of 1,024 to 8,192 tokens; the sizes are what is allocated, of which less is touched.
"""

from dataclasses import dataclass

from app.domain.model import ContextSettings, ModelFacts

MIB = 1024 * 1024

BATCH_TOKENS = 512
"""llama.cpp's physical batch: what compute buffers are sized for."""

WORKER_PROCESS_BYTES = 8 * MIB
"""A worker that holds nothing (5.6 MB measured)."""

HOST_PROCESS_BYTES = 32 * MIB
"""A host that holds nothing: program, vocabulary, HTTP server (26 MB measured)."""

_PIPELINE_COPIES = 4
"""A split model's inputs are kept so many times, so that the next batch starts while the last one is on its way."""

_MASK_VALUE_BYTES = 2
_ACTIVATION_BYTES = 4
_ROUNDING_BYTES = MIB

_SHARD_WIDTHS = (7, 3)
"""Values kept per token of a batch in a split model's worker: so many hidden states, so many feed-forward widths."""

_WHOLE_WIDTHS = (4, 3)
"""The same where one host process does everything."""

_HOST_WIDTHS = (5, 0)
"""The same in the host of a split model."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Memory of one model with a given context.

    Attributes:
        layer_bytes: Weights and key-value cache of each block.
        weight_bytes: Weights alone of each block.
        output_bytes: Output matrix and norm.
        compute_bytes: Compute buffer of a worker, with or without the output layer: logits are kept for slots only.
        host_bytes: The host process of a split model: program, token embedding, inputs of all devices.
        whole_host_bytes: The host process of a whole model, without what follows: program, token embedding.
        whole_compute_bytes: Compute buffer when everything is in one host process, without a pipeline.
    """

    layer_bytes: tuple[int, ...]
    weight_bytes: tuple[int, ...]
    output_bytes: int
    compute_bytes: int
    host_bytes: int
    whole_host_bytes: int
    whole_compute_bytes: int

    @property
    def whole_bytes(self) -> int:
        """Everything in one host process."""
        return self.whole_host_bytes + sum(self.layer_bytes) + self.output_bytes + self.whole_compute_bytes

    def shard_bytes(self, first_layer: int, layer_count: int, holds_output: bool) -> int:
        """What a worker with these blocks needs in all."""
        blocks = sum(self.layer_bytes[first_layer : first_layer + layer_count])
        output = self.output_bytes if holds_output else 0
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
    mask_bytes = batch * context.context_length * _MASK_VALUE_BYTES

    def compute_bytes(copies: int, widths: tuple[int, int]) -> int:
        hidden, feed_forward = widths
        values = hidden * model.n_embd + feed_forward * (model.n_ff or 4 * model.n_embd)
        return copies * mask_bytes + batch * _ACTIVATION_BYTES * values + _ROUNDING_BYTES

    return Footprint(
        layer_bytes=tuple(weights + kv_bytes for weights in model.layer_bytes),
        weight_bytes=model.layer_bytes,
        output_bytes=model.output_bytes,
        compute_bytes=compute_bytes(_PIPELINE_COPIES, _SHARD_WIDTHS),
        host_bytes=HOST_PROCESS_BYTES + model.embedding_bytes + compute_bytes(_PIPELINE_COPIES, _HOST_WIDTHS),
        whole_host_bytes=HOST_PROCESS_BYTES + model.embedding_bytes,
        whole_compute_bytes=compute_bytes(1, _WHOLE_WIDTHS),
    )
