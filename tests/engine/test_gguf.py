"""A model's facts from its file, and what is said of files that are no models."""

import os
import struct
import time
from pathlib import Path

import pytest
from gguf import GGUFReader
from gguf.constants import GGML_QUANT_SIZES

from app.domain.errors import UserError
from app.domain.model import COMPANION, ModelKind
from app.domain.sentence import Sentence
from app.engine.gguf import part_paths, read_model
from app.engine.gguf_header import TENSOR_TYPES, read_header
from tests.engine.gguf_files import LLAMA, TENSORS, Item, gguf_bytes, write_gguf
from tests.models.random_model import write_random_model


def no_architectures() -> frozenset[str]:
    return frozenset()


def problem_code(path: Path) -> str:
    with pytest.raises(UserError) as raised:
        read_model(path)
    assert path.name in raised.value.problem.message
    return raised.value.problem.code


def test_a_random_model_agrees_with_the_gguf_package(tiny_model: Path) -> None:
    facts = read_model(tiny_model)
    reader = GGUFReader(tiny_model)
    blocks = {f"blk.{number}." for number in range(12)}
    sizes = {tensor.name: tensor.n_bytes for tensor in reader.tensors}
    assert facts.layer_bytes == tuple(
        sum(size for name, size in sizes.items() if name.startswith(f"blk.{number}.")) for number in range(12)
    )
    assert len(blocks) == facts.layer_count
    assert facts.output_bytes == sizes["output.weight"] + sizes["output_norm.weight"]
    assert facts.embedding_bytes == sizes["token_embd.weight"]
    assert facts.parameter_count == sum(int(tensor.n_elements) for tensor in reader.tensors)
    assert facts.file_bytes == tiny_model.stat().st_size
    assert (facts.name, facts.architecture, facts.kind) == ("tiny", "llama", ModelKind.CHAT)
    assert (facts.n_embd, facts.n_vocab, facts.trained_context_length) == (256, 2048, 4096)
    assert facts.kv_bytes_per_token_per_layer == 2 * (32 + 32) * 2
    assert facts.title == "Random tiny chat (seed 0)"
    assert facts.description.startswith("Random weights")


def test_tensor_types_are_those_of_ggml() -> None:
    sizes = {int(kind): size for kind, size in GGML_QUANT_SIZES.items()}
    assert {kind: size for kind, size in TENSOR_TYPES.items() if kind in sizes} == sizes


def test_an_embedding_model(tmp_path: Path) -> None:
    model = write_random_model(tmp_path / "embedding.gguf", kind="embedding", layers=1)
    assert read_model(model).kind is ModelKind.EMBEDDING


@pytest.mark.parametrize(
    ("change", "kv_bytes"),
    [
        ({}, 2 * (16 + 16) * 2),
        ({"llama.attention.head_count_kv": [2, 4]}, 4 * (16 + 16) * 2),
        ({"llama.attention.key_length": 24, "llama.attention.value_length": 8}, 2 * (24 + 8) * 2),
        ({"llama.attention.head_count": 0, "llama.attention.head_count_kv": 0}, 0),
    ],
)
def test_key_value_bytes(tmp_path: Path, change: dict[str, Item], kv_bytes: int) -> None:
    path = write_gguf(tmp_path / "m.gguf", gguf_bytes({**LLAMA, **change}))
    assert read_model(path).kv_bytes_per_token_per_layer == kv_bytes


def test_heads_without_their_own_number_of_kv_heads(tmp_path: Path) -> None:
    metadata = {key: value for key, value in LLAMA.items() if not key.endswith("_kv")}
    assert read_model(write_gguf(tmp_path / "m.gguf", gguf_bytes(metadata))).kv_bytes_per_token_per_layer == 256


def test_a_tied_embedding_counts_for_the_output_too(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "m.gguf", gguf_bytes(tensors=TENSORS[:-1]))
    facts = read_model(path)
    assert facts.embedding_bytes == 25_600
    assert facts.output_bytes == 25_600 + 256
    assert facts.layer_bytes == (64 * 64 * 4, 64 * 32 * 4)


def test_the_id_follows_the_content_not_the_name(tmp_path: Path) -> None:
    data = gguf_bytes()
    first = read_model(write_gguf(tmp_path / "a.gguf", data))
    second = read_model(write_gguf(tmp_path / "b.gguf", data))
    other = read_model(write_gguf(tmp_path / "c.gguf", gguf_bytes({**LLAMA, "general.name": "Other"})))
    longer = read_model(write_gguf(tmp_path / "d.gguf", data + bytes(32)))
    assert first.model_id == second.model_id
    assert len({first.model_id, other.model_id, longer.model_id}) == 3
    assert len(first.model_id) == 32


def test_several_files_are_one_model(tmp_path: Path) -> None:
    first = write_gguf(tmp_path / "big-00001-of-00002.gguf", gguf_bytes(tensors=TENSORS[:2]))
    second = write_gguf(tmp_path / "big-00002-of-00002.gguf", gguf_bytes({"split.no": 1}, TENSORS[2:]))
    facts = read_model(second)
    assert facts == read_model(first)
    assert facts.name == "big"
    assert facts.layer_count == 2
    assert facts.file_bytes == first.stat().st_size + second.stat().st_size
    assert part_paths(second) == [first, second]
    first.unlink()
    assert problem_code(second) == "model_incomplete"


