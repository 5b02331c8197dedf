"""The sources of one copy: a thread for each, which fetches one chunk after the other.

What does not have the hash that the manifest says is never written, and its source is not asked again. A source that
is lost is tried again for as long as it is wanted.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from app.domain.ids import PeerId
from app.domain.sentence import marked
from app.lib.pace import Pace
from app.lib.partial_files import CHUNK_BYTES, NoRoomError, PartialFiles
from app.link.channels import TooManyChannelsError
from app.link.chunk_work import ChunkWork
from app.link.dialer import DialError
from app.link.file_messages import Manifest, RefusalKind
from app.link.file_source import FileRefusedError, FileSource

LOOK_SECONDS = 0.3

_AHEAD = 2
"""Chunks that a source is asked for at a time, so that it never waits for the next question."""

_PAUSES_SECONDS = (0.3, 1.0, 2.0, 5.0)

type OpenSource = Callable[[PeerId], AbstractContextManager[FileSource]]


class CopyFailed(Exception):
    """A copy cannot go on.

    Attributes:
        code: As of `CopyEnded`.
    """

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class CopyJob:
    """What there is to fetch, once it is known.

    Attributes:
        manifest: What is in the files.
        files: Where it goes.
        work: Which chunks are missing.
    """

    manifest: Manifest
    files: PartialFiles
    work: ChunkWork


class _WrongSource(Exception):
    """A source sends what it should not; the text follows its name."""


@dataclass(slots=True)
class _Source:
    """What is known of one source.

    Attributes:
        is_active: It is sending now.
        manifest: What it says is in the files; None until it has said so.
        reason: Why it is not asked any more; empty while it is.
        is_served: It has a thread.
    """

    is_active: bool = False
    manifest: Manifest | None = None
    reason: str = ""
    is_served: bool = False


class CopySources:
    """All sources of a copy; for any thread.

    Args:
        open_source: Opens a connection to a peer, for a `with` block.
        total_bytes: Size that the model's files have together.
        on_dropped: Told which peer is not asked any more, and why.
    """

    def __init__(self, open_source: OpenSource, total_bytes: int, on_dropped: Callable[[PeerId, str], None]) -> None:
        self._open_source = open_source
        self._total_bytes = total_bytes
        self._on_dropped = on_dropped
        self._changed = threading.Condition()
        self._sources: dict[PeerId, _Source] = {}
        self._wanted: frozenset[PeerId] = frozenset()
        self._job: CopyJob | None = None
        self._failure: CopyFailed | None = None
        self._is_ended = False
        self._pace = Pace()
        self._read_bytes = 0

    def set(self, peer_ids: Iterable[PeerId]) -> None:
        """Copy from these from now on; those that were dropped stay so."""
        with self._changed:
            self._wanted = frozenset(peer_ids)
            for peer_id in self._wanted:
                source = self._sources.setdefault(peer_id, _Source())
                if not (source.is_served or source.reason or self._is_ended):
                    source.is_served = True
                    threading.Thread(target=self._serve, args=(peer_id, source), name="copy from", daemon=True).start()
            self._changed.notify_all()

    def begin(self, job: CopyJob) -> None:
        """Fetch this; until now sources only say what is in their files."""
        with self._changed:
            self._job = job
            self._changed.notify_all()

    def fail(self, failure: CopyFailed) -> None:
        """Have `check_failure` raise this; the first one counts."""
        with self._changed:
            self._failure = self._failure or failure
            self._changed.notify_all()
            job = self._job
        if job is not None:
            job.work.wake()

    def end(self) -> None:
        """Fetch nothing any more; what is being received now is not written."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()

    def check_failure(self) -> None:
        """Raise what `fail` was told.

        Raises:
            CopyFailed: The disk refuses, or it was stopped.
        """
        with self._changed:
            if self._failure is not None:
                raise self._failure

    def check(self) -> None:
        """Raise when the copy cannot go on while something is missing.

        Raises:
            CopyFailed: As of `check_failure`; or no source is left that may be asked.
        """
        self.check_failure()
        with self._changed:
            if self._wanted and all(self._sources[peer_id].reason for peer_id in self._wanted):
                raise CopyFailed("no_source")

    def offers(self) -> tuple[list[Manifest], bool]:
        """What sources have said that is in their files, and whether all that are asked have said it."""
        with self._changed:
            asked = [source for p in self._wanted if not (source := self._sources[p]).reason]
            offers = [source.manifest for source in asked if source.manifest is not None]
            return offers, len(offers) == len(asked)

    def wait(self, seconds: float) -> None:
        """Until something changes, or for so long."""
        with self._changed:
            if self._failure is None:
                self._changed.wait(seconds)

    @property
    def active(self) -> tuple[PeerId, ...]:
        """Who is sending now."""
        with self._changed:
            return tuple(sorted(peer_id for peer_id, source in self._sources.items() if source.is_active))

    @property
    def bytes_per_second(self) -> int | None:
        """What arrives lately; None until that can be said."""
        with self._changed:
            rate = self._pace.per_second()
            return None if rate is None else round(rate)

    @property
    def read_bytes(self) -> int:
        """How much a source has read of its file to hash it."""
        return self._read_bytes

    # -- one source -----------------------------------------------------------------------------------------

    def _serve(self, peer_id: PeerId, source: _Source) -> None:
        failures = 0
        while self._is_asked(peer_id, source):
            try:
                with self._open_source(peer_id) as connection:
                    if job := self._agree(source, connection):
                        failures = 0
                        self._fetch(peer_id, source, connection, job)
            except FileRefusedError as error:
                failures += 1
                if error.refused.kind is RefusalKind.NO:
                    self._drop(peer_id, source, error.refused.reason)
            except _WrongSource as error:
                self._drop(peer_id, source, str(error))
            except CopyFailed as failure:
                self.fail(failure)
            except ValueError:  # also of files that are closed, when the copy has ended meanwhile
                self._drop(peer_id, source, marked("it sends something that makes no sense"))
            except (OSError, DialError, TooManyChannelsError):
                failures += 1
            self._rest(peer_id, source, _PAUSES_SECONDS[min(failures, len(_PAUSES_SECONDS)) - 1] if failures else 0.0)

    def _is_asked(self, peer_id: PeerId, source: _Source) -> bool:
        with self._changed:
            source.is_served = peer_id in self._wanted and not source.reason and not self._is_ended
            return source.is_served

    def _is_wanted(self, peer_id: PeerId) -> bool:
        with self._changed:
            return peer_id in self._wanted

    def _rest(self, peer_id: PeerId, source: _Source, seconds: float) -> None:
        with self._changed:
            source.is_active = False
            job = self._job
        if job is not None:
            job.work.give_back(peer_id)
        with self._changed:
            self._changed.wait_for(lambda: self._is_ended, seconds)

    def _drop(self, peer_id: PeerId, source: _Source, reason: str) -> None:
        with self._changed:
            if self._is_ended:
                return
            source.reason = reason
            self._changed.notify_all()
        self._on_dropped(peer_id, reason)

    def _agree(self, source: _Source, connection: FileSource) -> CopyJob | None:
        """Have the source say what is in its files, and wait until it is known what is copied; None when it ended."""
        manifest = connection.manifest(self._note_reading)
        if sum(manifest.sizes) != self._total_bytes:
            raise _WrongSource(marked("its file has another size than it says"))
        with self._changed:
            source.manifest = manifest
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._job is not None or self._is_ended)
            job = self._job
        if job is not None and manifest != job.manifest:
            raise _WrongSource(marked("it has another file of this name"))
        return job

    def _note_reading(self, read_bytes: int) -> None:
        self._read_bytes = read_bytes
        if self._is_ended:
            raise ConnectionAbortedError("the copy has ended")

    def _fetch(self, peer_id: PeerId, source: _Source, connection: FileSource, job: CopyJob) -> None:
        """Copy chunk after chunk until the copy has ended; also what turns out to be missing later."""
        hashes = job.manifest.chunk_hashes
        buffer = memoryview(bytearray(CHUNK_BYTES))
        asked: deque[int] = deque()
        while not self._is_ended:
            while len(asked) < _AHEAD and (number := job.work.take(peer_id)) is not None:
                chunk = job.files.chunks[number]
                connection.ask(chunk, job.manifest.files[chunk.part].sha256)
                asked.append(number)
            with self._changed:
                source.is_active = bool(asked)
            if not asked:
                job.work.wait(LOOK_SECONDS)
                if not self._is_wanted(peer_id):
                    return
                continue
            number = asked.popleft()
            data = buffer[: job.files.chunks[number].size]
            if connection.receive(data) != hashes[number]:
                raise _WrongSource(marked("what it sends is damaged"))
            with self._changed:
                self._pace.note(len(data))
            _write(job.files, number, data)
            job.work.done(number)


def _write(files: PartialFiles, number: int, data: memoryview) -> None:
    try:
        files.write(number, data)
    except NoRoomError as error:
        raise CopyFailed("disk_full", str(error.missing_bytes)) from error
    except OSError as error:
        raise CopyFailed("disk_failed", error.strerror or os.strerror(error.errno or 0)) from error
