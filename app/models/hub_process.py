"""Talks to Hugging Face's hub, or one like it, in a process of its own: it can be ended at once, what it downloads
never passes through the node's process, and its library is loaded by nobody else.

Run as `python -m app.models.hub_process REQUEST`; it writes one line for each event. Both are `hub_request.py`'s.
Its guard ends it with its owner.
"""

import signal
import sys
from collections.abc import Sequence

from app.domain.hub import HubRepository
from app.domain.hub_choice import HubFile
from app.models.hub_request import (
    Done,
    Download,
    Event,
    Failed,
    Found,
    Listed,
    LookUp,
    Request,
    Search,
    request_from_text,
    to_text,
)

QUERY_SECONDS = 20.0
MOST_FILES = 3_000


def main(arguments: Sequence[str]) -> int:
    """Carry out one request; returns the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = request_from_text(arguments[0])
    try:
        _carry_out(request)
    except Exception as error:
        from app.models.hub_errors import problem_of

        tell(Failed(problem_of(error, "" if isinstance(request, Search) else request.repository)))
        return 1
    tell(Done())
    return 0


def tell(event: Event) -> None:
    """Write an event for the owner."""
    print(to_text(event), flush=True)


def _carry_out(request: Request) -> None:
    match request:
        case Search():
            _search(request)
        case LookUp():
            _look_up(request)
        case Download():
            from app.models.hub_download import download

            download(request, tell)


def _search(request: Search) -> None:
    """One question to the hub. The library's own `list_models` would ask again for half a minute when offline."""
    from huggingface_hub import constants, get_session
    from huggingface_hub.utils._headers import build_hf_headers
    from huggingface_hub.utils._http import hf_raise_for_status

    answer = get_session().get(
        f"{constants.ENDPOINT}/api/models",
        params={"search": request.text, "filter": "gguf", "sort": "downloads", "limit": request.limit},
        headers=build_hf_headers(),
        timeout=QUERY_SECONDS,
    )
    hf_raise_for_status(answer)
    for model in answer.json()[: request.limit]:
        tell(Found(HubRepository(str(model["id"]), _count(model.get("downloads")), _count(model.get("likes")))))


def _look_up(request: LookUp) -> None:
    from huggingface_hub import HfApi

    model = HfApi().model_info(request.repository, files_metadata=True, timeout=QUERY_SECONDS)
    for sibling in (model.siblings or [])[:MOST_FILES]:
        digest = f"sha256:{sibling.lfs.sha256}" if sibling.lfs else f"git:{sibling.blob_id}"
        size = sibling.lfs.size if sibling.lfs else sibling.size
        if sibling.rfilename.lower().endswith(".gguf") and isinstance(size, int):
            tell(Listed(str(model.sha), HubFile(sibling.rfilename, size, digest)))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
