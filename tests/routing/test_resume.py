"""In which way an answer goes on, and with which request."""

import json
from typing import Any

import pytest

from app.routing.answer_log import AnswerLog
from app.routing.call import Dialect
from app.routing.resume import Way, again, choose, first, from_text, from_tokens
from tests.routing.test_wanted import CHAT, COMPLETIONS, MESSAGES, PICTURE, wanted

NAMES = {"n_probs": 1, "post_sampling_probs": True, "timings_per_token": True}
TOOL_CALL = {"tool_calls": [{"index": 0, "id": "x", "function": {"name": "f", "arguments": ""}}]}


def log_of(path: str, fields: dict[str, Any], *deltas: dict[str, Any], per_second: float = 10) -> AnswerLog:
    """What was sent: one event for each delta, each one token."""
    dialect = Dialect.ANTHROPIC if path == "/v1/messages" else Dialect.OPENAI
    log = AnswerLog(dialect, wanted(path, fields))
    for count, delta in enumerate(deltas, 1):
        timings = {"cache_n": 0, "prompt_n": 5, "predicted_n": count, "predicted_per_second": per_second}
        choice = {"index": 0, "finish_reason": None, "logprobs": {"content": [{"id": 100 + count}]}}
        choice |= {"text": delta["content"]} if path == COMPLETIONS else {"delta": delta}
        log.note({"id": "chatcmpl-1", "choices": [choice], "timings": timings})
    return log


SAID = {"content": "a"}


@pytest.mark.parametrize(
    ("path", "fields", "deltas", "way"),
    [
        (CHAT, {"messages": MESSAGES}, [SAID], Way.TOKENS),
        (CHAT, {"messages": MESSAGES, "temperature": 0}, [SAID], Way.REPLAY),
        (CHAT, {"messages": MESSAGES, "temperature": 0}, [SAID] * 601, Way.TOKENS),
        (CHAT, {"messages": MESSAGES, "temperature": 0}, [SAID] * 600, Way.REPLAY),
        (CHAT, {"messages": MESSAGES, "grammar": "x"}, [SAID], Way.TOKENS),
        (CHAT, {"messages": MESSAGES, "response_format": {"type": "json_object"}}, [SAID], Way.TEXT),
        (CHAT, {"messages": MESSAGES, "tools": [{}]}, [SAID], Way.TEXT),
        (CHAT, {"messages": MESSAGES, "tools": [{}]}, [SAID, TOOL_CALL], "calling a tool"),
        (CHAT, {"messages": MESSAGES, "tools": [{}], "seed": 1}, [SAID, TOOL_CALL], Way.REPLAY),
        (CHAT, {"messages": MESSAGES, "tools": [{}], "seed": 1}, [SAID] * 600 + [TOOL_CALL], Way.REPLAY),
        (CHAT, {"messages": MESSAGES}, [{"reasoning_content": "a"}], Way.TEXT),
        (CHAT, {"messages": MESSAGES}, [{"reasoning_content": "a"}, SAID], Way.TEXT),
        (CHAT, {"messages": PICTURE}, [SAID], Way.TEXT),
        (CHAT, {"messages": MESSAGES, "grammar": "x"}, [{"reasoning_content": "a"}, SAID], "grammar"),
        (CHAT, {"messages": MESSAGES, "n": 2}, [SAID], "several answers"),
        (CHAT, {"messages": MESSAGES, "n": 2, "seed": 1}, [SAID], Way.REPLAY),
        (COMPLETIONS, {"prompt": "a"}, [SAID], Way.TOKENS),
        (COMPLETIONS, {"prompt": ["a"]}, [SAID], "several prompts"),
        (COMPLETIONS, {"prompt": ["a", "b"]}, [SAID], "several answers"),
        ("/v1/messages", {"messages": MESSAGES}, [], "temperature 0"),
        ("/v1/messages", {"messages": MESSAGES, "temperature": 0}, [], Way.REPLAY),
    ],
)
def test_ways(path: str, fields: dict[str, Any], deltas: list[dict[str, Any]], way: Way | str) -> None:
    found = choose(wanted(path, fields), log_of(path, fields, *deltas), may_replay=True)
    assert way in found if isinstance(way, str) and isinstance(found, str) else found is way


