"""Writes small GGUF files by hand, so that each part of one can be wrong."""

import struct
from pathlib import Path

type Item = int | str | float | list[int] | list[str]

LLAMA: dict[str, Item] = {
    "general.architecture": "llama",
    "general.name": "Small",
    "llama.block_count": 2,
    "llama.context_length": 1024,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
}
TENSORS: list[tuple[str, tuple[int, ...]]] = [
    ("token_embd.weight", (64, 100)),
    ("blk.0.attn_q.weight", (64, 64)),
    ("blk.1.attn_q.weight", (64, 32)),
    ("output_norm.weight", (64,)),
    ("output.weight", (64, 100)),
]
_F32 = 0


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def item(value: Item) -> bytes:
    match value:
        case str():
            return struct.pack("<I", 8) + text(value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case [str(), *_]:
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(text(str(entry)) for entry in value)
        case _:
            return struct.pack("<IIQ", 9, 4, len(value)) + b"".join(struct.pack("<I", entry) for entry in value)


def gguf_bytes(
    metadata: dict[str, Item] = LLAMA,
    tensors: list[tuple[str, tuple[int, ...]]] = TENSORS,
    *,
    version: int = 3,
    kind: int = _F32,
) -> bytes:
    """A whole file with zeros as weights."""
    header = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(metadata))
    header += b"".join(text(key) + item(value) for key, value in metadata.items())
    offset = 0
    for name, shape in tensors:
        header += text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
        size = 4
        for length in shape:
            size *= length
        offset += size
    return header + bytes(-len(header) % 32) + bytes(offset)


def write_gguf(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
