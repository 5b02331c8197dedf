"""Where a hub's files lie on disk: in Hugging Face's cache folder, by its layout, with partial files of our own beside.

`models--owner--name/blobs/DIGEST` is content, `snapshots/COMMIT/FILE` links to it. Both the node and its hub process
use this; the library itself is not needed for it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from app.domain.hub_choice import HubFile


def hugging_face_cache(environment: Mapping[str, str], home: Path) -> Path:
    """The cache folder of this user, by the same variables as Hugging Face's own programs.

    Args:
        environment: HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME and XDG_CACHE_HOME count, in this order.
        home: The user's folder.
    """
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environment.get(name):
            return _expanded(environment[name])
    if environment.get("HF_HOME"):
        return _expanded(environment["HF_HOME"]) / "hub"
    cache = environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else home / ".cache") / "huggingface" / "hub"


def repository_folder(directory: Path, repository: str) -> Path:
    """Where a repository's files are in a cache folder."""
    return directory / f"models--{repository.replace('/', '--')}"


def blob_name(file: HubFile) -> str:
    """What the content of a file is called: its digest."""
    return file.digest.partition(":")[2]


def partial_name(file: HubFile) -> str:
    """What it is called while it arrives: neither a model, nor a name that other programs use."""
    return f"{blob_name(file)}.hearth.incomplete"


def bytes_here(directory: Path, repository: str, file: HubFile) -> int:
    """How much of a file is on disk, whole or in part."""
    blobs = repository_folder(directory, repository) / "blobs"
    for path in (blobs / blob_name(file), blobs / partial_name(file)):
        try:
            return min(path.stat().st_size, file.size_bytes)
        except OSError:
            continue
    return 0


def discard_partial(directory: Path, repository: str, file: HubFile) -> None:
    """Delete what has arrived of a file that is not complete. Raises OSError."""
    partial = repository_folder(directory, repository) / "blobs" / partial_name(file)
    partial.unlink(missing_ok=True)


def content_of(path: Path) -> Path | None:
    """The content that a name in a snapshot stands for; None when this is no such name. Blocks."""
    content = path.resolve()
    for folder in path.parents:
        if folder.name == "snapshots":
            return content if content.parent == folder.parent.resolve() / "blobs" else None
    return None


def delete_content(path: Path) -> None:
    """Delete what a name in a snapshot stands for, with all names that it has in its repository. Blocks.

    Raises:
        OSError: The system refuses.
    """
    content = content_of(path)
    if content is None:
        path.unlink(missing_ok=True)
        return
    for folder, _, names in os.walk(content.parent.parent / "snapshots"):
        for name in names:
            link = Path(folder, name)
            if link.is_symlink() and link.resolve() == content:
                link.unlink(missing_ok=True)
    content.unlink(missing_ok=True)


def _expanded(text: str) -> Path:
    return Path(os.path.expandvars(os.path.expanduser(text)))
