"""The demo model that ships: what its header says, and that the real server answers with it."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from gguf import GGUFReader

from resources.demo.evaluate import FIGURES_FILE, MODEL_FILE, Server, ask_all, running_server
from resources.demo.text import demo_answer, own_questions, unrelated_questions
from resources.demo.tokenizer import CHAT_TEMPLATE, load_tokenizer


def free_port() -> int:
    """A TCP port of loopback that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def reader() -> GGUFReader:
    return GGUFReader(MODEL_FILE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(free_port(), log=tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


def value(reader: GGUFReader, key: str) -> object:
    field = reader.get_field(key)
    assert field is not None, key
    return field.contents()


def test_the_file_is_at_most_eight_megabytes() -> None:
    assert MODEL_FILE.stat().st_size <= 8_000_000


def test_the_header_says_what_hearth_needs(reader: GGUFReader) -> None:
    layers, context = value(reader, "llama.block_count"), value(reader, "llama.context_length")
    assert isinstance(layers, int)
    assert layers >= 8
    assert isinstance(context, int)
    assert context >= 2048
    assert value(reader, "tokenizer.chat_template") == CHAT_TEMPLATE
    assert value(reader, "general.name") == "Hearth demo"
    assert "demo" in str(value(reader, "general.description"))


def test_the_file_was_written_with_the_tokenizer_beside_it(reader: GGUFReader) -> None:
    assert value(reader, "tokenizer.ggml.tokens") == list(load_tokenizer().tokens)


def test_the_measured_figures_are_of_this_file_and_good_enough() -> None:
    figures = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    assert figures["file_bytes"] == MODEL_FILE.stat().st_size
    needed = {"own_questions": 0.95, "held_out_paraphrases": 0.85, "unrelated_questions": 0.9}
    for name, share in needed.items():
        assert figures[name]["right"] >= share * figures[name]["asked"], name


def test_a_sample_of_its_own_questions_is_answered_right(server: Server) -> None:
    sample = own_questions()[::25]
    assert len(ask_all(server, sample).wrong) <= 0.05 * len(sample)


def test_unrelated_questions_are_answered_with_what_it_is(server: Server) -> None:
    sample = unrelated_questions()[::4]
    assert len(ask_all(server, sample).wrong) <= 0.1 * len(sample)
    assert "demo" in demo_answer()


def test_a_system_prompt_and_a_history_do_not_change_what_it_knows(server: Server) -> None:
    question = next(question for question in own_questions() if question.block_id == "swarm")
    system = {"role": "system", "content": "You are a helpful assistant."}
    before = ({"role": "user", "content": "Tell me a joke"}, {"role": "assistant", "content": "No."})
    assert ask_all(server, [question], (system,)).wrong == ()
    assert ask_all(server, [question], (system, *before * 3)).wrong == ()


def test_one_answer_is_long_enough_to_be_stopped(server: Server) -> None:
    assert len(server.answer([{"role": "user", "content": "Tell me a long story"}]).split()) >= 250


def test_the_same_question_gets_the_same_answer(server: Server) -> None:
    asked = [{"role": "user", "content": "Explain Hearth in detail"}]
    assert server.answer(asked) == server.answer(asked)


def test_a_server_that_cannot_load_the_file_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(MODEL_FILE.read_bytes()[:1000])
    with pytest.raises(RuntimeError, match="did not get ready"), running_server(free_port(), broken):
        pass
