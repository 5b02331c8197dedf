"""What is secret or private does not stay in a text; what helps does."""

import pytest

from app.domain.redaction import MAX_LINE_CHARACTERS, redact

TOKEN = "hearth1qqz4n2k8s6x0v7wd3e5rj9tyuplm4cqa8nh2k6s0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"joined with {TOKEN}.", "joined with [token]."),
        (f"see {TOKEN.upper()}@home.example:4329 there", "see [token] there"),
        (f"open hearth://join/{TOKEN} now", "open [token] now"),
        ("open hearth://join/4821-amber-kettle-otter", "open [token]"),
        ("the code 4821-amber-kettle-otter works once", "the code [token] works once"),
        ("used sk-hearth-0aB9_-xyzxyzxyz here", "used [key] here"),
        ("used hf_abcdefghijklmnop", "used [key]"),
        ("Authorization: Bearer abc.def", "Authorization: [key] [key]"),
        ("{'Authorization': 'Bearer abc'}", "{'Authorization': [key]}"),
        ('"api_key": "abcdef"', '"api_key": [key]'),
        ("password=hunter2, next", "password=[key], next"),
        ("http://anna:secret@proxy:8080/", "http://[user]@proxy:8080/"),
        ('{"role": "user", "content": "my diary"}', '{"role": "user", "content": [text]'),
        ("{'prompt': 'my diary', 'n': 1}", "{'prompt': [text]"),
        ("failed: prompt='my diary'", "failed: prompt=[text]"),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----", "[key]"),
        ("write to anna@example.org", "write to [mail address]"),
        ("/home/anna/models/x.gguf", "/home/[user]/models/x.gguf"),
        ("/Users/anna/Library", "/Users/[user]/Library"),
        (r"C:\Users\Anna\AppData", r"C:\Users\[user]\AppData"),
        (r"'C:\\Users\\Anna\\AppData'", r"'C:\\Users\\[user]\\AppData'"),
        ("192.168.1.20:4327 said: timeout", "192.168.1.20:4327 said: timeout"),
        ("2026-05-01 12:00:00,123 INFO app.node: 3 tokens/s", "2026-05-01 12:00:00,123 INFO app.node: 3 tokens/s"),
    ],
)
def test_patterns(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_known_secrets_names_and_folders() -> None:
    text = "key Zx81-secret for anna and ANNA in /data/anna home /srv/homes/anna/x and /srv/homes/annabel"
    assert (
        redact(text, secrets=["Zx81-secret", ""], home="/srv/homes/anna", user_names=["anna", "", "x"])
        == "key [key] for [user] and [user] in /data/[user] home ~/x and /srv/homes/[user]bel"
    )


def test_long_lines_are_cut() -> None:
    assert len(redact("x" * 10_000)) < MAX_LINE_CHARACTERS + 10


def test_nothing_to_take_out() -> None:
    assert redact("") == ""
    assert redact("/", home="/") == "/"
