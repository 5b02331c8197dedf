"""Links that open Hearth: `hearth://join/TOKEN` and `hearth://model/OWNER/NAME:QUANT`. Pure.

Whoever makes a link can be anybody: it is read strictly, and what comes of it fills a form and does nothing by itself.
Whether a token is right is judged where tokens are.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

SCHEME = "hearth:"
MAX_CHARACTERS = 500

_TOKEN = re.compile(r"[A-Za-z0-9.:@\[\]-]{4,300}", re.ASCII)
_MODEL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}(:[A-Za-z0-9._-]{1,40})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class JoinLink:
    """Asks whether a swarm is to be joined.

    Attributes:
        token_text: A token or an invite code, as the link has it; not checked.
    """

    token_text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelLink:
    """Asks whether a model is to be got.

    Attributes:
        source: `owner/name` or `owner/name:QUANT`.
    """

    source: str


type DeepLink = JoinLink | ModelLink


def is_link(text: str) -> bool:
    """Whether a text wants to be one of these links."""
    return text[: len(SCHEME)].lower() == SCHEME


def parse_link(text: str) -> DeepLink:
    """Read a link.

    Raises:
        ValueError: It is none; the text says why, as a sentence.
    """
    if len(text) > MAX_CHARACTERS or not text.isprintable():
        raise ValueError("The link is too long, or has characters that no link has.")
    scheme, _, rest = text.partition("//")
    kind, _, path = rest.partition("/")
    if scheme.lower() != SCHEME or any(mark in text for mark in "?#\\"):
        raise ValueError("Links that Hearth knows begin with hearth://join/ or hearth://model/.")
    content = unquote(path.removesuffix("/"), errors="strict") if "%" in path else path.removesuffix("/")
    match kind.lower():
        case "join" if _TOKEN.fullmatch(content):
            return JoinLink(content)
        case "model" if _MODEL.fullmatch(content) and ".." not in content:
            return ModelLink(content)
        case "join":
            raise ValueError("This link should hold a token or an invite code, and holds something else.")
        case "model":
            raise ValueError("This link should name a model as owner/name or owner/name:quantization.")
    raise ValueError("Links that Hearth knows begin with hearth://join/ or hearth://model/.")
