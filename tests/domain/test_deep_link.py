"""Links that open Hearth: what is read, and what is refused."""

import pytest

from app.domain.deep_link import DeepLink, JoinLink, ModelLink, is_link, parse_link

TOKEN = "hearth1qqz4n2k8s6x0v7wd3e5rj9tyuplm4cqa8nh2k6s0"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"hearth://join/{TOKEN}", JoinLink(TOKEN)),
        (f"HEARTH://JOIN/{TOKEN.upper()}", JoinLink(TOKEN.upper())),
        (f"hearth://join/{TOKEN}/", JoinLink(TOKEN)),
        (f"hearth://join/{TOKEN}@home.example:4329", JoinLink(f"{TOKEN}@home.example:4329")),
        (f"hearth://join/{TOKEN}%40home.example%3A4329", JoinLink(f"{TOKEN}@home.example:4329")),
        ("hearth://join/4821-amber-kettle-otter", JoinLink("4821-amber-kettle-otter")),
        ("hearth://model/bartowski/Qwen3-4B-GGUF:Q4_K_M", ModelLink("bartowski/Qwen3-4B-GGUF:Q4_K_M")),
        ("hearth://model/bartowski/Qwen3-4B-GGUF", ModelLink("bartowski/Qwen3-4B-GGUF")),
    ],
)
def test_links(text: str, link: DeepLink) -> None:
    assert is_link(text)
    assert parse_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hearth:",
        "hearth://",
        "hearth://join",
        "hearth://join/",
        "hearth://join/x y",
        "hearth://join/<script>",
        "hearth://join/../../etc/passwd",
        "hearth://join/a/b",
        f"hearth://join/{TOKEN}?now=1",
        f"hearth://join/{TOKEN}#x",
        f"hearth://user@join/{TOKEN}",
        f"hearth://join:80/{TOKEN}",
        f"hearth:/join/{TOKEN}",
        f"http://join/{TOKEN}",
        "hearth://join/%00%00%00%00%00",
        "hearth://join/%ff%fe%fd%fc",
        "hearth://join/\u202egnp.exe",
        "hearth://join/hearth1\nabc",
        "hearth://join/" + "a" * 1000,
        "hearth://model/justaname",
        "hearth://model//x",
        "hearth://model/a/b/c",
        "hearth://model/a/..",
        "hearth://model/../b",
        "hearth://model/-a/b",
        "hearth://model/a/b:",
        "hearth://model/a/b:c:d",
        "hearth://model/a/b --yes",
        "hearth://model/\u0430/b",
        "hearth://leave/now",
        "hearth://quit/",
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".|\.$"):
        parse_link(text)


def test_a_token_is_not_in_the_repr() -> None:
    assert TOKEN not in repr(parse_link(f"hearth://join/{TOKEN}"))


@pytest.mark.parametrize("text", ["join", "hearth1abc", "http://x", "--hidden", ""])
def test_what_is_no_link(text: str) -> None:
    assert not is_link(text)
