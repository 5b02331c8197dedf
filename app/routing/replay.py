"""An answer generated again from its start: what the client has is compared and left out, the rest passes. Pure.

Nothing new of a choice passes before everything that was sent of it came again, so that no two answers are ever mixed.
"""

import json
from collections.abc import Callable
from typing import Any

from app.routing.dialects import EVERYTHING, Key, Place, Reading, Said


class Contradiction(Exception):
    """Generated again, the answer reads otherwise than what the client has."""


class Replay:
    """Lets pass what is new of events.

    Args:
        read: Reads an event of this dialect.
        sent: What the client has. It is read here only, and may grow with what passes.
    """

    def __init__(self, read: Callable[[dict[str, Any]], Reading], sent: Said) -> None:
        self._read = read
        self._sent_ids = {key: tuple(made_up) for key, made_up in sent.ids.items()}
        self._texts = {key: text for key, text in sent.texts.items() if text}
        self._marks = dict(sent.marks)
        self._expected_marks = set(sent.marks)
        self._again = Said()
        self._renamed: dict[str, str] = {}

    @property
    def is_over(self) -> bool:
        """Whether everything that was sent came again."""
        return not self._texts and not self._expected_marks

    def translate(self, data: bytes) -> dict[str, Any] | None:
        """The JSON of an event with the ids that the client knows, and only what is new; None when nothing is.

        Raises:
            Contradiction: It is not what the client has.
        """
        fields, reading = self._known_by_the_client(data)
        old_marks = [key for key, word in reading.marks.items() if self._is_old_mark(key, word)]
        new_places = [place for place in reading.places if self._leave_out_old(place)]
        is_new = bool(new_places) or len(old_marks) < len(reading.marks)
        if not is_new and (reading.places or reading.marks or not self.is_over):
            return None
        if is_new and self._is_expected(reading.choice):
            raise Contradiction
        if old_marks:
            _leave_out_names(fields)
        return fields

    def check_over(self) -> None:
        """The answer came to its end. Raises Contradiction when it was shorter than what the client has."""
        if not self.is_over:
            raise Contradiction

    def _known_by_the_client(self, data: bytes) -> tuple[dict[str, Any], Reading]:
        for made_up, known in self._renamed.items():
            data = data.replace(made_up.encode(), known.encode())
        fields = json.loads(data)
        reading = self._read(fields)
        if not any(self._learn(key, made_up) for key, made_up in reading.ids.items()):
            return fields, reading
        return self._known_by_the_client(data)

    def _learn(self, key: Key, made_up: str) -> bool:
        """Note a name that a host made up; whether it is another than the client knows."""
        sent = self._sent_ids.get(key, ())
        if made_up in sent:
            return False
        again = self._again.ids.setdefault(key, [])
        if made_up in again or len(again) >= len(sent):
            return False
        again.append(made_up)
        self._renamed[made_up] = sent[len(again) - 1]
        return True

    def _is_old_mark(self, key: Key, word: str) -> bool:
        if key not in self._marks:
            return False
        if self._marks[key] != word:
            raise Contradiction
        self._expected_marks.discard(key)
        return True

    def _leave_out_old(self, place: Place) -> bool:
        """Cut what the client has off a text; whether anything is left."""
        expected = self._texts.get(place.key)
        if expected is None:
            return True
        text = place.text
        overlap = min(len(text), len(expected))
        if text[:overlap] != expected[:overlap]:
            raise Contradiction
        self._texts[place.key] = expected[overlap:]
        if not self._texts[place.key]:
            del self._texts[place.key]
        place.holder[place.name] = text[overlap:]
        return overlap < len(text)

    def _is_expected(self, choice: int) -> bool:
        """Whether something that was sent of a choice did not come again yet."""
        return any(choice in (EVERYTHING, key[0]) for key in (*self._texts, *self._expected_marks))


def _leave_out_names(fields: dict[str, Any]) -> None:
    """The name of a tool and a role are told once; what else is new in their event passes."""
    for choice in fields.get("choices") or ():
        delta = choice.get("delta") or {}
        delta.pop("role", None)
        for call in delta.get("tool_calls") or ():
            call.pop("id", None)
            call.pop("type", None)
            call["function"].pop("name", None)
