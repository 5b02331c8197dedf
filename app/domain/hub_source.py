"""What people type to name a model of a hub: `owner/name`, `owner/name:Q4_K_M`, or an address from the browser."""

import re
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.sentence import say

LONGEST_SOURCE = 300
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/", re.IGNORECASE)
_REPOSITORY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$")
_FILE_PAGE = re.compile(r"^(?P<repository>[^/]+/[^/]+)/(?:resolve|blob)/[^/]+/(?P<file>.+)$")
_TREE_PAGE = re.compile(r"^(?P<repository>[^/]+/[^/]+)/tree/.*$")


@dataclass(frozen=True, slots=True)
class HubSource:
    """A model of a hub.

    Attributes:
        repository: `owner/name`.
        wanted: A quantization or a file's name; empty for the one that suits these devices best.
    """

    repository: str
    wanted: str = ""


def parse_source(text: str) -> HubSource:
    """Read what was typed or pasted.

    Raises:
        UserError: It names no repository (`source_wrong`).
    """
    shown = text.strip()
    rest = _SITE.sub("", shown.removeprefix("hf://")).split("?")[0].split("#")[0].strip("/")
    if len(shown) > LONGEST_SOURCE or not rest.isprintable():
        raise _wrong(shown)
    if page := _FILE_PAGE.match(rest):
        repository, wanted = page["repository"], page["file"]
    elif page := _TREE_PAGE.match(rest):
        repository, wanted = page["repository"], ""
    else:
        repository, _, wanted = rest.partition(":")
    if not _REPOSITORY.match(repository):
        raise _wrong(shown)
    return HubSource(repository, wanted.strip())


def _wrong(shown: str) -> UserError:
    return UserError(
        say("Not the name of a repository"),
        say('"{shown}" names no repository.', shown=shown[:80]),
        say(
            "A repository is an owner, a slash and a name, such as Qwen/Qwen3-8B-GGUF; behind a colon may stand "
            "which quantization, such as Qwen/Qwen3-8B-GGUF:Q4_K_M."
        ),
        "source_wrong",
    )
