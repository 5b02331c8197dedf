"""What is said on a `file` connection: requests of the end that copies, answers of the end that has the files.

Each is one JSON line; the answers `Follows` are followed by so many bytes. Parsed here, once.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.domain.ids import ModelId
from app.lib.file_hashes import FileHash
from app.lib.partial_files import CHUNK_BYTES

LINE_LIMIT_BYTES = 2048
MOST_MANIFEST_BYTES = 16 * 1024 * 1024
"""Of a model of 2 TB."""

_MOST_PARTS = 1000
_MOST_BYTES = 1 << 46
_MOST_TEXT = 400


@dataclass(frozen=True, slots=True)
class ManifestRequest:
    """What is in this model's files?"""

    model_id: ModelId


@dataclass(frozen=True, slots=True)
class RangeRequest:
    """These bytes of one of a model's files.

    Attributes:
        model_id: The model.
        part: Which file, from 0.
        sha256: What that file is by its manifest.
        offset: Where the range begins.
        size: In bytes, no more than a chunk.
    """

    model_id: ModelId
    part: int
    sha256: str
    offset: int
    size: int


type FileRequest = ManifestRequest | RangeRequest


@dataclass(frozen=True, slots=True)
class Follows:
    """Yes: so many bytes follow."""

    size: int


@dataclass(frozen=True, slots=True)
class StillReading:
    """Not yet: the files are being read to hash them.

    Attributes:
        done_bytes: Of them, so far.
    """

    done_bytes: int


class RefusalKind(StrEnum):
    """What to do after a refusal."""

    BUSY = "busy"
    """Ask again later."""
    NO = "no"
    """Ask others."""


@dataclass(frozen=True, slots=True)
class Refused:
    """No; `reason` follows the name of the node that says so."""

    reason: str
    kind: RefusalKind


type FileAnswer = Follows | StillReading | Refused


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a model's files.

    Attributes:
        files: In order.
    """

    files: tuple[FileHash, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of each file."""
        return tuple(file.size for file in self.files)

    @property
    def content_hash(self) -> str:
        """Names all of it."""
        return hashlib.sha256(encode_manifest(self)).hexdigest()

    @property
    def chunk_hashes(self) -> tuple[str, ...]:
        """Of all chunks of all files, in the order of `partial_files.chunks_of`."""
        return tuple(chunk for file in self.files for chunk in file.chunks)


def encode_request(request: FileRequest) -> bytes:
    """The request as a line, without its line feed."""
    return json.dumps({"ask": type(request).__name__, **asdict(request)}).encode()


def decode_request(line: bytes) -> FileRequest:
    """Read what `encode_request` wrote.

    Raises:
        ValueError: It is something else.
    """
    body = _object(line)
    model_id = ModelId(_text(body, "model_id"))
    match body.get("ask"):
        case "ManifestRequest":
            return ManifestRequest(model_id)
        case "RangeRequest":
            size = _count(body, "size", CHUNK_BYTES)
            return RangeRequest(
                model_id, _count(body, "part", _MOST_PARTS), _text(body, "sha256"), _count(body, "offset"), size
            )
    raise ValueError("not a request for a file")


def encode_answer(answer: FileAnswer) -> bytes:
    """The answer as a line, without its line feed."""
    return json.dumps({"is": type(answer).__name__, **asdict(answer)}).encode()


def decode_answer(line: bytes) -> FileAnswer:
    """Read what `encode_answer` wrote.

    Raises:
        ValueError: It is something else.
    """
    body = _object(line)
    match body.get("is"):
        case "Follows":
            return Follows(_count(body, "size"))
        case "StillReading":
            return StillReading(_count(body, "done_bytes"))
        case "Refused":
            return Refused(_text(body, "reason"), RefusalKind(_text(body, "kind")))
    raise ValueError("not an answer about a file")


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as it travels, and as it is kept."""
    files = [{"size": f.size, "sha256": f.sha256, "chunks": "".join(f.chunks)} for f in manifest.files]
    return json.dumps({"chunk_bytes": CHUNK_BYTES, "files": files}).encode()


def decode_manifest(data: bytes) -> Manifest:
    """Read what `encode_manifest` wrote.

    Raises:
        ValueError: It is something else.
    """
    body = _object(data)
    files = body.get("files")
    if body.get("chunk_bytes") != CHUNK_BYTES or not isinstance(files, list) or not 0 < len(files) <= _MOST_PARTS:
        raise ValueError("not a manifest")
    return Manifest(tuple(_file(item) for item in files))


def _file(item: Any) -> FileHash:
    if not isinstance(item, dict):
        raise ValueError("not a file of a manifest")
    size, chunks = _count(item, "size"), item.get("chunks")
    count = -(-size // CHUNK_BYTES)
    if not size or not isinstance(chunks, str) or len(chunks) != 64 * count:
        raise ValueError("a file without the hashes of its chunks")
    hashes = tuple(chunks[start : start + 64] for start in range(0, len(chunks), 64))
    whole = _text(item, "sha256")
    if len(whole) != 64:
        raise ValueError("not a hash")
    return FileHash(size, whole, hashes)


def _object(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError("not a message about files") from error
    if not isinstance(body, dict):
        raise ValueError("not a message about files")
    return body


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise ValueError(f"not a text under {key!r}")
    return value


def _count(body: dict[str, Any], key: str, most: int = _MOST_BYTES) -> int:
    value = body.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"not a number under {key!r}")
    return value
