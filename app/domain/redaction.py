"""Takes secrets and what is private out of texts that are shown to others. Pure.

Known secrets are replaced wherever they are; so is what looks like one: tokens, invite codes, keys, the words of
conversations, home folders and the names of their owners. Too much is taken out rather than too little.
"""

import re
from collections.abc import Iterable

TOKEN, KEY, TEXT, USER, ADDRESS = "[token]", "[key]", "[text]", "[user]", "[mail address]"

MAX_LINE_CHARACTERS = 400
"""What is longer is data that somebody logged, not a message."""

_SHORTEST_SECRET = 6
_SHORTEST_NAME = 3

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"hearth1[a-z0-9]{8,}(@[\w.\[\]:-]+)?", re.IGNORECASE), TOKEN),
    (re.compile(r"hearth:(//|%2f%2f)\S+", re.IGNORECASE), TOKEN),
    (re.compile(r"\b\d{4}-[a-z]+(-[a-z]+){1,4}\b(@[\w.\[\]:-]+)?", re.IGNORECASE), TOKEN),
    (re.compile(r"\b(sk|hf|ghp|gho|xox[bp]|pk|rk)[-_][A-Za-z0-9_-]{8,}"), KEY),
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {KEY}"),
    (
        re.compile(
            r"([\"']?\b(?:api[_-]?key|x-api-key|authorization|password|passwd|secret|token|key)\b[\"']?\s*[=:]\s*)"
            r"(\"[^\"]*\"|'[^']*'|[^\s,;&}\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{KEY}",
    ),
    (re.compile(r"-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|\Z)", re.DOTALL), KEY),
    (re.compile(r"(://)[^/\s@]+@"), rf"\1{USER}@"),
    (
        re.compile(
            r"([\"'](?:content|prompt|input|messages|text|query|suffix|system|reasoning_content|arguments)[\"']\s*:\s*)"
            r"[^\n]*",
            re.IGNORECASE,
        ),
        rf"\1{TEXT}",
    ),
    (re.compile(r"\b(prompt|content|question|message)\s*=\s*(\"[^\n]*|'[^\n]*)", re.IGNORECASE), rf"\1={TEXT}"),
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b"), ADDRESS),
    (re.compile(r"(/(?:home|Users)/)[^/\s\"':,;]+"), rf"\1{USER}"),
    (re.compile(r"([A-Za-z]:\\+Users\\+)[^\\\s\"':,;]+"), rf"\1{USER}"),
)


def redact(text: str, *, secrets: Iterable[str] = (), home: str = "", user_names: Iterable[str] = ()) -> str:
    """A text without what is secret or private in it.

    Args:
        text: Any text.
        secrets: Secrets that are known; those of less than six characters are no secrets.
        home: The home folder, which becomes `~`.
        user_names: Names of the person, as the system and the person write them.
    """
    for secret in sorted({item for item in secrets if len(item) >= _SHORTEST_SECRET}, key=len, reverse=True):
        text = text.replace(secret, KEY)
    if len(home) > 1:
        text = re.sub(re.escape(home.rstrip("/\\")) + r"(?![\w.-])", "~", text)
        if "\\" in home:  # as it is written inside quotes
            text = text.replace(home.rstrip("\\").replace("\\", "\\\\"), "~")
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    for name in sorted({item.strip() for item in user_names}, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            text = re.sub(re.escape(name), USER, text, flags=re.IGNORECASE)
    return "\n".join(_shortened(line) for line in text.split("\n"))


def _shortened(line: str) -> str:
    return line if len(line) <= MAX_LINE_CHARACTERS else f"{line[:MAX_LINE_CHARACTERS]} …"
