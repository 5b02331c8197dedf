"""Cutting bytes into lines, and taking notices out of them."""

import pytest

from app.lib.lines import MAX_LINE_BYTES, LineReader

MARK = b"\x1enote "


@pytest.mark.parametrize(
    ("portions", "lines", "notices", "rest"),
    [
        ([b"one\ntwo\n"], ["one", "two"], [], []),
        ([b"o", b"ne\nt", b"wo"], ["one"], [], ["two"]),
        ([b"one\r\n\n"], ["one", ""], [], []),
        ([b"\x1enote started 7\none\n"], ["one"], ["started 7"], []),
        ([b"be\x1enote a\nfore\n"], ["before"], ["a"], []),
        ([b"be\x1eno", b"te a", b"\nfore\n"], ["before"], ["a"], []),
        ([b"\x1enote a\n\x1enote b\n"], [], ["a", "b"], []),
        ([b"\xff\xfe\n"], ["\ufffd\ufffd"], [], []),
        ([b""], [], [], []),
    ],
)
def test_lines(portions: list[bytes], lines: list[str], notices: list[str], rest: list[str]) -> None:
    reader = LineReader(MARK)
    assert [line for portion in portions for line in reader.feed(portion)] == lines
    assert reader.take_notices() == notices
    assert reader.take_notices() == []
    assert reader.finish() == rest


def test_a_line_without_end_is_cut_and_its_rest_dropped() -> None:
    reader = LineReader(MARK)
    lines = []
    for _ in range(5):
        lines += reader.feed(b"x" * MAX_LINE_BYTES)
    lines += reader.feed(b"rest\nnext\n")
    assert [len(lines[0]), lines[1:]] == [MAX_LINE_BYTES, ["next"]]
