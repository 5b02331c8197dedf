"""What the events of a stream say, in the three dialects of llama.cpp's server: where their text is, what happens once.

Pure. One event is read into a `Reading`; what was said so far adds up to a `Said`. Nothing here decides what becomes of
an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.routing.call import Dialect

type Key = tuple[int | str, ...]
"""Names a text, or something that happens once. It begins with the number of the choice; `EVERYTHING` is for all."""

EVERYTHING = -1

CONTENT: Key = (0, "content")
"""The text of the only choice of a chat, and of a completion."""

REASONING: Key = (0, "reasoning")


@dataclass(frozen=True, slots=True)
class Place:
    """Text in an event, and where it is written: `holder[name]`."""

    key: Key
    holder: dict[str, Any]
    name: str

    @property
    def text(self) -> str:
        """The text."""
        return str(self.holder[self.name])


@dataclass(slots=True)
class Reading:
    """What one event says.

    Attributes:
        places: Its texts; they go on where those of the same key ended.
        marks: What happens once, with a word that is the same whenever the same answer is given.
        ids: Names that a host makes up, by what they name.
    """

    places: list[Place] = field(default_factory=list)
    marks: dict[Key, str] = field(default_factory=dict)
    ids: dict[Key, str] = field(default_factory=dict)

    @property
    def choice(self) -> int:
        """The number of the choice that it is about, or `EVERYTHING`."""
        key = next(iter(self.marks), None) or next((place.key for place in self.places), (EVERYTHING,))
        return int(key[0])


@dataclass(slots=True)
class Said:
    """What an answer has said so far: its texts, what happened once, and the names made up for it."""

    texts: dict[Key, str] = field(default_factory=dict)
    marks: dict[Key, str] = field(default_factory=dict)
    ids: dict[Key, list[str]] = field(default_factory=dict)

    def note(self, reading: Reading) -> None:
        """One more event."""
        for place in reading.places:
            self.texts[place.key] = self.texts.get(place.key, "") + place.text
        for key, word in reading.marks.items():
            self.marks.setdefault(key, word)
        for key, made_up in reading.ids.items():
            known = self.ids.setdefault(key, [])
            if made_up not in known:
                known.append(made_up)

    @property
    def length(self) -> int:
        """Grows whenever something is said."""
        return len(self.marks) + sum(map(len, self.texts.values()))

    @property
    def calls_tool(self) -> bool:
        """Whether the call of a tool has begun."""
        return any(key[1] == "tool" for key in self.marks)


def read_openai(fields: dict[str, Any]) -> Reading:
    """A chunk of a chat completion or a completion; it has one choice at most."""
    reading = Reading()
    if made_up := fields.get("id"):
        reading.ids[EVERYTHING, "id"] = made_up
    choices = fields.get("choices")
    if not choices:
        if "usage" in fields:
            reading.marks[EVERYTHING, "usage"] = ""
        return reading
    choice = choices[0]
    number = int(choice.get("index", 0))
    delta = choice.get("delta")
    if delta is None:
        if choice.get("text"):
            reading.places.append(Place((number, "content"), choice, "text"))
    elif delta:
        _read_delta(number, delta, reading)
    if reason := choice.get("finish_reason"):
        reading.marks[number, "finish"] = reason
    return reading


def _read_delta(number: int, delta: dict[str, Any], reading: Reading) -> None:
    if delta.get("content"):
        reading.places.append(Place((number, "content"), delta, "content"))
    if delta.get("reasoning_content"):
        reading.places.append(Place((number, "reasoning"), delta, "reasoning_content"))
    if "role" in delta:
        reading.marks[number, "role"] = delta["role"]
    for call in delta.get("tool_calls") or ():
        key = (number, "tool", int(call.get("index", 0)))
        function = call.get("function") or {}
        if call.get("id"):
            reading.ids[key] = call["id"]
        if function.get("name"):
            reading.marks[key] = function["name"]
        if function.get("arguments"):
            reading.places.append(Place((*key, "arguments"), function, "arguments"))


def read_responses(fields: dict[str, Any]) -> Reading:
    """An event of `/v1/responses`."""
    reading = Reading()
    kind, item = str(fields.get("type")), fields.get("item")
    if "delta" in fields:
        reading.places.append(Place((0, kind, str(fields.get("item_id"))), fields, "delta"))
        return reading
    item_id = item.get("id") if isinstance(item, dict) else fields.get("item_id")
    word = str(item.get("name", "")) if isinstance(item, dict) else ""
    reading.marks[0, kind, str(item_id)] = word
    if kind == "response.created":
        reading.ids[0, "response"] = fields["response"]["id"]
    if kind == "response.output_item.added" and isinstance(item, dict):
        reading.ids[0, "item", item["type"], word] = item["id"].partition("_")[2]
    return reading


_ANTHROPIC_TEXTS = {"text_delta": "text", "thinking_delta": "thinking", "input_json_delta": "partial_json"}


def read_anthropic(fields: dict[str, Any]) -> Reading:
    """An event of `/v1/messages`."""
    reading = Reading()
    kind, number = str(fields.get("type")), int(fields.get("index", EVERYTHING))
    delta = fields.get("delta")
    if kind == "content_block_delta" and isinstance(delta, dict) and delta.get("type") in _ANTHROPIC_TEXTS:
        name = _ANTHROPIC_TEXTS[delta["type"]]
        reading.places.append(Place((0, name, number), delta, name))
        return reading
    block = fields.get("content_block")
    word = f"{block.get('type')} {block.get('name', '')}" if isinstance(block, dict) else ""
    reading.marks[0, kind, number] = word
    if kind == "message_start":
        reading.ids[0, "message"] = fields["message"]["id"]
    if isinstance(block, dict) and "id" in block:
        reading.ids[0, "block", number] = block["id"]
    return reading


READERS: Mapping[Dialect, Callable[[dict[str, Any]], Reading]] = {
    Dialect.OPENAI: read_openai,
    Dialect.RESPONSES: read_responses,
    Dialect.ANTHROPIC: read_anthropic,
}

LAST_MARKS: Mapping[Dialect, frozenset[str]] = {
    Dialect.OPENAI: frozenset(),
    Dialect.RESPONSES: frozenset({"response.completed"}),
    Dialect.ANTHROPIC: frozenset({"message_stop"}),
}
"""What the last event of a stream does; OpenAI's streams end with a line of their own."""
