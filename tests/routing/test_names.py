"""Names in headers."""

from urllib.parse import unquote

import pytest

from app.routing.names import decode_name, encode_name, encode_names


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kitchen (CPU)", "kitchen (CPU)"),
        ("Küche", "K%C3%BCche"),
        ("厨房", "%E5%8E%A8%E6%88%BF"),
        ("a, b", "a%2C b"),
        ("100 %", "100 %25"),
        ("x\r\nSet-Cookie: y", "x%0D%0ASet-Cookie: y"),
        ("Mother's \\ PC", "Mother's %5C PC"),
    ],
)
def test_there_and_back(name: str, value: str) -> None:
    assert encode_name(name) == value
    assert value.isascii()
    assert decode_name(value) == name


def test_a_list_is_taken_apart_at_its_commas() -> None:
    value = encode_names(["a, b", "Küche (CUDA0)"])
    assert [unquote(part) for part in value.split(", ")] == ["a, b", "Küche (CUDA0)"]
