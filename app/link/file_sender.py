"""Gives peers the files of models that this node shares, in ranges; nothing else on the disk can be asked for.

A peer names a model, never a path. Each range is looked at anew: whether the owner still shares the model, and whether
its file is still the one that the manifest was made of.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import ModelId, PeerId
from app.domain.sentence import marked
from app.lib.file_hashes import FileChangedError, FileHash, HashBook
from app.link.file_messages import (
    LINE_LIMIT_BYTES,
    FileAnswer,
    Follows,
    Manifest,
    ManifestRequest,
    RangeRequest,
    RefusalKind,
    Refused,
    StillReading,
    decode_request,
    encode_answer,
    encode_manifest,
)
from app.link.hashing import Hasher
from app.link.secure_stream import SecureStream
from app.link.waiting import WRITE, wait_for

MOST_CONNECTIONS_PER_PEER = 2
MOST_CONNECTIONS = 8
"""More at the same time would only share the same cable."""

IDLE_SECONDS = 60.0
STALLED_SECONDS = 20.0
_TELL_SECONDS = 1.0
NOT_UNDERSTOOD = Refused(marked("it does not understand the request"), RefusalKind.NO)
_READ_BYTES = 256 * 1024
_MOST_UNSENT_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sharing:
    """What may be copied from here.

    Attributes:
        refusal: Why nothing may be, in words that follow this node's name; empty when something may.
        models: The files of each model that may be.
    """

    refusal: str
    models: Mapping[ModelId, tuple[Path, ...]]


class FileSender:
    """Answers peers that copy models."""

    def __init__(self) -> None:
        self._sharing: Sharing | None = None
        self._hasher: Hasher | None = None
        self._lock = threading.Lock()
        self._connections: Counter[PeerId] = Counter()

    def share(self, sharing: Sharing, book: Path) -> None:
        """Share these from now on.

        Args:
            sharing: What.
            book: Where hashes of files are kept; the first one given counts.
        """
        with self._lock:
            self._sharing = sharing
            if self._hasher is None:
                self._hasher = Hasher(HashBook(book))
        self._hasher.share(path for paths in sharing.models.values() for path in paths)

    def serve(self, peer_id: PeerId, stream: SecureStream) -> None:
        """Answer a connection until it ends.

        Raises:
            OSError: It broke, or has asked for nothing for long.
        """
        with self._counted(peer_id) as is_too_many:
            while True:
                try:
                    line = stream.read_line(time.monotonic() + IDLE_SECONDS, LINE_LIMIT_BYTES)
                except ValueError:  # longer than any request: where the next one begins is not known
                    _say(stream, NOT_UNDERSTOOD)
                    return
                try:
                    request = decode_request(line)
                    if is_too_many:
                        raise _RefusedError(marked("it is giving files to others already"), RefusalKind.BUSY)
                    match request:
                        case ManifestRequest():
                            self._send_manifest(request, stream)
                        case RangeRequest():
                            self._send_range(request, stream)
                except _RefusedError as refused:
                    _say(stream, Refused(refused.reason, refused.kind))
                except ValueError:
                    _say(stream, NOT_UNDERSTOOD)

    @contextmanager
    def _counted(self, peer_id: PeerId) -> Iterator[bool]:
        with self._lock:
            is_too_many = (
                self._connections[peer_id] >= MOST_CONNECTIONS_PER_PEER or self._connections.total() >= MOST_CONNECTIONS
            )
            self._connections[peer_id] += 1
        try:
            yield is_too_many
        finally:
            with self._lock:
                self._connections[peer_id] -= 1

    def _paths_of(self, model_id: ModelId) -> tuple[Path, ...]:
        sharing = self._sharing
        if sharing is None:  # a peer was quicker than this process' owner: it is to ask again
            raise _RefusedError(marked("it has only just started"), RefusalKind.BUSY)
        if sharing.refusal:
            raise _RefusedError(sharing.refusal)
        if model_id not in sharing.models:
            raise _RefusedError(marked("it does not have this model any more"))
        return sharing.models[model_id]

    def _send_manifest(self, request: ManifestRequest, stream: SecureStream) -> None:
        files: list[FileHash] = []
        for path in self._paths_of(request.model_id):
            while isinstance(found := self._hash(path), int):
                _say(stream, StillReading(sum(file.size for file in files) + found))
                self._paths_of(request.model_id)
            files.append(found)
        body = encode_manifest(Manifest(tuple(files)))
        _say(stream, Follows(len(body)))
        _send(stream, memoryview(body))
        _flush(stream)

    def _hash(self, path: Path) -> FileHash | int:
        assert self._hasher is not None, "something is shared"
        try:
            return self._hasher.wait_for(path, _TELL_SECONDS)
        except FileChangedError as error:
            raise _RefusedError(marked("its file is being changed"), RefusalKind.BUSY) from error
        except OSError as error:
            raise _RefusedError(marked("its file cannot be read")) from error

    def _send_range(self, request: RangeRequest, stream: SecureStream) -> None:
        paths = self._paths_of(request.model_id)
        if request.part >= len(paths):
            raise ValueError("no such part")
        path = paths[request.part]
        assert self._hasher is not None, "something is shared"
        found = self._hasher.book.find(path)
        if found is None or found.sha256 != request.sha256:
            raise _RefusedError(marked("its file has changed" if path.exists() else "its file is gone"))
        if not 0 < request.size <= found.size - request.offset:
            raise ValueError("no such range")
        try:
            file = path.open("rb", buffering=0)
        except OSError as error:
            raise _RefusedError(marked("its file cannot be read")) from error
        with file:
            file.seek(request.offset)
            _say(stream, Follows(request.size))
            buffer, left = memoryview(bytearray(_READ_BYTES)), request.size
            while left:
                count = file.readinto(buffer[: min(left, _READ_BYTES)])
                if not count:  # it was cut meanwhile: the other end was promised more, and sees the end
                    raise FileChangedError("the file became shorter")
                _send(stream, buffer[:count])
                left -= count
        _flush(stream)


class _RefusedError(Exception):
    def __init__(self, reason: str, kind: RefusalKind = RefusalKind.NO) -> None:
        super().__init__(reason)
        self.reason, self.kind = reason, kind


def _say(stream: SecureStream, answer: FileAnswer) -> None:
    stream.write_line(encode_answer(answer), time.monotonic() + STALLED_SECONDS)


def _send(stream: SecureStream, data: memoryview) -> None:
    """Send data; some of it may still wait here, for `_flush`."""
    stream.write(data)
    _flush(stream, _MOST_UNSENT_BYTES)


def _flush(stream: SecureStream, most_unsent_bytes: int = 0) -> None:
    while not stream.flush() and stream.unsent_bytes > most_unsent_bytes:
        wait_for(stream.fileno(), WRITE, time.monotonic() + STALLED_SECONDS)
