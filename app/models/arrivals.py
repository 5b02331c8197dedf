"""Models on their way to this computer's models folder: one hidden folder each, which outlives a crash.

It holds the files as far as they have come and a note of what they are to become. Who fills them, and with what, is for
others: copies from peers and downloads keep their folders here alike. Everything here blocks: call it in a thread.
"""

import json
import logging
import os
import re
import secrets
import shutil
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.domain.model_files import part_names, safe_stem
from app.domain.transfer import TransferKind
from app.lib.files import replace_file

_log = logging.getLogger(__name__)

FOLDER = ".arriving"
"""In the models folder, so that the finished files only have to be renamed. Hidden, so that no model is found there."""

_NOTE = "transfer.json"
_PLACE = "place.json"
_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One model on its way.

    Attributes:
        transfer_id: Its name, and its folder's.
        kind: Where it comes from.
        model_name: What the model will be called.
        total_bytes: Size in all; 0 when it is not known.
        model_id: The model's fingerprint; empty when it is not known yet.
        origin: Where it comes from as its owner asked for it, such as `owner/name:QUANT`; empty for a copy.
        begun_at: Seconds since the epoch.
        done_bytes: How much had come when it was stopped last.
        is_stopped: Stopped by the user or by an error: it does not go on by itself.
        is_verified: Everything is here and right: only the move into the models folder is left.
    """

    transfer_id: str
    kind: TransferKind
    model_name: str
    total_bytes: int
    model_id: str = ""
    origin: str = ""
    begun_at: float = 0.0
    done_bytes: int = 0
    is_stopped: bool = False
    is_verified: bool = False


class Arrivals:
    """All models on their way to one models folder.

    Args:
        models_directory: The models folder.
    """

    def __init__(self, models_directory: Path) -> None:
        self._models = models_directory
        self._root = models_directory / FOLDER

    def all(self) -> tuple[Arrival, ...]:
        """What is on its way, the newest first; folders that make no sense are left alone."""
        folders = [path for path in self._root.iterdir() if _ID.fullmatch(path.name)] if self._root.is_dir() else []
        found = [arrival for path in folders if (arrival := _read(path)) is not None]
        return tuple(sorted(found, key=lambda arrival: arrival.begun_at, reverse=True))

    def begin(
        self, kind: TransferKind, model_name: str, total_bytes: int, *, model_id: str = "", origin: str = ""
    ) -> Arrival:
        """A new one, with its folder.

        Raises:
            OSError: The folder cannot be made.
        """
        transfer_id = secrets.token_hex(6)
        arrival = Arrival(transfer_id, kind, safe_stem(model_name), total_bytes, model_id, origin, time.time())
        self.folder(transfer_id).mkdir(parents=True)
        self.keep(arrival)
        return arrival

    def keep(self, arrival: Arrival) -> None:
        """Write down how it is with it now.

        Raises:
            OSError: It cannot be written.
        """
        replace_file(self.folder(arrival.transfer_id) / _NOTE, json.dumps(asdict(arrival)))

    def folder(self, transfer_id: str) -> Path:
        """Where its files are, named as `part_names` says for its `model_name`."""
        return self._root / transfer_id

    def discard(self, transfer_id: str) -> None:
        """Delete what has come of it."""
        shutil.rmtree(self.folder(transfer_id), ignore_errors=True)

    def is_moving(self, transfer_id: str) -> bool:
        """Whether `publish` was begun."""
        return (self.folder(transfer_id) / _PLACE).exists()

    def publish(self, arrival: Arrival) -> tuple[Path, ...]:
        """Move whole files into the models folder, under a name that is free, and let go of their folder.

        Where it was cut off by a crash, it is called again and goes on.

        Args:
            arrival: The model; its files are safe on disk.

        Returns:
            The files in the models folder, in order.

        Raises:
            OSError: They cannot be moved.
        """
        folder = self.folder(arrival.transfer_id)
        if not self.is_moving(arrival.transfer_id):
            parts = len(list(folder.glob("*.gguf")))
            place = {"stem": self._free_stem(arrival.model_name, parts), "parts": parts}
            replace_file(folder / _PLACE, json.dumps(place))
        stem, parts = _read_place(folder)
        arrived = [folder / name for name in part_names(arrival.model_name, parts)]
        placed = [self._models / name for name in part_names(stem, parts)]
        # The first part last: the model is found by it, and must be whole by then.
        for source, target in reversed(list(zip(arrived, placed, strict=True))):
            if source.exists() or not target.exists():
                source.rename(target)
        _sync_folder(self._models)
        self.discard(arrival.transfer_id)
        return tuple(placed)

    def _free_stem(self, stem: str, parts: int) -> str:
        number, name = 1, stem
        while any((self._models / part).exists() for part in part_names(name, parts)):
            number += 1
            name = f"{stem}-{number}"
        return name


def _read(folder: Path) -> Arrival | None:
    try:
        body = json.loads((folder / _NOTE).read_text())
        arrival = Arrival(
            transfer_id=folder.name,
            kind=TransferKind(body["kind"]),
            model_name=safe_stem(str(body["model_name"])),
            total_bytes=int(body["total_bytes"]),
            model_id=str(body["model_id"]),
            origin=str(body["origin"]),
            begun_at=float(body["begun_at"]),
            done_bytes=int(body["done_bytes"]),
        )
        return replace(arrival, is_stopped=bool(body["is_stopped"]), is_verified=bool(body["is_verified"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("%s is not a model on its way: %s", folder, error)
        return None


def _read_place(folder: Path) -> tuple[str, int]:
    try:
        body = json.loads((folder / _PLACE).read_text())
        return safe_stem(str(body["stem"])), int(body["parts"])
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(f"{folder / _PLACE} makes no sense") from error


def _sync_folder(folder: Path) -> None:
    """Make new names in a folder outlast a power cut, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
