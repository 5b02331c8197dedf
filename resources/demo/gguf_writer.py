"""Writes GGUF files of the `llama` architecture: the demo model, and the random models of the tests.

The caller gives the sizes and the weights; the names of the tensors and keys are those of llama.cpp. Weights
are in numpy's order (rows are outputs). Rotary embedding turns neighbouring pairs (llama.cpp's NORM kind), so
weights trained that way are written as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, PoolingType, TokenType
from gguf.quants import quant_shape_to_byte_shape, quantize

from resources.demo.tokenizer import BOS, CHAT_TEMPLATE, END, SPECIAL_TOKENS, Tokenizer, is_unused

FloatArray = npt.NDArray[np.float32]
EncodedArray = npt.NDArray[np.uint8] | npt.NDArray[np.float32] | npt.NDArray[np.float16]

_FILE_TYPES = {
    GGMLQuantizationType.F32: LlamaFileType.ALL_F32,
    GGMLQuantizationType.F16: LlamaFileType.MOSTLY_F16,
    GGMLQuantizationType.Q8_0: LlamaFileType.MOSTLY_Q8_0,
}


@dataclass(frozen=True, slots=True)
class LlamaShape:
    """The sizes of a llama-architecture model, named as in llama.cpp."""

    n_vocab: int
    n_embd: int
    n_layer: int
    n_head: int
    n_head_kv: int
    n_ff: int
    n_ctx: int = 4096
    rope_theta: float = 10000.0
    rms_eps: float = 1e-5
    tied: bool = False

    @property
    def head_dim(self) -> int:
        """Numbers per attention head."""
        return self.n_embd // self.n_head


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the file says of itself: its name, a description, and whether it makes embeddings."""

    name: str
    description: str
    embedding: bool = False


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One tensor: its name, its shape in numpy's order and how its numbers are stored."""

    name: str
    shape: tuple[int, ...]
    kind: GGMLQuantizationType

    @property
    def count(self) -> int:
        """Number of weights."""
        return int(np.prod(self.shape))

    @property
    def stored_shape(self) -> tuple[int, ...]:
        """Shape of the stored array; for Q8_0 the last side counts bytes."""
        if self.kind == GGMLQuantizationType.Q8_0:
            return tuple(quant_shape_to_byte_shape(self.shape, self.kind))
        return self.shape

    @property
    def stored_type(self) -> np.dtype[np.uint8] | np.dtype[np.float32] | np.dtype[np.float16]:
        """Type of the stored array."""
        match self.kind:
            case GGMLQuantizationType.F32:
                return np.dtype(np.float32)
            case GGMLQuantizationType.F16:
                return np.dtype(np.float16)
            case _:
                return np.dtype(np.uint8)

    @property
    def stored_bytes(self) -> int:
        """Bytes of the stored array."""
        return int(np.prod(self.stored_shape)) * self.stored_type.itemsize

    def encode(self, values: FloatArray) -> EncodedArray:
        """The array to store for these values."""
        if self.kind == GGMLQuantizationType.Q8_0:
            return np.asarray(quantize(values.astype(np.float32), self.kind), dtype=np.uint8)
        if self.kind == GGMLQuantizationType.F16:
            return values.astype(np.float16)
        return values.astype(np.float32)


def tensor_specs(shape: LlamaShape, kind: GGMLQuantizationType) -> list[TensorSpec]:
    """Every tensor of a model in the order of the file; norms are always F32, the matrices are of `kind`."""
    norm = GGMLQuantizationType.F32
    n_embd, n_kv = shape.n_embd, shape.n_head_kv * shape.head_dim
    specs = [TensorSpec("token_embd.weight", (shape.n_vocab, n_embd), kind)]
    for layer in range(shape.n_layer):
        block = f"blk.{layer}"
        specs += [
            TensorSpec(f"{block}.attn_norm.weight", (n_embd,), norm),
            TensorSpec(f"{block}.attn_q.weight", (n_embd, n_embd), kind),
            TensorSpec(f"{block}.attn_k.weight", (n_kv, n_embd), kind),
            TensorSpec(f"{block}.attn_v.weight", (n_kv, n_embd), kind),
            TensorSpec(f"{block}.attn_output.weight", (n_embd, n_embd), kind),
            TensorSpec(f"{block}.ffn_norm.weight", (n_embd,), norm),
            TensorSpec(f"{block}.ffn_gate.weight", (shape.n_ff, n_embd), kind),
            TensorSpec(f"{block}.ffn_up.weight", (shape.n_ff, n_embd), kind),
            TensorSpec(f"{block}.ffn_down.weight", (n_embd, shape.n_ff), kind),
        ]
    specs.append(TensorSpec("output_norm.weight", (n_embd,), norm))
    if not shape.tied:
        specs.append(TensorSpec("output.weight", (shape.n_vocab, n_embd), kind))
    return specs


def write_llama_gguf(
    path: Path,
    shape: LlamaShape,
    card: ModelCard,
    tokenizer: Tokenizer,
    specs: Sequence[TensorSpec],
    encoded: Callable[[TensorSpec], EncodedArray],
) -> None:
    """Write one model; weights are asked for one tensor at a time, so memory holds one of them.

    Args:
        path: The file, replaced when it exists.
        specs: From `tensor_specs`.
        encoded: Gives the stored array of a tensor, of its `stored_shape` and `stored_type`.

    Raises:
        OSError: The file cannot be written.
    """
    writer = GGUFWriter(path, "llama")
    _add_sizes(writer, shape, card, specs)
    _add_tokenizer(writer, tokenizer)
    for spec in specs:
        writer.add_tensor_info(spec.name, spec.stored_shape, spec.stored_type, spec.stored_bytes, raw_dtype=spec.kind)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for spec in specs:
            writer.write_tensor_data(encoded(spec))
    finally:
        writer.close()


def _add_sizes(writer: GGUFWriter, shape: LlamaShape, card: ModelCard, specs: Sequence[TensorSpec]) -> None:
    writer.add_name(card.name)
    writer.add_description(card.description)
    writer.add_license("MIT")
    writer.add_size_label(f"{sum(spec.count for spec in specs) / 1e6:.1f}M")
    writer.add_file_type(_FILE_TYPES[specs[0].kind])
    writer.add_quantization_version(2)
    writer.add_vocab_size(shape.n_vocab)
    writer.add_context_length(shape.n_ctx)
    writer.add_embedding_length(shape.n_embd)
    writer.add_block_count(shape.n_layer)
    writer.add_feed_forward_length(shape.n_ff)
    writer.add_head_count(shape.n_head)
    writer.add_head_count_kv(shape.n_head_kv)
    writer.add_rope_dimension_count(shape.head_dim)
    writer.add_rope_freq_base(shape.rope_theta)
    writer.add_layer_norm_rms_eps(shape.rms_eps)
    if card.embedding:
        writer.add_pooling_type(PoolingType.MEAN)


def _add_tokenizer(writer: GGUFWriter, tokenizer: Tokenizer) -> None:
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(list(tokenizer.tokens))
    writer.add_token_types([_token_type(token) for token in tokenizer.tokens])
    writer.add_token_merges(list(tokenizer.merges))
    writer.add_bos_token_id(tokenizer.token_id(BOS))
    writer.add_eos_token_id(tokenizer.token_id(END))
    writer.add_eot_token_id(tokenizer.token_id(END))
    writer.add_pad_token_id(tokenizer.token_id(END))
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def _token_type(token: str) -> TokenType:
    if token in SPECIAL_TOKENS:
        return TokenType.CONTROL
    return TokenType.UNUSED if is_unused(token) else TokenType.NORMAL
