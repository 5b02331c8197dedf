"""Downloads the files of one model into a cache folder laid out as Hugging Face's library does it, so that other
programs find them there.

The library downloads; what it does not do is done here: a partial file outlives this process and is gone on with, the
digest is compared, a limit is kept, and a lost connection is tried again with longer and longer pauses.
"""

import hashlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from huggingface_hub import constants, hf_hub_download, hf_hub_url
from huggingface_hub.file_download import http_get, repo_folder_name
from huggingface_hub.utils._headers import build_hf_headers

from app.domain.errors import UserError
from app.domain.hub_choice import HubFile
from app.domain.sentence import say
from app.domain.words import format_bytes
from app.models.hub_errors import may_pass, problem_of
from app.models.hub_files import blob_name, partial_name
from app.models.hub_request import Arrived, Checking, Download, Event, Pausing
from app.models.partial_file import PartialFile

LONGEST_PAUSE_SECONDS = 60.0
LOCK_SECONDS = 2.0
"""How long another program that has the same file in hand is waited for."""

_PORTION_BYTES = 256 << 10
"""What a lost connection costs at most: a portion that is not complete is lost with it."""

_SMALLEST_PORTION_BYTES = 16 << 10


def download(request: Download, tell: Callable[[Event], None]) -> None:
    """Bring all files; returns when they are there and right.

    Raises:
        UserError: There is no room, the content is not what the hub says, or another program downloads the same.
        Exception: Of the library or the system, for `hub_errors`.
    """
    constants.DOWNLOAD_CHUNK_SIZE = _portion(request.bytes_per_second)
    done_bytes = 0
    for file in request.files:
        _FileDownload(request, file, done_bytes, tell).run()
        done_bytes += file.size_bytes
        tell(Arrived(done_bytes))


def _portion(bytes_per_second: int) -> int:
    """Under a limit bytes come in small portions, so that they come evenly."""
    if not bytes_per_second:
        return _PORTION_BYTES
    return max(_SMALLEST_PORTION_BYTES, min(_PORTION_BYTES, bytes_per_second // 4))


class _FileDownload:
    """One file on its way.

    Args:
        request: What it belongs to.
        file: Which.
        before_bytes: Of the files before it.
        tell: Tells the owner.
    """

    def __init__(self, request: Download, file: HubFile, before_bytes: int, tell: Callable[[Event], None]) -> None:
        self._request = request
        self._file = file
        self._before_bytes = before_bytes
        self._tell = tell
        folder = repo_folder_name(repo_id=request.repository, repo_type="model")
        self._folder = request.directory / folder
        self._blob = self._folder / "blobs" / blob_name(file)
        self._partial = self._blob.with_name(partial_name(file))
        # The library's own lock: its other users wait for us, and we for them.
        self._lock = request.directory / ".locks" / folder / f"{blob_name(file)}.lock"

    def run(self) -> None:
        for folder in (self._blob.parent, self._lock.parent):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._lock, timeout=LOCK_SECONDS):
                if not self._blob.exists():
                    self._bring()
                    self._check()
                    self._partial.replace(self._blob)
        except Timeout as error:
            raise UserError(
                say("Being downloaded already"),
                say("Another program downloads {name} into the same folder.", name=self._file.name),
                say("Wait until it is done."),
                "download_busy",
            ) from error
        self._persist(self._show_to_others)

    def _show_to_others(self) -> None:
        """Name the content in the snapshot of its version; with the content there, the library downloads nothing."""
        request = self._request
        hf_hub_download(request.repository, self._file.name, revision=request.commit, cache_dir=request.directory)
        reference = self._folder / "refs" / constants.DEFAULT_REVISION
        reference.parent.mkdir(parents=True, exist_ok=True)
        reference.write_text(request.commit)

    def _bring(self) -> None:
        with PartialFile(self._partial, self._request.bytes_per_second, self._arrived) as partial:
            if partial.tell() > self._file.size_bytes:
                partial.truncate(0)
                partial.seek(0)
            self._arrived(partial.tell())
            self._check_room(partial.tell())
            self._persist(lambda: self._go_on(partial), partial.tell)

    def _go_on(self, partial: PartialFile) -> None:
        request = self._request
        http_get(
            hf_hub_url(request.repository, self._file.name, revision=request.commit),
            partial,
            resume_size=partial.tell(),
            headers=dict(build_hf_headers()) | {"Accept-Encoding": "identity"},
            expected_size=self._file.size_bytes,
            displayed_filename=self._file.name,
        )

    def _persist(self, step: Callable[[], None], position: Callable[[], int] = lambda: 0) -> None:
        """Do something again after failures that may pass, until it brings nothing any more."""
        tries, pause = 0, self._request.pause_seconds
        while True:
            before = position()
            try:
                return step()
            except Exception as error:
                cause = error.__cause__ if isinstance(error, FileNotFoundError) and error.__cause__ else error
                if not may_pass(cause):
                    raise cause from None
                if position() > before:
                    tries, pause = 0, self._request.pause_seconds
                tries += 1
                if tries >= self._request.tries:
                    raise cause from None
                problem = problem_of(cause, self._request.repository)
                self._tell(Pausing(say("{message} It is tried again.", message=problem.message)))
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _check_room(self, here_bytes: int) -> None:
        if self._file.size_bytes > constants.MAX_HTTP_DOWNLOAD_SIZE:
            most = format_bytes(constants.MAX_HTTP_DOWNLOAD_SIZE)
            raise UserError(
                say("File too large"),
                say(
                    "{name} is larger than {most}: the hub gives such files only by a protocol of its own.",
                    name=self._file.name,
                    most=most,
                ),
                say("Look for a repository that has the model in parts."),
                "file_too_large",
            )
        free_bytes = shutil.disk_usage(self._blob.parent).free
        missing = self._file.size_bytes - here_bytes - free_bytes
        if missing > 0:
            raise UserError(
                say("Disk full"),
                say(
                    "{name} needs {missing} more than this disk has free.",
                    name=self._file.name,
                    missing=format_bytes(missing),
                ),
                say("Make room, then get it again."),
                "disk_full",
            )

    def _check(self) -> None:
        """Compare what is on disk with what the hub says it is; what differs is deleted."""
        self._tell(Checking())
        if digest_of(self._partial, self._file) != blob_name(self._file):
            self._partial.unlink()
            raise UserError(
                say("Wrong content"),
                say("{name} arrived, but is not what the hub says that it is. It is deleted.", name=self._file.name),
                say("Get it again; if that happens twice, its source is damaged."),
                "checksum_wrong",
            )

    def _arrived(self, file_bytes: int) -> None:
        self._tell(Arrived(self._before_bytes + file_bytes))


def digest_of(path: Path, file: HubFile) -> str:
    """The digest of a file on disk, of the kind that the hub gives for it, in hexadecimal.

    Raises:
        OSError: It cannot be read.
        ValueError: The hub's is of a kind that is not known.
    """
    kind = file.digest.partition(":")[0]
    if kind == "sha256":
        digest = hashlib.sha256()
    elif kind == "git":
        digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    else:
        raise ValueError(f"unknown kind of digest {kind!r}")
    with path.open("rb") as content:
        while portion := content.read(_PORTION_BYTES):
            digest.update(portion)
    return digest.hexdigest()
