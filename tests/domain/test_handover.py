"""Which leases are given back: as few as possible, and enough."""

import pytest

from app.domain.handover import to_give_back


@pytest.mark.parametrize(
    ("excess_bytes", "held_bytes", "expected"),
    [
        (0, {"a": 5}, ()),
        (1, {}, ()),
        (3, {"a": 5, "b": 3, "c": 9}, ("b",)),  # the smallest that is enough
        (4, {"a": 5, "b": 3, "c": 9}, ("a",)),
        (3, {"a": 3, "b": 3}, ("b",)),  # of equal ones the latest
        (12, {"a": 5, "b": 3, "c": 9}, ("c", "b")),  # none is enough: the largest, then what is left
        (99, {"a": 5, "b": 3, "c": 5}, ("c", "a", "b")),  # everything, when everything is too much
    ],
)
def test_as_few_as_possible(excess_bytes: int, held_bytes: dict[str, int], expected: tuple[str, ...]) -> None:
    assert to_give_back(excess_bytes, held_bytes) == expected
