"""Makes GGUF models with random weights: real in every part but what they say.

For tests and benchmarks that need a model of some size with a real tokenizer, grouped-query attention and a
chat template. The same arguments give the same bytes. Greedy output is varied, clean ASCII text that never
ends by itself.

Run it as `python -m tests.models.random_model --size 88M --out model.gguf`; tests call `write_random_model`.

From 88M up some tensors are above 10 MiB (llama.cpp's RPC asks a worker's cache only for those): at 88M the
embedding and the output, in the `-wide` size and from 360M up those of every layer.
"""

import argparse
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gguf import GGMLQuantizationType

from resources.demo.gguf_writer import (
    EncodedArray,
    LlamaShape,
    ModelCard,
    TensorSpec,
    tensor_specs,
    write_llama_gguf,
)
from resources.demo.tokenizer import SPECIAL_TOKENS, Tokenizer, load_tokenizer

SIZES: dict[str, LlamaShape] = {
    "tiny": LlamaShape(n_vocab=2048, n_embd=256, n_layer=12, n_head=8, n_head_kv=2, n_ff=512),
    "30M": LlamaShape(n_vocab=2048, n_embd=512, n_layer=12, n_head=8, n_head_kv=2, n_ff=1152),
    "88M": LlamaShape(n_vocab=14336, n_embd=768, n_layer=12, n_head=12, n_head_kv=4, n_ff=1792),
    "88M-wide": LlamaShape(n_vocab=6144, n_embd=1024, n_layer=4, n_head=16, n_head_kv=4, n_ff=5376),
    "360M": LlamaShape(n_vocab=8192, n_embd=2048, n_layer=8, n_head=32, n_head_kv=4, n_ff=5632),
    "1B": LlamaShape(n_vocab=8192, n_embd=2048, n_layer=22, n_head=32, n_head_kv=4, n_ff=5632),
    "3B": LlamaShape(n_vocab=16384, n_embd=3072, n_layer=28, n_head=24, n_head_kv=8, n_ff=8192),
    "7B": LlamaShape(n_vocab=32000, n_embd=4096, n_layer=32, n_head=32, n_head_kv=8, n_ff=14336),
}
"""Sizes by name; the figure is the number of weights, rounded."""

_F16_SIZES = ("88M-wide",)

# Standard deviations. Matrices keep the size of their input (1/sqrt(inputs)) times a gain: peaked attention
# (q, k) makes the next token depend on more than the last one, which keeps greedy output from looping.
_EMBEDDING_DEVIATION = 1.0
_GAINS = {"attn_q": 2.0, "attn_k": 2.0, "attn_v": 1.5, "attn_output": 1.5, "output": 4.0}
_INT8_DEVIATION = 127 / np.sqrt(3)
_CHUNK = 1 << 22


def parameter_count(size: str = "tiny", layers: int | None = None) -> int:
    """Number of weights of a random model of this size.

    Raises:
        KeyError: No such size.
    """
    return sum(spec.count for spec in tensor_specs(_shape(size, layers), GGMLQuantizationType.F32))


def write_random_model(
    path: Path,
    size: str = "tiny",
    seed: int = 0,
    layers: int | None = None,
    *,
    kind: str = "chat",
    f16: bool = False,
) -> Path:
    """Write a model with random weights and return its path.

    Args:
        path: The file, replaced when it exists; its folder must exist.
        size: A name of `SIZES`.
        seed: Other seeds give other weights.
        layers: Number of blocks, when it should differ from the size's own.
        kind: `chat`, or `embedding` for a model that llama.cpp's server answers `/v1/embeddings` with.
        f16: Store the matrices in 16 bits instead of Q8_0.

    Raises:
        KeyError: No such size.
        OSError: The file cannot be written.
    """
    shape = _shape(size, layers)
    tokenizer = load_tokenizer()
    tokenizer = tokenizer.padded_to(shape.n_vocab)
    stored = GGMLQuantizationType.F16 if f16 or size in _F16_SIZES else GGMLQuantizationType.Q8_0
    card = ModelCard(
        name=f"Random {size} {kind} (seed {seed})",
        description="Random weights, for tests: what it says means nothing.",
        embedding=kind == "embedding",
    )
    silent = _silent_tokens(tokenizer)

    def encoded(spec: TensorSpec) -> EncodedArray:
        stored_array = _random_tensor(spec, seed)
        if spec.name == "output.weight":
            stored_array[silent] = 0
        return stored_array

    write_llama_gguf(path, shape, card, tokenizer, tensor_specs(shape, stored), encoded)
    return path


def _shape(size: str, layers: int | None) -> LlamaShape:
    shape = SIZES[size]
    return shape if layers is None else replace(shape, n_layer=layers)


def _silent_tokens(tokenizer: Tokenizer) -> npt.NDArray[np.bool_]:
    """Tokens whose output row is zero, so that they are never chosen: only plain words of ASCII are said."""
    spoken = [
        text not in SPECIAL_TOKENS and text.isascii() and text.lstrip("-").isalpha() and len(text) > 1
        for text in (token.replace("\u0120", "") for token in tokenizer.tokens)
    ]
    return ~np.array(spoken, dtype=np.bool_)


def _random_tensor(spec: TensorSpec, seed: int) -> EncodedArray:
    if spec.kind == GGMLQuantizationType.F32:
        return np.ones(spec.shape, dtype=np.float32)
    generator = np.random.default_rng([seed, zlib.crc32(spec.name.encode())])
    deviation = _deviation(spec)
    if spec.kind == GGMLQuantizationType.Q8_0:
        return _random_q8_0(spec, generator, float(deviation / _INT8_DEVIATION))
    values = np.empty(spec.count, dtype=np.float16)
    width = float(deviation * np.sqrt(3))
    for start in range(0, spec.count, _CHUNK):
        part = values[start : start + _CHUNK]
        part[:] = (generator.random(len(part), dtype=np.float32) * 2 - 1) * width
    return values.reshape(spec.shape)


def _random_q8_0(spec: TensorSpec, generator: np.random.Generator, scale: float) -> EncodedArray:
    """Random blocks of Q8_0 (a 16-bit scale, then 32 signed bytes), without making floats first."""
    blocks = np.frombuffer(bytearray(generator.bytes(spec.stored_bytes)), dtype=np.uint8).reshape(-1, 34)
    blocks[blocks == 0x80] = 0x81  # -128 is not a value that quantizing gives
    blocks[:, :2] = np.frombuffer(np.float16(scale).tobytes(), dtype=np.uint8)
    return blocks.reshape(spec.stored_shape)


def _deviation(spec: TensorSpec) -> float:
    if spec.name == "token_embd.weight":
        return _EMBEDDING_DEVIATION
    gain = _GAINS.get(spec.name.removesuffix(".weight").rsplit(".", 1)[-1], 1.0)
    return gain / float(np.sqrt(spec.shape[1]))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a GGUF model with random weights.")
    parser.add_argument("--size", choices=SIZES, default="tiny")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--layers", type=int, help="number of layers, when not the size's own")
    parser.add_argument("--kind", choices=("chat", "embedding"), default="chat")
    parser.add_argument("--f16", action="store_true", help="16-bit weights instead of Q8_0")
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    path = write_random_model(
        arguments.out,
        arguments.size,
        arguments.seed,
        arguments.layers,
        kind=arguments.kind,
        f16=arguments.f16,
    )
    weights = parameter_count(arguments.size, arguments.layers) / 1e6
    print(f"{path}: {weights:.1f} M weights, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
