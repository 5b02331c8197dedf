"""Copies one model from the peers that have it into files of this computer, until it is whole and verified.

How it is fetched from each peer is in `copy_sources.py`. What has come is kept whatever happens. Where the files go in
the end is for the owner of the process.
"""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import ModelId, PeerId
from app.domain.model_files import part_names
from app.domain.sentence import marked
from app.lib.files import replace_file
from app.lib.partial_files import RESERVE_BYTES, NoRoomError, PartialFiles
from app.link.chunk_work import ChunkWork
from app.link.copy_sources import LOOK_SECONDS, CopyFailed, CopyJob, CopySources, OpenSource
from app.link.events import CopyEnded, CopyProgress, CopyStep, LinkEvent, SourceDropped
from app.link.file_messages import Manifest, decode_manifest, encode_manifest
from app.link.verifying import Verifying

MANIFEST = "manifest.json"
SYNC_SECONDS = 3.0
AGREE_SECONDS = 3.0
"""How long the manifests of other sources are waited for once there is one."""

_MOST_VERIFICATIONS = 3


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


class Copying:
    """One copy; made, started, and ended once.

    Args:
        order: What is to be copied.
        open_source: Opens a connection to a peer, for a `with` block.
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
        self._abort_sources = abort_sources
        self._emit = emit
        self._sources = CopySources(
            open_source,
            order.total_bytes,
            lambda peer_id, reason: emit(SourceDropped(order.transfer_id, peer_id, reason)),
        )
        self._files: PartialFiles | None = None
        self._told: CopyProgress | None = None
        self._thread = threading.Thread(target=self._run, name="copy", daemon=True)

    def start(self, peer_ids: Iterable[PeerId]) -> None:
        """Begin, or go on where it was left."""
        self._sources.set(peer_ids)
        self._thread.start()

    def set_sources(self, peer_ids: Iterable[PeerId]) -> None:
        """Copy from these from now on; those that were found wrong stay so."""
        self._sources.set(peer_ids)

    def stop(self) -> None:
        """End it; returns when what has come is safe on disk."""
        self._sources.fail(CopyFailed("stopped"))
        self._thread.join()

    def _run(self) -> None:
        code, text = "", ""
        try:
            self._copy()
        except CopyFailed as failure:
            code, text = failure.code, str(failure)
        except NoRoomError as error:
            code, text = "disk_full", str(error.missing_bytes)
        except OSError as error:
            code, text = "disk_failed", error.strerror or str(error)
        finally:
            self._sources.end()
            self._abort_sources()
            if self._files is not None:
                with suppress(OSError):
                    self._files.sync()
                self._files.close()
        self._emit(CopyEnded(self._order.transfer_id, code, text))

    def _copy(self) -> None:
        manifest = self._read_manifest() or self._agreed_manifest()
        names = part_names(self._order.stem, len(manifest.files))
        files = PartialFiles(self._order.directory, names, manifest.sizes, reserve_bytes=self._order.reserve_bytes)
        self._files = files
        files.check_room()
        work = ChunkWork(files.missing)
        self._sources.begin(CopyJob(manifest, files, work))
        for _ in range(_MOST_VERIFICATIONS):
            wrong = self._fill(manifest, files, work)
            if not wrong:
                return
            files.forget(wrong)
            work.missing_again(wrong)
        raise CopyFailed("disk_failed", marked("what is written there is not what is read again"))

    def _fill(self, manifest: Manifest, files: PartialFiles, work: ChunkWork) -> list[int]:
        """Wait until all chunks are there, and safe; those that are wrong all the same."""
        verifying = Verifying(files, manifest)
        try:
            self._wait_for(work, files)
            files.sync()
            self._report(CopyStep.VERIFYING)
            parts = verifying.wrong_parts(self._sources.check_failure)
        finally:
            verifying.end()
        return [number for part in parts for number in self._wrong_chunks(manifest, files, part)]

    def _wait_for(self, work: ChunkWork, files: PartialFiles) -> None:
        """Until all chunks are there."""
        synced_at, synced_bytes = time.monotonic(), files.done_bytes
        while not work.is_finished:
            self._sources.check()
            if time.monotonic() > synced_at + SYNC_SECONDS and files.done_bytes != synced_bytes:
                synced_bytes = files.done_bytes
                files.sync()
                synced_at = time.monotonic()
            self._report(CopyStep.MOVING if self._sources.active else CopyStep.WAITING)
            work.wait(LOOK_SECONDS)

    def _report(self, step: CopyStep) -> None:
        files = self._files
        progress = CopyProgress(
            self._order.transfer_id,
            step,
            files.done_bytes if files else 0,
            files.total_bytes if files else self._order.total_bytes,
            self._sources.bytes_per_second if step is CopyStep.MOVING else None,
            self._sources.active,
            self._sources.read_bytes,
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

    def _agreed_manifest(self) -> Manifest:
        """The manifest that most sources have, once they have said it."""
        deadline: float | None = None
        while True:
            self._sources.check()
            offers, are_all = self._sources.offers()
            if offers and deadline is None:
                deadline = time.monotonic() + AGREE_SECONDS
            if deadline is not None and offers and (are_all or time.monotonic() >= deadline):
                break
            self._report(CopyStep.WAITING)
            self._sources.wait(LOOK_SECONDS)
        counted = Counter(offer.content_hash for offer in offers)
        chosen = next(offer for offer in offers if offer.content_hash == counted.most_common(1)[0][0])
        replace_file(self._order.directory / MANIFEST, encode_manifest(chosen).decode())
        return chosen

    def _wrong_chunks(self, manifest: Manifest, files: PartialFiles, part: int) -> list[int]:
        """The numbers of the chunks of a file that are not what they should be.

        Raises:
            CopyFailed: All are, so that the manifest contradicts itself.
        """
        wrong = []
        with files.paths[part].open("rb", buffering=0) as file:
            for number, chunk in enumerate(files.chunks):
                if chunk.part == part:
                    self._sources.check_failure()
                    if hashlib.sha256(file.read(chunk.size)).hexdigest() != manifest.chunk_hashes[number]:
                        wrong.append(number)
        if not wrong:
            raise CopyFailed("damaged")
        return wrong