def test_what_read_otherwise_once_is_not_replayed_again() -> None:
    fields = {"messages": MESSAGES, "temperature": 0}
    assert choose(wanted(CHAT, fields), log_of(CHAT, fields, SAID), may_replay=False) is Way.TOKENS
    fields |= {"n": 2}
    assert isinstance(choose(wanted(CHAT, fields), log_of(CHAT, fields, SAID), may_replay=False), str)


@pytest.mark.parametrize(
    ("fields", "streams", "added"),
    [
        ({"a": 1}, True, NAMES),
        ({"logprobs": True, "top_logprobs": 2}, True, {"timings_per_token": True}),
        ({"a": 1}, False, NAMES | {"stream": True, "stream_options": {"include_usage": True}}),
        ({"n": 2}, True, None),
        ({"n": 2}, False, None),
    ],
)
def test_the_first_request(fields: dict[str, Any], streams: bool, added: dict[str, Any] | None) -> None:
    request = first(fields, wanted(CHAT, fields, streams=streams))
    assert (None if request is None else json.loads(request)) == (None if added is None else fields | added)


def test_a_replay_asks_the_same_of_an_empty_cache() -> None:
    fields = {"messages": MESSAGES, "n": 2}
    assert json.loads(again(fields, wanted(CHAT, fields))) == fields | {"cache_prompt": False}


def test_the_rest_from_tokens() -> None:
    fields = {"messages": MESSAGES, "model": "m", "temperature": 0.7, "stop": "END", "max_tokens": 9, "stream": True}
    log = log_of(CHAT, fields, SAID, SAID)
    request = json.loads(from_tokens(fields | {"stream_options": {}}, wanted(CHAT, fields), [1, 2], [101, 102], log))
    expected = {"model": "m", "temperature": 0.7, "stop": ["END"], "max_tokens": 7, "prompt": [1, 2, 101, 102]}
    assert request == expected | NAMES | {"stream": True, "cache_prompt": True}


def test_a_grammar_is_led_through_what_was_said() -> None:
    fields = {"prompt": "x", "grammar": "root ::= [a]{4}", "logprobs": 2}
    log = log_of(COMPLETIONS, fields, SAID, SAID)
    request = json.loads(from_tokens(fields, wanted(COMPLETIONS, fields), [1], [101, 102], log))
    assert (request["grammar_type"], request["generation_prompt"]) == ("tool_calls", "aa")
    assert (request["n_probs"], request["post_sampling_probs"]) == (2, False)


@pytest.mark.parametrize(
    ("messages", "deltas", "last", "which"),
    [
        (MESSAGES, [SAID], {"role": "assistant", "content": "a"}, "content"),
        (
            MESSAGES,
            [{"reasoning_content": "t"}],
            {"role": "assistant", "content": "", "reasoning_content": "t"},
            "reasoning_content",
        ),
        (
            [*MESSAGES, {"role": "assistant", "content": "Begun: "}],
            [SAID],
            {"role": "assistant", "content": "Begun: a"},
            "content",
        ),
    ],
)
def test_the_rest_from_its_text(
    messages: list[dict[str, Any]], deltas: list[dict[str, Any]], last: dict[str, Any], which: str
) -> None:
    fields = {"messages": messages, "max_completion_tokens": 9}
    request = json.loads(from_text(fields, wanted(CHAT, fields), log_of(CHAT, fields, *deltas)))
    assert request == NAMES | {
        "messages": [*MESSAGES, last],
        "max_tokens": 8,
        "continue_final_message": which,
        "add_generation_prompt": False,
        "stream": True,
    }
