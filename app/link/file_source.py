"""One peer as the source of a copy: a `file` connection, from the side that asks."""

import hashlib
import time
from collections.abc import Callable

from app.domain.ids import ModelId
from app.lib.partial_files import Chunk
from app.link.file_messages import (
    LINE_LIMIT_BYTES,
    MOST_MANIFEST_BYTES,
    Follows,
    Manifest,
    ManifestRequest,
    RangeRequest,
    Refused,
    StillReading,
    decode_answer,
    decode_manifest,
    encode_request,
)
from app.link.secure_stream import SecureStream
from app.link.waiting import READ, wait_for

SILENT_SECONDS = 20.0
"""A source that sends nothing for so long, and was asked for something, is given up."""


class FileRefusedError(Exception):
    """The peer says no.

    Attributes:
        refused: Its answer.
    """

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


class FileSource:
    """A connection to a peer that has a model's files. For one thread.

    Args:
        stream: After its header; owned by who made it.
        model_id: The model.
    """

    def __init__(self, stream: SecureStream, model_id: ModelId) -> None:
        self._stream = stream
        self._model_id = model_id

    def manifest(self, on_wait: Callable[[int], None]) -> Manifest:
        """What is in the model's files.

        Args:
            on_wait: Told how many bytes the peer has read of them, while it has to.

        Raises:
            FileRefusedError: The peer says no.
            ValueError: It answers something that makes no sense.
            OSError: The connection broke.
        """
        self._say(ManifestRequest(self._model_id))
        while isinstance(answer := self._answer(), StillReading):
            on_wait(answer.done_bytes)
        if answer.size > MOST_MANIFEST_BYTES:
            raise ValueError("a manifest that is far too large")
        body = memoryview(bytearray(answer.size))
        self._fill(body, lambda piece: None)
        return decode_manifest(bytes(body))

    def ask(self, chunk: Chunk, sha256: str) -> None:
        """Ask for a chunk; answers come in the order of the questions.

        Args:
            chunk: Which.
            sha256: What the file it is in is by the manifest.

        Raises:
            OSError: The connection broke.
        """
        self._say(RangeRequest(self._model_id, chunk.part, sha256, chunk.offset, chunk.size))

    def receive(self, data: memoryview) -> str:
        """Take the next chunk that was asked for; its SHA-256 in hexadecimal.

        Args:
            data: Filled with it, and of its size.

        Raises:
            FileRefusedError: The peer says no.
            ValueError: It answers something that makes no sense.
            OSError: The connection broke.
        """
        answer = self._answer()
        if not isinstance(answer, Follows) or answer.size != len(data):
            raise ValueError("not what was asked for")
        digest = hashlib.sha256()
        self._fill(data, digest.update)
        return digest.hexdigest()

    def _say(self, request: ManifestRequest | RangeRequest) -> None:
        self._stream.write_line(encode_request(request), time.monotonic() + SILENT_SECONDS)

    def _answer(self) -> Follows | StillReading:
        answer = decode_answer(self._stream.read_line(time.monotonic() + SILENT_SECONDS, LINE_LIMIT_BYTES))
        if isinstance(answer, Refused):
            raise FileRefusedError(answer)
        return answer

    def _fill(self, data: memoryview, look: Callable[[memoryview], None]) -> None:
        filled = 0
        while filled < len(data):
            count = self._stream.receive_into(data[filled:])
            if count is None:
                wait_for(self._stream.fileno(), READ, time.monotonic() + SILENT_SECONDS)
            elif count == 0:
                raise ConnectionResetError("the other end closed the connection")
            else:
                look(data[filled : filled + count])
                filled += count
