"""Requests and events survive the way between the two processes; what is no event is none."""

from pathlib import Path

import pytest

from app.domain.errors import Problem
from app.domain.hub import HubRepository
from app.domain.hub_choice import HubFile
from app.domain.sentence import Sentence, say
from app.models.hub_request import (
    Arrived,
    Checking,
    Done,
    Download,
    Event,
    Failed,
    Found,
    Listed,
    LookUp,
    Pausing,
    Request,
    Search,
    event_from_text,
    request_from_text,
    to_text,
)

FILE = HubFile("sub/swift.gguf", 10, "sha256:ab")


@pytest.mark.parametrize(
    "request_",
    [Search("庭 \"'\n", 30), LookUp("acme/S"), Download("acme/S", "0" * 40, (FILE, FILE), Path("/c"), 100, 0.5, 3)],
)
def test_requests(request_: Request) -> None:
    text = to_text(request_)
    assert "\n" not in text
    assert request_from_text(text) == request_


@pytest.mark.parametrize(
    "event",
    [
        Found(HubRepository("acme/S", None, 3)),
        Listed("0" * 40, FILE),
        Arrived(7),
        Checking(),
        Pausing("It is tried again."),
        Failed(Problem("Offline", "No.", "Wait.", "offline")),
        Done(),
    ],
)
def test_events(event: Event) -> None:
    assert event_from_text(to_text(event)) == event


def test_what_went_wrong_can_still_be_said_in_another_language() -> None:
    reason = say("{host} answers with error {status}.", host="huggingface.co", status="500")
    match event_from_text(to_text(Failed(Problem(say("Offline"), reason)))):
        case Failed(Problem(Sentence() as title, Sentence() as message)):
            assert (title.template, message.template, message.values) == ("Offline", reason.template, reason.values)
        case other:
            pytest.fail(f"{other}")
    match event_from_text(to_text(Pausing(say("{message} It is tried again.", message=reason)))):
        case Pausing(Sentence() as told):
            assert isinstance(told.values["message"], Sentence)
        case other:
            pytest.fail(f"{other}")


@pytest.mark.parametrize(
    "line", ["", "a warning", "{", "[]", "3", '{"type": "Other"}', '{"type": "Arrived"}', '{"type": "Done", "more": 1}']
)
def test_what_a_library_writes_is_no_event(line: str) -> None:
    assert event_from_text(line) is None
