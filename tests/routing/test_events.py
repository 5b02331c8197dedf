"""Events on their way through."""

import json

import pytest

from app.routing.events import EventCutter, ModelRenamer, Speed, comment, error_in, speed_in


@pytest.mark.parametrize(
    ("pieces", "passed"),
    [
        ([b"data: 1\n\n"], [b"data: 1\n\n"]),
        ([b"data: 1\n\ndata: 2\n\n"], [b"data: 1\n\ndata: 2\n\n"]),
        ([b"data: 1", b"\n\n"], [b"", b"data: 1\n\n"]),
        ([b"data: 1\n", b"\ndata: 2"], [b"", b"data: 1\n\n"]),
        ([b"data: 1\n\nda", b"ta: 2\n\n"], [b"data: 1\n\n", b"data: 2\n\n"]),
        ([b"", b"x"], [b"", b""]),
    ],
)
def test_only_whole_events_pass(pieces: list[bytes], passed: list[bytes]) -> None:
    cutter = EventCutter()
    assert [cutter.feed(piece) for piece in pieces] == passed


def test_the_name_is_learnt_once_and_replaced_in_every_event() -> None:
    renamer = ModelRenamer('my "best" model')
    first = renamer.rename(b'data: {"choices":[],"model":"/home/me/x \\"1\\".gguf"}\n\n')
    assert json.loads(first.removeprefix(b"data: "))["model"] == 'my "best" model'
    assert b"me/x" not in renamer.rename(b'data: {"model":"/home/me/x \\"1\\".gguf","id":1}\n\n')
    # Another field of that name is somebody else's.
    assert renamer.rename(b'data: {"input":{"model":"T"}}\n\n') == b'data: {"input":{"model":"T"}}\n\n'


def test_what_a_model_says_is_never_changed() -> None:
    said = json.dumps({"content": 'Write {"model":"old"} into it', "model": "old"}, separators=(",", ":")).encode()
    answer = json.loads(ModelRenamer("new").rename(said))
    assert answer == {"content": 'Write {"model":"old"} into it', "model": "new"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"content": [{"input": {"model": "T"}}], "model": "old"},
            {"content": [{"input": {"model": "T"}}], "model": "new"},
        ),
        ({"model": "größe"}, {"model": "new"}),
        ({"no": "model"}, {"no": "model"}),
        ([1], [1]),
    ],
)
def test_whole_answers(body: object, expected: object) -> None:
    for ascii_only in (True, False):
        written = json.dumps(body, separators=(",", ":"), ensure_ascii=ascii_only).encode()
        assert json.loads(ModelRenamer("new").rename_body(written)) == expected


def test_an_answer_that_is_not_json_passes_unchanged() -> None:
    assert ModelRenamer("new").rename_body(b"\xffno") == b"\xffno"


@pytest.mark.parametrize(
    ("data", "speed"),
    [
        (b'"timings":{"predicted_per_second":7.25,"x":1}', Speed(7.25)),
        (b'{"predicted_per_second":1} {"predicted_per_second":2e1}', Speed(20.0)),
        (b'{"prompt_n":40,"prompt_ms":1,"prompt_per_second":321.5,"predicted_per_second":1}', Speed(1.0, 321.5)),
        (b'{"prompt_n":3,"prompt_per_second":321.5,"predicted_per_second":1}', Speed(1.0)),
        (b'{"prompt_n":40,"prompt_per_second":2,"predicted_n":32,"predicted_per_second":1}', Speed(1.0, 2.0, True)),
        (b'{"predicted_n":31,"predicted_per_second":1}', Speed(1.0)),
        (b'{"prompt_n":99,"prompt_per_second":1.2.3,"predicted_per_second":1}', None),
        (b'{"predicted_per_second":null}', None),
        (b'{"predicted_per_second":1.2.3}', None),
        (b"{}", None),
    ],
)
def test_speed(data: bytes, speed: Speed | None) -> None:
    assert speed_in(data) == speed


def test_an_error_event_is_found_behind_others() -> None:
    data = b'data: {"x":1}\n\ndata: {"error":{"code":500}}\n\n'
    assert error_in(data) == (15, b'{"error":{"code":500}}')
    assert error_in(b'data: {"choices":[{"delta":{"content":"data: {\\"error\\": 1}"}}]}\n\n') is None


def test_a_comment_is_one_line() -> None:
    assert comment("loading\n\ndata: x  3.1 GB") == b": loading data: x 3.1 GB\n\n"
