"""The messages of a beat connection as bytes.

One byte says the kind, eight bytes a number. Of a ping and its echo the number is the clock of the end that pinged,
which the echo repeats, so that no two clocks are compared; of the others, also those of later versions, it is the
length of the text that follows.
"""

import struct
from dataclasses import dataclass
from enum import Enum

_HEAD = struct.Struct("!cQ")
_MOST_TEXT_BYTES = 500


class BeatKind(Enum):
    """What a message says."""

    PING = b"P"
    ECHO = b"E"
    GOODBYE = b"G"
    """The sender leaves now; the text says why."""
    LEASE_ENDED = b"L"
    """A lease that the sender has granted is no more; the text is its name."""
    CALL_BACK = b"C"
    """The sender cannot dial the receiver and asks for a connection; the text is the name of the call."""
    LOAD = b"U"
    """How busy the sender is (`domain/load.py`); only for those who have said that they know this kind."""


_BY_BYTE = {kind.value: kind for kind in BeatKind}


@dataclass(frozen=True, slots=True)
class BeatMessage:
    """One message.

    Attributes:
        kind: What it says.
        stamp: The number of a ping or an echo; 0 for others.
        text: The text of the others.
    """

    kind: BeatKind
    stamp: int = 0
    text: str = ""

    def encode(self) -> bytes:
        """The message as it travels; a text that is too long is cut."""
        if self.kind in (BeatKind.PING, BeatKind.ECHO):
            return _HEAD.pack(self.kind.value, self.stamp)
        text = self.text.encode()[:_MOST_TEXT_BYTES]
        return _HEAD.pack(self.kind.value, len(text)) + text


def take_messages(received: bytearray) -> list[BeatMessage]:
    """The whole messages at the beginning of what was received, which are removed from it.

    Those of kinds that are not known here are left out.

    Raises:
        ValueError: It is not the language of a beat.
    """
    messages = []
    position = 0
    while position + _HEAD.size <= len(received):
        kind_byte, number = _HEAD.unpack_from(received, position)
        kind = _BY_BYTE.get(kind_byte)
        end = position + _HEAD.size
        if kind in (BeatKind.PING, BeatKind.ECHO):
            messages.append(BeatMessage(kind, stamp=number))
        elif number > _MOST_TEXT_BYTES:
            raise ValueError("a text that is too long")
        elif end + number > len(received):
            break
        else:
            # Cut within a character, or not text at all: it is only shown.
            if kind is not None:
                messages.append(BeatMessage(kind, text=received[end : end + number].decode(errors="replace")))
            end += number
        position = end
    del received[:position]
    return messages
