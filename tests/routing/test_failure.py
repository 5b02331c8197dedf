"""Errors: how a host's own are translated, and how they look to each kind of client."""

import json

import pytest

from app.domain.errors import Problem
from app.routing.call import Dialect
from app.routing.failure import Failure, failure_of_host, failure_of_problem


def _host_error(code: object, message: str, kind: str, **extra: object) -> bytes:
    return json.dumps({"error": {"code": code, "message": message, "type": kind, **extra}}).encode()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, _host_error(400, "bad", "invalid_request_error"), Failure(400, "bad", "invalid_request_error")),
        (501, _host_error(501, "no", "not_supported_error"), Failure(501, "no", "not_supported")),
        (503, _host_error(503, "Loading model", "unavailable_error"), Failure(503, "Loading model", "busy")),
        (500, _host_error(500, "odd", "server_error"), Failure(500, "odd", "server_error")),
        (
            500,
            _host_error(500, "'messages' is required", "server_error"),
            Failure(400, "'messages' is required", "invalid_request_error"),
        ),
        (
            400,
            _host_error(400, "request (8005 tokens) exceeds", "exceed_context_size_error", n_prompt_tokens=8005),
            Failure(
                400,
                "The prompt has 8,005 tokens; this model's maximum context length is 2,048 tokens. "
                "Shorten the conversation.",
                "context_length_exceeded",
                "messages",
            ),
        ),
        # A peer has translated it already.
        (
            404,
            _host_error("model_not_found", "None.", "not_found_error", param="model", title="Unknown", hint="Look."),
            Failure(404, "None.", "model_not_found", "model", "Unknown", "Look."),
        ),
        (500, b"<html>oops", Failure(500, "The model's host answered: <html>oops", "host_error")),
        (200, b"", Failure(502, "The model's host answered: no explanation", "host_error")),
        (500, b'{"error": "text"}', Failure(500, 'The model\'s host answered: {"error": "text"}', "host_error")),
    ],
)
def test_errors_of_hosts(status: int, body: bytes, expected: Failure) -> None:
    assert failure_of_host(status, body, 2048, "messages") == expected


def test_a_text_too_long_to_embed() -> None:
    body = _host_error(500, "input (900 tokens) is too large to process. increase the physical batch", "server_error")
    assert failure_of_host(500, body, 512, "input").code == "context_length_exceeded"


@pytest.mark.parametrize(
    ("code", "default_status", "status", "kind"),
    [
        ("model_not_found", 503, 404, "not_found_error"),
        ("busy", 400, 503, "server_error"),
        ("unheard_of", 400, 400, "invalid_request_error"),
        ("unheard_of", 503, 503, "server_error"),
    ],
)
def test_what_users_are_told(code: str, default_status: int, status: int, kind: str) -> None:
    failure = failure_of_problem(Problem("Title", "Message.", "Hint.", code), default_status)
    assert failure.status == status
    assert failure.fields() == {
        "message": "Message. Hint.",
        "type": kind,
        "param": "model" if code == "model_not_found" else None,
        "code": code,
        "title": "Title",
        "hint": "Hint.",
    }


def test_each_client_gets_its_own_kind_of_error_event() -> None:
    failure = Failure(502, "Gone.", "host_lost")
    fields = {"message": "Gone.", "type": "server_error", "param": None, "code": "host_lost"}
    assert failure.event(Dialect.OPENAI) == b"data: " + json.dumps({"error": fields}).encode() + b"\n\n"
    name, data = failure.event(Dialect.ANTHROPIC).decode().strip().split("\n")
    assert name == "event: error"
    assert json.loads(data.removeprefix("data: ")) == {"type": "error", "error": fields}
    name, data = failure.event(Dialect.RESPONSES).decode().strip().split("\n")
    assert name == "event: error"
    assert json.loads(data.removeprefix("data: ")) == {
        "type": "error",
        "code": "host_lost",
        "message": "Gone.",
        "param": None,
    }
