"""Cuts a stream of bytes into lines; pure. Where the bytes come from is for others."""

MAX_LINE_BYTES = 256 * 1024


class LineReader:
    """Collects bytes and gives whole lines, as text without line ends.

    Notices (a mark, text, newline) may stand anywhere in the stream, also within a line, and are taken out of it.

    Args:
        mark: What a notice starts with.
    """

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self._rest = b""
        self._notices: list[str] = []
        self._skipping = False

    def feed(self, data: bytes) -> list[str]:
        """The lines that these bytes complete. A line over `MAX_LINE_BYTES` is cut there."""
        self._rest += data
        self._cut_notices()
        if b"\n" not in data and len(self._rest) <= MAX_LINE_BYTES:
            return []
        *whole, self._rest = self._rest.split(b"\n")
        if whole and self._skipping:
            del whole[0]
            self._skipping = False
        lines = [_text(line[:MAX_LINE_BYTES]) for line in whole]
        if len(self._rest) > MAX_LINE_BYTES:
            if not self._skipping:
                lines.append(_text(self._rest[:MAX_LINE_BYTES]))
            self._skipping = True
            self._rest = b""
        return lines

    def take_notices(self) -> list[str]:
        """The notices since the last call, without mark and line end."""
        notices, self._notices = self._notices, []
        return notices

    def finish(self) -> list[str]:
        """What is left when the stream has ended."""
        rest, self._rest = self._rest, b""
        return [_text(rest)] if rest and not self._skipping else []

    def _cut_notices(self) -> None:
        while (start := self._rest.find(self._mark)) >= 0:
            end = self._rest.find(b"\n", start)
            if end < 0:
                return
            self._notices.append(_text(self._rest[start + len(self._mark) : end]))
            self._rest = self._rest[:start] + self._rest[end + 1 :]


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r")