def test_unknown_architecture(tmp_path: Path) -> None:
    metadata = {key.replace("llama", "zebra"): value for key, value in LLAMA.items()} | {
        "general.architecture": "zebra"
    }
    path = write_gguf(tmp_path / "m.gguf", gguf_bytes(metadata))
    assert problem_code(path) == "unknown_architecture"
    assert read_model(path, no_architectures).architecture == "zebra"


def test_it_is_enough_to_read_the_header_of_a_huge_file(tmp_path: Path) -> None:
    """150,000 tokens and 400,000 merges, and weights of 40 GB (a hole in the file)."""
    tokens: dict[str, Item] = {
        "tokenizer.ggml.tokens": [f"token{number}" for number in range(150_000)],
        "tokenizer.ggml.merges": [f"to ken{number}" for number in range(400_000)],
        "tokenizer.ggml.token_type": [1] * 150_000,
    }
    path = write_gguf(tmp_path / "m.gguf", gguf_bytes({**LLAMA, **tokens}))
    os.truncate(path, 40 * 10**9)
    started = time.monotonic()
    assert read_model(path).layer_count == 2
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "model_not_gguf"),
        (b"<!DOCTYPE html><html>Not found</html>", "model_not_gguf"),
        (b"GGU", "model_not_gguf"),
        (b"GGUF", "model_truncated"),
        (gguf_bytes()[:50], "model_truncated"),
        (gguf_bytes()[:-1], "model_truncated"),
        (gguf_bytes(version=1), "model_not_gguf"),
        (gguf_bytes(version=4), "model_not_gguf"),
        (gguf_bytes(version=3 << 24), "model_not_gguf"),
        (gguf_bytes(kind=99), "model_not_gguf"),
        (gguf_bytes({**LLAMA, "general.alignment": 7}), "model_not_gguf"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1), "model_not_gguf"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 1 << 60), "model_not_gguf"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 62) + bytes(100), "model_truncated"),
        (gguf_bytes().replace(b"general.name", b"general.\xff\xff\xff\xff"), "model_not_gguf"),
        (gguf_bytes({}), "model_damaged"),
        (gguf_bytes({"general.architecture": 7}), "model_damaged"),
        (gguf_bytes({"general.architecture": "llama"}), "model_damaged"),
        (gguf_bytes({**LLAMA, "llama.block_count": 0}), "model_damaged"),
        (gguf_bytes({**LLAMA, "llama.block_count": "two"}), "model_damaged"),
        (gguf_bytes({**LLAMA, "llama.block_count": 1}), "model_damaged"),
        (gguf_bytes({**LLAMA, "llama.block_count": 3}), "model_damaged"),
        (gguf_bytes({**LLAMA, "llama.block_count": 4_000_000_000}), "model_damaged"),
        (gguf_bytes(tensors=[]), "model_damaged"),
        (gguf_bytes(tensors=TENSORS[1:]), "model_damaged"),
        (gguf_bytes(tensors=[("token_embd.weight", (0, 7)), *TENSORS[1:]]), "model_not_gguf"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, code: str) -> None:
    assert problem_code(write_gguf(tmp_path / "m.gguf", data)) == code


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    data = gguf_bytes()
    for length in range(4, len(data), 499):
        assert problem_code(write_gguf(tmp_path / "m.gguf", data[:length])) == "model_truncated"


def test_no_file(tmp_path: Path) -> None:
    assert problem_code(tmp_path / "m.gguf") == "model_unreadable"
    assert problem_code(tmp_path) == "model_unreadable"


@pytest.mark.parametrize(
    "change", [{"general.type": "mmproj"}, {"general.type": "adapter"}, {"general.architecture": "clip"}]
)
def test_what_goes_with_a_model_is_none(tmp_path: Path, change: dict[str, Item]) -> None:
    assert problem_code(write_gguf(tmp_path / "a.gguf", gguf_bytes({**LLAMA, **change}))) == COMPANION


@pytest.mark.parametrize(("experts", "used", "part"), [(8, 2, 0.5), (8, 8, 1.0), (0, 0, 1.0), (2, 9, 1.0)])
def test_of_experts_a_token_passes_only_some(tmp_path: Path, experts: int, used: int, part: float) -> None:
    """Two thirds of the block are of experts, of which a quarter is passed: one third and a sixth."""
    metadata: dict[str, Item] = {**LLAMA, "llama.expert_count": experts, "llama.expert_used_count": used}
    blocks = max(2 * sum(_count(shape) for name, shape in TENSORS if name.startswith("blk.")), 1)
    tensors = [*TENSORS, ("blk.0.ffn_down_exps.weight", (32, blocks // 32))]
    facts = read_model(write_gguf(tmp_path / "experts.gguf", gguf_bytes(metadata, tensors)), no_architectures)
    assert facts.active_part == pytest.approx(part)


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for length in shape:
        count *= length
    return count


def test_rows_of_a_thousand_numbers_are_read(tmp_path: Path) -> None:
    row: list[int] = [7] * 1500
    header = read_header(write_gguf(tmp_path / "x.gguf", gguf_bytes(LLAMA | {"tokenizer.ggml.token_type": row})))
    assert header.metadata["tokenizer.ggml.token_type"] == tuple(row)


def test_what_is_wrong_with_a_file_can_be_said_in_another_language(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        read_model(write_gguf(tmp_path / "x.gguf", gguf_bytes()[:-1]))
    message = raised.value.problem.message
    assert isinstance(message, Sentence)
    assert isinstance(message.values["reason"], Sentence)
    assert message == f"x.gguf is incomplete. {message.values['reason']}"
