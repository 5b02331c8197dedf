"""What an answer that was cut off is continued with: in which way, if in any, and the request that does it. Pure.

In this order: the same answer again, compared with what was sent; the rest from token ids; the rest from the text, by
the chat template. An answer goes on from ids rather than from its text: a text read again may fall into other tokens.
"""

import json
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from app.routing.answer_log import AnswerLog
from app.routing.dialects import CONTENT, REASONING
from app.routing.wanted import COMPLETION_PATH, Wanted

CONTINUE_PATH = COMPLETION_PATH
"""It takes a prompt of token ids, and names every token of its answer."""

REPLAY_SECONDS = 60.0
"""What would take longer to generate again goes on from its tokens, also where the same answer is expected."""

REPLAYED_TOKENS = 512
"""The same where nobody knows how fast the answer was."""

_NAMES_TOKENS = {"n_probs": 1, "post_sampling_probs": True, "timings_per_token": True}
"""Makes a host name and count the tokens of each event. Probabilities after sampling are cheap: few tokens are left."""

_LIMITS = ("n_predict", "max_completion_tokens", "max_tokens")
_PROBABILITIES = ("logprobs", "top_logprobs", "n_probs", "post_sampling_probs")
_PROMPT_FIELDS = ("messages", "prompt", "chat_template_kwargs", "add_generation_prompt", "continue_final_message")
_FORM_FIELDS = ("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format")
_THINKING_FIELDS = ("reasoning_effort", "reasoning_format")
_EVENT_FIELDS = ("stream_options", "n", "best_of", "return_progress", "response_fields", "verbose")
_NOT_REPEATED = frozenset(
    (*_PROMPT_FIELDS, *_FORM_FIELDS, *_THINKING_FIELDS, *_EVENT_FIELDS, *_PROBABILITIES, *_LIMITS)
)
"""What shapes the prompt or the events: the prompt is there as ids, the events are made here."""


class Way(Enum):
    """How an answer goes on."""

    REPLAY = auto()
    TOKENS = auto()
    TEXT = auto()


def choose(wanted: Wanted, log: AnswerLog, may_replay: bool) -> Way | str:
    """How an answer goes on that something was sent of.

    Tokens read as a prompt are computed in batches, which rounds otherwise than one at a time: what follows them may be
    another word that is as likely. Where the same answer is expected every time (no chance, or a seed), it is
    generated again and compared, unless that takes too long and there is another way.

    Args:
        wanted: What the client asked for.
        log: What it was sent.
        may_replay: False when it was generated again already and read otherwise.

    Returns:
        The way, or why there is none: a whole sentence.
    """
    other = _without_replay(wanted, log)
    if wanted.repeats and may_replay and (isinstance(other, str) or _is_quick(log)):
        return Way.REPLAY
    return other


def _is_quick(log: AnswerLog) -> bool:
    speed = log.tokens.tokens_per_second
    count = log.tokens.token_count
    return count <= (REPLAYED_TOKENS if speed is None else speed * REPLAY_SECONDS)


def _without_replay(wanted: Wanted, log: AnswerLog) -> Way | str:
    if not wanted.is_openai:
        return "Here, only answers that are the same every time can go on: with temperature 0, or with a seed."
    if wanted.choice_count != 1:
        return "It was one of several answers at once, and they were chosen by chance."
    if log.said.calls_tool:
        return "It was calling a tool, and what it said was chosen by chance."
    if log.tokens.prompt_tokens is None:
        return "How long it was is not known."
    is_known = log.tokens.text == log.said.texts.get(CONTENT, "")
    if wanted.is_completion:
        if not wanted.is_text:
            return "Answers to several prompts at once cannot go on."
        return Way.TOKENS if is_known else "Some of its words are not known."
    by_template = wanted.has_tools or wanted.is_formed or REASONING in log.said.texts
    if is_known and wanted.is_text and not by_template:
        return Way.TOKENS
    if wanted.has_grammar and not wanted.is_formed:  # a client's own grammar is not led through a template's text
        return "Its grammar cannot be taken up in the middle."
    return Way.TEXT


def first(fields: Mapping[str, Any], wanted: Wanted) -> bytes | None:
    """The client's request, such that its answer can go on if need be; None when it need not be changed."""
    request = dict(fields)
    if wanted.is_put_together:
        request |= {"stream": True, "stream_options": {"include_usage": True}}
    elif not wanted.streams or not wanted.is_one:
        return None
    return json.dumps(_naming(request, wanted)).encode()


def again(fields: Mapping[str, Any], wanted: Wanted) -> bytes:
    """The same for a replay. A prompt that is partly in a host's cache is computed in other batches than a new one."""
    fresh = {**fields, "cache_prompt": False}
    return first(fresh, wanted) or json.dumps(fresh).encode()


def remaining(wanted: Wanted, produced: int) -> int | None:
    """How many tokens are left of the client's limit; None when there is none."""
    return None if wanted.limit is None else max(0, wanted.limit - produced)


def from_tokens(
    fields: Mapping[str, Any], wanted: Wanted, prompt_ids: Sequence[int], said_ids: Sequence[int], log: AnswerLog
) -> bytes:
    """The request for the rest of an answer: same sampling, what is left of its length.

    A grammar is led through the text so far: the host has a field for what a template puts before the answer.
    """
    request = {name: value for name, value in fields.items() if name not in _NOT_REPEATED}
    request |= _limited(wanted, log)
    if isinstance(request.get("stop"), str):
        request["stop"] = [request["stop"]]
    if wanted.probabilities:
        request |= {"n_probs": wanted.probabilities, "post_sampling_probs": wanted.sampled_probabilities}
    if wanted.has_grammar:
        request |= {"grammar_type": "tool_calls", "generation_prompt": log.said.texts.get(CONTENT, "")}
    request |= {"prompt": [*prompt_ids, *said_ids], "stream": True, "cache_prompt": True}
    return json.dumps(_naming(request, wanted)).encode()


def from_text(fields: Mapping[str, Any], wanted: Wanted, log: AnswerLog) -> bytes:
    """The request for the rest of a chat whose template must have a part in it: thoughts, tools, forms."""
    request = {name: value for name, value in fields.items() if name not in _LIMITS}
    content, reasoning = log.said.texts.get(CONTENT, ""), log.said.texts.get(REASONING, "")
    messages, begun = list(fields["messages"]), {"role": "assistant", "content": content}
    if messages[-1].get("role") == "assistant":  # which the client began
        last = messages.pop()
        begun["content"] = str(last.get("content") or "") + content
        reasoning = str(last.get("reasoning_content") or "") + reasoning
    if reasoning:
        begun["reasoning_content"] = reasoning
    request |= _limited(wanted, log)
    request |= {
        "messages": [*messages, begun],
        "continue_final_message": "content" if begun["content"] else "reasoning_content",
        "add_generation_prompt": False,
        "stream": True,
    }
    if wanted.is_put_together:
        request["stream_options"] = {"include_usage": True}
    return json.dumps(_naming(request, wanted)).encode()


def _limited(wanted: Wanted, log: AnswerLog) -> dict[str, Any]:
    left = remaining(wanted, log.tokens.token_count)
    return {} if left is None else {"max_tokens": left}


def _naming(request: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The request with each token to be named and counted."""
    if wanted.probabilities:
        return request | {"timings_per_token": True}
    unasked = {name: value for name, value in request.items() if name not in _PROBABILITIES}
    return unasked | _NAMES_TOKENS
