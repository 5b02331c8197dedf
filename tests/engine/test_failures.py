"""Why a host ended, read from its last lines."""

import json

import pytest

from app.domain.sentence import Sentence
from app.engine.failures import explain_failure
from app.lib.processes import ProcessEnd
from tests.engine.plans import make_plan

PORTS = (4000, 5000)


def error(text: str) -> str:
    return json.dumps({"type": "log", "time": 1, "level": "error", "msg": text + "\n"}, separators=(",", ":"))


@pytest.mark.parametrize(
    ("lines", "ended_by", "code", "words"),
    [
        (
            [error("alloc_tensor_range: failed to allocate RPC0[127.0.0.1:5000] buffer of size 125829120")],
            None,
            "out_of_memory",
            "node1 (CPU) did not give",
        ),
        (
            ["allocate_ RPC0[127.0.0.1:5000]", error("ggml_gallocr_reserve: failed to allocate CPU buffer of size 9")],
            None,
            "out_of_memory",
            "this machine",
        ),
        (["terminate called after throwing an instance of 'std::bad_alloc'"], 6, "out_of_memory", "this machine"),
        ([error("unknown model architecture: 'zebra'")], None, "unknown_architecture", "zebra"),
        (["x/ggml-rpc.cpp:333: Remote RPC server crashed or returned malformed response"], 6, "device_lost", "away"),
        (["x/ggml-rpc.cpp:547: Failed to connect to 12"], 6, "device_lost", "reached"),
        ([error("RPC server version mismatch: 8.0.0")], None, "rpc_version", "another version"),
        ([], 4, "engine_missing", "another processor"),
        ([], 9, "out_of_memory", "ended"),
        ([error("something new")], None, "loading_failed", "something new"),
        ([], None, "loading_failed", "it said nothing"),
        (
            ['{"type":"log","time":1,"level":"debug","msg":"out of memory, said the user\\n"}'],
            None,
            "loading_failed",
            "",
        ),
    ],
)
def test_reasons(lines: list[str], ended_by: int | None, code: str, words: str) -> None:
    end = ProcessEnd(1 if ended_by is None else 128 + ended_by, ended_by, tuple(lines))
    title, message, _, found = explain_failure(make_plan((6, 6)), PORTS, end)
    assert title == "tiny could not be loaded"
    assert words in message
    assert found == code


def test_what_is_said_can_be_said_in_another_language() -> None:
    end = ProcessEnd(1, None, (error("unknown model architecture: 'zebra'"),))
    title, message, hint, _ = explain_failure(make_plan((6, 6)), PORTS, end)
    assert all(isinstance(said, Sentence) for said in (title, message, hint))
    assert isinstance(message, Sentence)
    assert (message.values["model"], message.values["architecture"]) == ("tiny", "zebra")
