"""Server-sent events on their way through: cut into whole events, the model's name put right, the speed read.

Nothing here parses an event in full: an answer passes in microseconds per event.
"""

import json
import re
from dataclasses import dataclass

_MODEL = re.compile(rb'"model":\s?"(?:[^"\\]|\\.)*"')
TIMES = b'"predicted_per_second"'
"""Is in every event that tells of times."""

_SPEED = re.compile(rb'"predicted_per_second":\s?([0-9.eE+-]+)')
_COUNT = re.compile(rb'"predicted_n":\s?(\d+)')
_READING = re.compile(rb'"prompt_n":\s?(\d+)[^{}]*?"prompt_per_second":\s?([0-9.eE+-]+)')

_TELLING_TOKENS = 32
"""A shorter prompt, or answer, says little of how fast others are read and written."""
_ERROR = re.compile(rb'^(?:event: error\n)?data: (\{"(?:error"|type": "error").*)$', re.MULTILINE)


class EventCutter:
    """Puts bytes together until an event is whole: an event is never passed on in halves, so that a comment or an
    error may be put between any two."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """All whole events so far, or nothing."""
        data = self._rest + data if self._rest else data
        end = data.rfind(b"\n\n")
        if end < 0:
            self._rest = data
            return b""
        self._rest = data[end + 2 :]
        return data[: end + 2]


class ModelRenamer:
    """Replaces the name that a host gives its model by the one that the client asked for.

    The host's own name is learnt from the first `"model":"…"`. Inside a JSON string every quote is escaped, so what a
    model says cannot be taken for one. Only that exact name is replaced.
    """

    def __init__(self, model_name: str) -> None:
        self._wanted = b'"model":' + json.dumps(model_name).encode()
        self._found: bytes | None = None

    def rename(self, data: bytes) -> bytes:
        """The same bytes with the client's name."""
        if self._found is None:
            match = _MODEL.search(data)
            if match is None:
                return data
            self._found = match.group()
        return data if self._found == self._wanted else data.replace(self._found, self._wanted)

    def rename_body(self, body: bytes) -> bytes:
        """The same for a whole JSON answer, in which a tool's arguments may come before the model's own name."""
        try:
            name = json.loads(body)["model"]
        except (ValueError, KeyError, TypeError):
            return body
        written = (
            b'"model":' + json.dumps(name, ensure_ascii=ascii_only).encode(errors="surrogatepass")
            for ascii_only in (False, True)
        )
        for found in written:
            if found in body:
                return body.replace(found, self._wanted)
        return body


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast an answer was.

    Attributes:
        tokens_per_second: At which it was written.
        prompt_tokens_per_second: At which its prompt was read; None where little of it was.
        is_telling: Whether the answer was long enough to say how fast others will be.
    """

    tokens_per_second: float
    prompt_tokens_per_second: float | None = None
    is_telling: bool = False


def speed_in(data: bytes) -> Speed | None:
    """The speed that the host reports at the end of an answer; None when it is not in these bytes."""
    matches = _SPEED.findall(data)
    try:
        if not matches:
            return None
        counts = _COUNT.findall(data)
        return Speed(float(matches[-1]), _reading_in(data), bool(counts) and int(counts[-1]) >= _TELLING_TOKENS)
    except ValueError:
        return None


def _reading_in(data: bytes) -> float | None:
    matches = _READING.findall(data)
    return float(matches[-1][1]) if matches and int(matches[-1][0]) >= _TELLING_TOKENS else None


def error_in(data: bytes) -> tuple[int, bytes] | None:
    """An error among these events, of a host or of a peer: where it starts, and its JSON; None when there is none."""
    if b'data: {"error"' not in data and b'data: {"type": "error"' not in data:
        return None
    match = _ERROR.search(data)
    return (match.start(), match.group(1)) if match else None


def comment(text: str) -> bytes:
    """A comment, which clients ignore: it keeps the connection alive and can be read by people."""
    return b": " + " ".join(text.split()).encode(errors="replace") + b"\n\n"
