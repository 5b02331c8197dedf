"""A link process that behaves oddly where files are concerned: `python -m tests.link.odd_link KIND`.

- `slow`: sends a file slowly, so that there is a middle of a copy.
- `lying`: what it sends of a file is not what is in it.
- `babbling`: answers what it is asked for with a line that means nothing.
- `full`: its disk is full after some megabytes.
"""

import shutil
import sys
import time
from typing import NamedTuple

from app.lib import partial_files
from app.link import file_sender
from app.link.file_messages import FileAnswer, Follows
from app.link.process import main
from app.link.secure_stream import SecureStream

PAUSE_SECONDS = 0.02
"""For each 256 KiB."""

ROOM_BYTES = 20_000_000


class Usage(NamedTuple):
    """As of `shutil.disk_usage`."""

    total: int
    used: int
    free: int


def make(kind: str) -> None:
    """Make this process odd."""
    send, say = file_sender._send, file_sender._say
    write = partial_files.PartialFiles.write
    written = [0]

    def slowly(stream: SecureStream, data: memoryview) -> None:
        time.sleep(PAUSE_SECONDS)
        send(stream, data)

    def lie(stream: SecureStream, data: memoryview) -> None:
        send(stream, memoryview(b"x" * len(data)) if len(data) > 4096 else data)

    def babble(stream: SecureStream, answer: FileAnswer) -> None:
        if isinstance(answer, Follows):
            stream.write_line(b'{"is": "love"}', time.monotonic() + 5)
        else:
            say(stream, answer)

    def count(files: partial_files.PartialFiles, number: int, data: memoryview | bytes) -> bool:
        written[0] += len(data)
        return write(files, number, data)

    changes: dict[str, tuple[tuple[object, str, object], ...]] = {
        "slow": ((file_sender, "_send", slowly),),
        "lying": ((file_sender, "_send", lie),),
        "babbling": ((file_sender, "_say", babble),),
        "full": (
            (partial_files.PartialFiles, "write", count),
            (partial_files, "_LOOK_EVERY_BYTES", 0),
            (shutil, "disk_usage", lambda _: Usage(1 << 40, 0, 1 << 39 if written[0] < ROOM_BYTES else 0)),
        ),
    }
    for place, name, value in changes[kind]:
        setattr(place, name, value)


if __name__ == "__main__":
    make(sys.argv[1])
    main()
