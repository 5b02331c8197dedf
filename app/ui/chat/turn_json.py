"""Turns and options as JSON: what is kept on disk and what is exported. Without Qt."""

from collections.abc import Mapping
from typing import Any

from app.domain.errors import Problem
from app.ui.chat.conversation import Options
from app.ui.chat.heard import heard
from app.ui.chat.turns import Answer, Attachment, End, Question, Turn


def write_turn(turn: Turn) -> dict[str, Any]:
    """A turn; what it does not have is left out."""
    match turn:
        case Question(text, attachments):
            files = [{"name": a.name, "text": a.text, "size_bytes": a.size_bytes} for a in attachments]
            return {"role": "user", "text": text, **({"attachments": files} if files else {})}
        case Answer():
            more = {
                "devices": turn.devices,
                "node": turn.node,
                "tokens_per_second": turn.tokens_per_second,
                "tokens": turn.tokens,
                "first_word_seconds": turn.first_word_seconds,
                "reasoning": turn.reasoning,
                "thought_seconds": turn.thought_seconds,
                "problem": _write_problem(turn.problem) if turn.problem else None,
            }
            kept = {name: value for name, value in more.items() if value not in (None, "")}
            return {"role": "assistant", "text": turn.text, "model": turn.model, "end": turn.end.value, **kept}


def read_turn(body: Mapping[str, Any]) -> Turn:
    """What `write_turn` wrote.

    Raises:
        ValueError: It is something else.
    """
    try:
        match body["role"]:
            case "user":
                return Question(_text(body, "text"), tuple(_read_file(file) for file in body.get("attachments", ())))
            case "assistant":
                return _read_answer(body)
            case role:
                raise ValueError(f"unknown role {role!r}")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a turn: {error!r}") from error


def write_options(options: Options) -> dict[str, Any]:
    """How questions are asked."""
    return {
        "system_prompt": options.system_prompt,
        "temperature": options.temperature,
        "max_tokens": options.max_tokens,
    }


def read_options(body: Mapping[str, Any]) -> Options:
    """What `write_options` wrote; raises ValueError."""
    limit = _number(body, "max_tokens")
    prompt = body.get("system_prompt") or ""
    if not isinstance(prompt, str):
        raise ValueError("system_prompt is not a text")
    return Options(prompt, _number(body, "temperature"), None if limit is None else int(limit))


def _read_answer(body: Mapping[str, Any]) -> Answer:
    tokens = _number(body, "tokens")
    problem = body.get("problem")
    return Answer(
        text=_text(body, "text"),
        model=_text(body, "model"),
        end=End(body["end"]),
        devices=str(body.get("devices", "")),
        tokens_per_second=_number(body, "tokens_per_second"),
        problem=_read_problem(problem) if isinstance(problem, Mapping) else None,
        reasoning=str(body.get("reasoning", "")),
        thought_seconds=_number(body, "thought_seconds"),
        tokens=None if tokens is None else int(tokens),
        first_word_seconds=_number(body, "first_word_seconds"),
        node=str(body.get("node", "")),
    )


def _write_problem(problem: Problem) -> dict[str, str]:
    return {"title": problem.title, "message": problem.message, "hint": problem.hint, "code": problem.code}


def _read_problem(body: Mapping[str, Any]) -> Problem:
    title, message, hint = str(body["title"]), heard(str(body["message"])), str(body.get("hint", ""))
    return Problem(title, message, hint, str(body.get("code", "error")))


def _read_file(body: Mapping[str, Any]) -> Attachment:
    return Attachment(_text(body, "name"), _text(body, "text"), int(body.get("size_bytes", 0)))


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value


def _number(body: Mapping[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is not a number")
    return float(value)
