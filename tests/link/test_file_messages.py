"""What is said about files: it survives the wire, and nothing else is taken for it."""

import json
import random

import pytest

from app.domain.ids import ModelId
from app.lib.file_hashes import FileHash
from app.lib.partial_files import CHUNK_BYTES
from app.link.file_messages import (
    LINE_LIMIT_BYTES,
    FileAnswer,
    FileRequest,
    Follows,
    Manifest,
    ManifestRequest,
    RangeRequest,
    RefusalKind,
    Refused,
    StillReading,
    decode_answer,
    decode_manifest,
    decode_request,
    encode_answer,
    encode_manifest,
    encode_request,
)
from tests.spoiling import damaged, mutated

MODEL = ModelId("a" * 32)
HASH = "0" * 64
MANIFEST = Manifest((FileHash(CHUNK_BYTES + 1, HASH, (HASH, HASH)), FileHash(3, HASH, (HASH,))))
RANGE = RangeRequest(MODEL, 1, HASH, 5, CHUNK_BYTES)
NONSENSE: tuple[object, ...] = (None, -1, 1 << 70, True, 1.5, "", "x" * 5000, [], {}, [[]], "../../etc/passwd", "\0")


@pytest.mark.parametrize("request_", [ManifestRequest(MODEL), RANGE])
def test_requests_survive_the_wire(request_: FileRequest) -> None:
    line = encode_request(request_)
    assert len(line) < LINE_LIMIT_BYTES
    assert decode_request(line) == request_


@pytest.mark.parametrize(
    "answer", [Follows(7), StillReading(8), Refused("its owner has paused sharing", RefusalKind.NO)]
)
def test_answers_survive_the_wire(answer: FileAnswer) -> None:
    assert decode_answer(encode_answer(answer)) == answer


def test_manifests_survive_the_wire_and_name_their_content() -> None:
    assert decode_manifest(encode_manifest(MANIFEST)) == MANIFEST
    assert MANIFEST.sizes == (CHUNK_BYTES + 1, 3)
    assert MANIFEST.chunk_hashes == (HASH, HASH, HASH)
    other = Manifest((FileHash(3, "1" * 64, (HASH,)),))
    assert MANIFEST.content_hash != other.content_hash


@pytest.mark.parametrize(
    "files",
    [
        [],
        [{}],
        ["x"],
        [{"size": 0, "sha256": HASH, "chunks": ""}],
        [{"size": 5, "sha256": HASH, "chunks": ""}],
        [{"size": 5, "sha256": HASH, "chunks": HASH * 2}],
        [{"size": 5, "sha256": "0", "chunks": HASH}],
        [{"size": 5, "sha256": HASH, "chunks": 7}],
        [{"size": 5, "sha256": HASH, "chunks": HASH}] * 1001,
        {"size": 5},
    ],
)
def test_a_manifest_that_contradicts_itself_is_none(files: object) -> None:
    with pytest.raises(ValueError, match=r"not|file|number"):
        decode_manifest(json.dumps({"chunk_bytes": CHUNK_BYTES, "files": files}).encode())


@pytest.mark.parametrize("seed", range(300))
def test_whatever_comes_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for data, decode in (
        (encode_request(RANGE), decode_request),
        (encode_answer(Refused("no", RefusalKind.BUSY)), decode_answer),
        (encode_manifest(MANIFEST), decode_manifest),
    ):
        spoilt = json.dumps(damaged(json.loads(data), chance, NONSENSE)).encode()
        for line in (spoilt, mutated(data, chance)):
            try:
                found = decode(line)
            except ValueError:
                continue
            if isinstance(found, RangeRequest):
                assert found.size <= CHUNK_BYTES
                assert found.offset >= 0
