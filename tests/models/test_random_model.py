"""The random models are what the tests that use them believe: the sizes, the bytes, and text that varies."""

import hashlib
import socket
from pathlib import Path

import pytest
from gguf import GGUFReader

from resources.demo.evaluate import running_server
from tests.models.random_model import SIZES, parameter_count, write_random_model

MIB = 1 << 20


def number(reader: GGUFReader, key: str) -> int:
    field = reader.get_field(key)
    assert field is not None, key
    return int(field.contents())


def test_same_arguments_give_the_same_bytes_and_another_seed_gives_others(tmp_path: Path) -> None:
    first, again, other = (
        hashlib.sha256(write_random_model(tmp_path / name, seed=seed).read_bytes()).hexdigest()
        for name, seed in (("a.gguf", 0), ("b.gguf", 0), ("c.gguf", 1))
    )
    assert first == again
    assert first != other


def test_the_header_says_grouped_query_attention_a_context_and_a_chat_template(tmp_path: Path) -> None:
    reader = GGUFReader(write_random_model(tmp_path / "model.gguf", layers=9))
    assert number(reader, "llama.block_count") == 9
    assert number(reader, "llama.attention.head_count") > number(reader, "llama.attention.head_count_kv")
    assert number(reader, "llama.context_length") == 4096
    assert reader.get_field("tokenizer.chat_template") is not None
    assert reader.get_field("llama.pooling_type") is None


def test_an_embedding_model_says_how_it_pools(tmp_path: Path) -> None:
    reader = GGUFReader(write_random_model(tmp_path / "model.gguf", kind="embedding", layers=1))
    assert number(reader, "llama.pooling_type") == 1


def test_every_tensor_of_a_quantized_model_reads_back_with_its_shape(tmp_path: Path) -> None:
    reader = GGUFReader(write_random_model(tmp_path / "model.gguf", layers=2))
    assert sum(int(tensor.n_elements) for tensor in reader.tensors) == parameter_count("tiny", layers=2)


@pytest.mark.parametrize(
    ("size", "millions"),
    [("tiny", 8), ("30M", 31), ("88M", 90), ("88M-wide", 89), ("360M", 386), ("1B", 1000), ("3B", 2900)],
)
def test_the_sizes_are_what_their_names_say(size: str, millions: int) -> None:
    assert parameter_count(size) == pytest.approx(millions * 1e6, rel=0.05)


def test_large_models_have_tensors_that_a_worker_would_cache(tmp_path: Path) -> None:
    regular = GGUFReader(write_random_model(tmp_path / "regular.gguf", "88M", layers=1))
    assert {tensor.name for tensor in regular.tensors if tensor.n_bytes > 10 * MIB} == {
        "token_embd.weight",
        "output.weight",
    }
    wide = GGUFReader(write_random_model(tmp_path / "wide.gguf", "88M-wide", layers=1))
    assert {"blk.0.ffn_gate.weight", "blk.0.ffn_up.weight", "blk.0.ffn_down.weight"} <= {
        tensor.name for tensor in wide.tensors if tensor.n_bytes > 10 * MIB
    }


def test_a_size_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert "huge" not in SIZES
    with pytest.raises(KeyError):
        write_random_model(tmp_path / "model.gguf", "huge")


def free_port() -> int:
    """A TCP port of loopback that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_the_real_server_says_varied_words_and_never_ends_by_itself(tmp_path: Path) -> None:
    model = write_random_model(tmp_path / "model.gguf")
    question = [{"role": "user", "content": "Hello there, who are you?"}]
    with running_server(free_port(), model) as server:
        answer = server.answer(question, max_tokens=100)
        again = server.answer(question, max_tokens=100)
    assert answer == again
    assert answer.isascii()
    words = answer.split()
    assert len(words) >= 30
    assert len(set(words)) >= len(words) / 2
