"""Copies one model from the peers that have it into files of this computer, until it is whole and verified.

Each source has a thread of its own, which takes one chunk after the other; what does not have the hash that the
manifest says is never written, and its source is not asked again. A source that is lost is tried again for as long as
the copy lasts. What has come is kept whatever happens. Where the files go in the end is for the owner of the process.
"""

import hashlib
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.ids import ModelId, PeerId
from app.domain.model_files import part_names
from app.lib.files import replace_file
from app.lib.pace import Pace
from app.lib.partial_files import CHUNK_BYTES, RESERVE_BYTES, NoRoomError, PartialFiles
from app.link.channels import TooManyChannelsError
from app.link.chunk_work import ChunkWork
from app.link.dialer import DialError
from app.link.events import CopyEnded, CopyProgress, CopyStep, LinkEvent, SourceDropped
from app.link.file_messages import Manifest, RefusalKind, decode_manifest, encode_manifest
from app.link.file_source import FileRefusedError, FileSource

MANIFEST = "manifest.json"
REPORT_SECONDS = 0.3
SYNC_SECONDS = 3.0
AGREE_SECONDS = 3.0
"""How long the manifests of other sources are waited for once there is one."""

_AHEAD = 2
"""Chunks that a source is asked for at a time, so that it never waits for the next question."""

_PAUSES_SECONDS = (0.3, 1.0, 2.0, 5.0)
_MOST_VERIFICATIONS = 3
_READ_BYTES = 1024 * 1024

