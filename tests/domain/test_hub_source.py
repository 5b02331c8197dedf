"""What people type or paste to name a model of a hub, as tables."""

import pytest

from app.domain.errors import UserError
from app.domain.hub_source import HubSource, parse_source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("acme/Swift-GGUF", HubSource("acme/Swift-GGUF")),
        ("  acme/Swift-GGUF:Q4_K_M\n", HubSource("acme/Swift-GGUF", "Q4_K_M")),
        ("acme/Swift-GGUF:", HubSource("acme/Swift-GGUF")),
        ("acme/Swift-GGUF:sub/swift-Q8_0.gguf", HubSource("acme/Swift-GGUF", "sub/swift-Q8_0.gguf")),
        ("https://huggingface.co/acme/Swift-GGUF", HubSource("acme/Swift-GGUF")),
        ("https://huggingface.co/acme/Swift-GGUF/", HubSource("acme/Swift-GGUF")),
        ("https://huggingface.co/acme/Swift-GGUF/tree/main", HubSource("acme/Swift-GGUF")),
        ("https://huggingface.co/acme/Swift-GGUF/tree/main/sub", HubSource("acme/Swift-GGUF")),
        (
            "https://huggingface.co/acme/Swift-GGUF/resolve/main/swift-Q8_0.gguf?download=true",
            HubSource("acme/Swift-GGUF", "swift-Q8_0.gguf"),
        ),
        ("huggingface.co/acme/S/blob/main/a/b.gguf", HubSource("acme/S", "a/b.gguf")),
        ("hf.co/acme/Swift-GGUF:Q4_0", HubSource("acme/Swift-GGUF", "Q4_0")),
        ("hf://acme/Swift-GGUF", HubSource("acme/Swift-GGUF")),
    ],
)
def test_sources(text: str, source: HubSource) -> None:
    assert parse_source(text) == source


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "swift",
        "acme/",
        "/acme",
        "acme//swift",
        "acme/swift/more",
        "../etc/passwd",
        "acme/..",
        "-acme/swift",
        "acme/sw ift",
        "acme/swïft",
        "庭/園",
        "acme/swift\x00",
        "acme/swift:Q4\nQ5",
        "acme/" + "a" * 400,
        "https://elsewhere.example/acme/swift",
    ],
)
def test_what_names_no_repository(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_source(text)
    assert caught.value.problem.code == "source_wrong"
    assert len(str(caught.value)) < 400
