"""What is to be downloaded and what was, kept over a restart: after a crash it goes on where it was, and only what
Hearth itself has brought may be deleted in a folder that it shares with other programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.hub_choice import HubFile
from app.lib.files import replace_file

_FIELDS = ("transfer_id", "repository", "commit", "model_name")


@dataclass(frozen=True, slots=True)
class Order:
    """One model that was asked for.

    Attributes:
        transfer_id: Names it in commands.
        repository: `owner/name`.
        commit: The version that the digests belong to.
        model_name: What the model will be called.
        files: All of it.
        is_wanted: It is to go on by itself; false once its user, or an error, has stopped it.
        is_done: It is complete: Hearth has brought these files, and may delete them.
    """

    transfer_id: str
    repository: str
    commit: str
    model_name: str
    files: tuple[HubFile, ...]
    is_wanted: bool = True
    is_done: bool = False

    @property
    def total_bytes(self) -> int:
        """Of all files."""
        return sum(file.size_bytes for file in self.files)

    def is_for(self, files: tuple[HubFile, ...]) -> bool:
        """Whether it brings this content."""
        return [file.digest for file in self.files] == [file.digest for file in files]


def read_orders(path: Path) -> list[Order]:
    """What was kept; one that is not understood is left out, and a file that is none of ours holds nothing. Blocks."""
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    orders = [_order(item) for item in items] if isinstance(items, list) else []
    return [order for order in orders if order is not None]


def write_orders(path: Path, orders: Iterable[Order]) -> None:
    """Keep them. Blocks; raises OSError."""
    replace_file(path, json.dumps([asdict(order) for order in orders], indent=1))


def _order(item: Any) -> Order | None:
    try:
        texts = [item[name] for name in _FIELDS]
        files = tuple(HubFile(file["name"], file["size_bytes"], file["digest"]) for file in item["files"])
        is_wanted, is_done = item["is_wanted"], item.get("is_done")
    except (KeyError, TypeError):
        return None
    if not all(isinstance(text, str) for text in (*texts, *(file.name for file in files))):
        return None
    if not files or not all(isinstance(file.size_bytes, int) and isinstance(file.digest, str) for file in files):
        return None
    transfer_id, repository, commit, model_name = texts
    return Order(transfer_id, repository, commit, model_name, files, is_wanted is True, is_done is True)