type OpenSource = Callable[[PeerId], AbstractContextManager[FileSource]]


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What is to be copied.

    Attributes:
        transfer_id: Names the copy.
        model_id: The model.
        directory: Where the files are made; must exist.
        stem: What the files are called, as of `part_names`.
        total_bytes: Size that the model's files have together.
        reserve_bytes: What is left free of the disk.
    """

    transfer_id: str
    model_id: ModelId
    directory: Path
    stem: str
    total_bytes: int
    reserve_bytes: int = RESERVE_BYTES


class _SourceWrong(Exception):
    """A source sends what it should not: it is not asked again. The text follows its name."""


class _CopyFailed(Exception):
    """The copy cannot go on.

    Attributes:
        code: For programs.
    """

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(text)
        self.code = code


@dataclass(slots=True)
class _Source:
    """What is known of one source.

    Attributes:
        is_active: It is sending now.
        manifest: What it says is in the files; None until it has said so.
        reason: Why it is not asked any more; empty while it is.
        thread: Exists as long as it is asked.
    """

    is_active: bool = False
    manifest: Manifest | None = None
    reason: str = ""
    thread: threading.Thread | None = field(default=None, repr=False)


class Copying:
    """One copy; made, started, and ended once.

    Args:
        order: What is to be copied.
        open_source: Opens a connection to a peer, for a `with` block; what is open is ended by the third argument.
        abort_sources: Ends all that `open_source` has opened.
        emit: Takes events.
    """

    def __init__(
        self,
        order: CopyOrder,
        open_source: OpenSource,
        abort_sources: Callable[[], None],
        emit: Callable[[LinkEvent], None],
    ) -> None:
        self._order = order
        self._open_source = open_source
        self._abort_sources = abort_sources
        self._emit = emit
        self._changed = threading.Condition()
        self._sources: dict[PeerId, _Source] = {}
        self._wanted: frozenset[PeerId] = frozenset()
        self._manifest: Manifest | None = None
        self._files: PartialFiles | None = None
        self._work: ChunkWork | None = None
        self._failure: _CopyFailed | None = None
        self._is_ended = False
        self._read_bytes = 0
        self._pace = Pace()
        self._told: CopyProgress | None = None
        self._thread = threading.Thread(target=self._run, name="copy", daemon=True)

    def start(self, peer_ids: Iterable[PeerId]) -> None:
        """Begin, or go on where it was left."""
        self.set_sources(peer_ids)
        self._thread.start()

    def set_sources(self, peer_ids: Iterable[PeerId]) -> None:
        """Copy from these from now on; those that were found wrong stay so."""
        with self._changed:
            self._wanted = frozenset(peer_ids)
            for peer_id in self._wanted:
                source = self._sources.setdefault(peer_id, _Source())
                if source.thread is None and not source.reason and not self._is_ended:
                    source.thread = threading.Thread(
                        target=self._copy_from, args=(peer_id, source), name="copy from", daemon=True
                    )
                    source.thread.start()
            self._changed.notify_all()

    def stop(self) -> None:
        """End it; returns when what has come is safe on disk."""
        self._fail(_CopyFailed("stopped"))
        self._thread.join()

    # -- the copy as a whole --------------------------------------------------------------------------------

    def _run(self) -> None:
        code, text = "", ""
        try:
            self._copy()
        except _CopyFailed as failure:
            code, text = failure.code, str(failure)
        except NoRoomError as error:
            code, text = "disk_full", str(error.missing_bytes)
        except OSError as error:
            code, text = "disk_failed", error.strerror or str(error)
        finally:
            with self._changed:
                self._is_ended = True
                self._changed.notify_all()
            self._abort_sources()
            if self._files is not None:
                with suppress(OSError):
                    self._files.sync()
                self._files.close()
        self._emit(CopyEnded(self._order.transfer_id, code, text))

    def _copy(self) -> None:
        manifest = self._read_manifest() or self._agree()
        with self._changed:
            self._manifest = manifest
            self._changed.notify_all()
        names = part_names(self._order.stem, len(manifest.files))
        files = PartialFiles(self._order.directory, names, manifest.sizes, reserve_bytes=self._order.reserve_bytes)
        self._files = files
        files.check_room()
        work = ChunkWork(files.missing)
        with self._changed:
            self._work = work
            self._changed.notify_all()
        for _ in range(_MOST_VERIFICATIONS):
            self._wait_for(work, files)
            self._report(CopyStep.VERIFYING)
            files.sync()
            wrong = [number for part in range(len(manifest.files)) for number in self._wrong_chunks(part)]
            if not wrong:
                return
            files.forget(wrong)
            work.missing_again(wrong)
        raise _CopyFailed("disk_failed", "what is written there is not what is read again")

    def _wait_for(self, work: ChunkWork, files: PartialFiles) -> None:
        """Until all chunks are there."""
        synced_at, synced_bytes = time.monotonic(), files.done_bytes
        while not work.is_finished:
            self._check()
            if time.monotonic() > synced_at + SYNC_SECONDS and files.done_bytes != synced_bytes:
                synced_bytes = files.done_bytes
                files.sync()
                synced_at = time.monotonic()
            self._report(CopyStep.MOVING if self._active() else CopyStep.WAITING)
            work.wait(REPORT_SECONDS)
        self._check_failure()

    def _check(self) -> None:
        """Raise when it cannot go on."""
        self._check_failure()
        with self._changed:
            asked = [self._sources[peer_id] for peer_id in self._wanted]
        if asked and all(source.reason for source in asked):
            raise _CopyFailed("no_source")

    def _check_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _fail(self, failure: _CopyFailed) -> None:
        with self._changed:
            self._failure = self._failure or failure
            self._changed.notify_all()
        if self._work is not None:
            self._work.wake()

    def _active(self) -> tuple[PeerId, ...]:
        with self._changed:
            return tuple(sorted(peer_id for peer_id, source in self._sources.items() if source.is_active))

    def _report(self, step: CopyStep) -> None:
        files = self._files
        with self._changed:
            rate = self._pace.per_second()
        progress = CopyProgress(
            self._order.transfer_id,
            step,
            files.done_bytes if files else 0,
            files.total_bytes if files else self._order.total_bytes,
            None if rate is None or step is not CopyStep.MOVING else round(rate),
            self._active(),
            self._read_bytes,
        )
        if progress != self._told:
            self._told = progress
            self._emit(progress)

    # -- what is in the files -------------------------------------------------------------------------------

    def _read_manifest(self) -> Manifest | None:
        """The manifest of the copy as it was left; None when it is a new one."""
        try:
            return decode_manifest((self._order.directory / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return None

    def _agree(self) -> Manifest:
        """The manifest that most sources have, once they have said it."""
        deadline: float | None = None
        while True:
            self._check()
            with self._changed:
                asked = [self._sources[peer_id] for peer_id in self._wanted if not self._sources[peer_id].reason]
                offers = [source.manifest for source in asked if source.manifest is not None]
                if offers and deadline is None:
                    deadline = time.monotonic() + AGREE_SECONDS
                if offers and (len(offers) == len(asked) or time.monotonic() >= (deadline or 0.0)):
                    break
                self._changed.wait(REPORT_SECONDS)
            self._report(CopyStep.WAITING)
        counted = Counter(offer.content_hash for offer in offers)
        chosen = next(offer for offer in offers if offer.content_hash == counted.most_common(1)[0][0])
        replace_file(self._order.directory / MANIFEST, encode_manifest(chosen).decode())
        return chosen

    def _wrong_chunks(self, part: int) -> Iterator[int]:
        """Read a whole file again as it lies on disk; the numbers of the chunks that are not what they should be."""
        assert self._files is not None
        assert self._manifest is not None
        files, wanted = self._files, self._manifest
        numbers = [number for number, chunk in enumerate(files.chunks) if chunk.part == part]
        whole, wrong = hashlib.sha256(), []
        buffer = memoryview(bytearray(CHUNK_BYTES))
        with files.paths[part].open("rb", buffering=0) as file:
            for number in numbers:
                self._check_failure()
                data = buffer[: files.chunks[number].size]
                filled = 0
                while filled < len(data) and (count := file.readinto(data[filled:])):
                    filled += count
                whole.update(data[:filled])
                if hashlib.sha256(data[:filled]).hexdigest() != wanted.chunk_hashes[number]:
                    wrong.append(number)
        if not wrong and whole.hexdigest() != wanted.files[part].sha256:
            raise _CopyFailed("damaged")  # the manifest contradicts itself
        yield from wrong

    # -- one source -----------------------------------------------------------------------------------------

    def _copy_from(self, peer_id: PeerId, source: _Source) -> None:
        failures = 0
        while self._is_asked(peer_id, source):
            try:
                with self._open_source(peer_id) as connection:
                    self._hear_manifest(source, connection)
                    failures = 0
                    self._fetch(peer_id, source, connection)
            except FileRefusedError as error:
                if error.refused.kind is RefusalKind.NO:
                    self._drop(peer_id, source, error.refused.reason)
                failures += 1
            except _SourceWrong as error:
                self._drop(peer_id, source, str(error))
            except _CopyFailed as failure:
                self._fail(failure)
            except ValueError:
                if not self._is_ended:
                    self._drop(peer_id, source, "it sent something that makes no sense")
            except (OSError, DialError, TooManyChannelsError):
                failures += 1
            finally:
                with self._changed:
                    source.is_active = False
                if self._work is not None:
                    self._work.give_back(peer_id)
            if failures:
                self._pause(_PAUSES_SECONDS[min(failures, len(_PAUSES_SECONDS)) - 1])

    def _is_asked(self, peer_id: PeerId, source: _Source) -> bool:
        with self._changed:
            is_asked = peer_id in self._wanted and not source.reason and not self._is_ended
            if not is_asked:
                source.thread = None
            return is_asked

    def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._is_ended, max(0.0, deadline - time.monotonic()))

    def _drop(self, peer_id: PeerId, source: _Source, reason: str) -> None:
        with self._changed:
            source.reason = reason
            self._changed.notify_all()
        self._emit(SourceDropped(self._order.transfer_id, peer_id, reason))

    def _hear_manifest(self, source: _Source, connection: FileSource) -> None:
        """Have the source say what is in the files, and wait until it is decided which is copied."""
        manifest = connection.manifest(self._note_reading)
        if sum(manifest.sizes) != self._order.total_bytes:
            raise _SourceWrong("its file has another size than it says")
        with self._changed:
            source.manifest = manifest
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._work is not None or self._is_ended)
        if self._manifest is not None and manifest != self._manifest:
            raise _SourceWrong("it has another file of this name")

    def _note_reading(self, read_bytes: int) -> None:
        self._read_bytes = read_bytes
        if self._is_ended:
            raise ConnectionAbortedError("the copy was ended")

    def _fetch(self, peer_id: PeerId, source: _Source, connection: FileSource) -> None:
        """Copy chunk after chunk until nothing is missing, or there is nothing for this source for now."""
        work, files, manifest = self._work, self._files, self._manifest
        if work is None or files is None or manifest is None:
            return  # ended before it began
        hashes = manifest.chunk_hashes
        buffer = memoryview(bytearray(CHUNK_BYTES))
        asked: deque[int] = deque()
        while not self._is_ended:
            while len(asked) < _AHEAD and (number := work.take(peer_id)) is not None:
                chunk = files.chunks[number]
                connection.ask(chunk, manifest.files[chunk.part].sha256)
                asked.append(number)
            with self._changed:
                source.is_active = bool(asked)
            if not asked:
                work.wait(REPORT_SECONDS)
                return
            number = asked.popleft()
            data = buffer[: files.chunks[number].size]
            if connection.receive(data) != hashes[number]:
                raise _SourceWrong("what it sends is damaged")
            with self._changed:
                self._pace.note(len(data))
            self._write(files, number, data)
            work.done(number)

    def _write(self, files: PartialFiles, number: int, data: memoryview) -> None:
        try:
            files.write(number, data)
        except NoRoomError as error:
            raise _CopyFailed("disk_full", str(error.missing_bytes)) from error
        except OSError as error:
            raise _CopyFailed("disk_failed", error.strerror or os.strerror(error.errno or 0)) from error
