"""How busy a node is, and whether it takes requests of others: what its links tell the peers, as one short text.

These change by the second, so they ride the links' beats and are in no record.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from app.domain.decoding import count
from app.domain.ids import ModelId
from app.domain.sentence import say

LOAD_LIMIT_BYTES = 480
"""A beat carries 500 bytes of text."""

_ID_CHARACTERS = 12
"""So much of a model's id tells it from all others of a household."""

_MOST_COUNTED = 10_000
_FASTEST = 1e6


class Willingness(Enum):
    """Whether a node takes requests of others now."""

    OPEN = "open"
    PAUSED = "paused"
    ON_BATTERY = "battery"
    LEAVING = "leaving"

    @property
    def obstacle(self) -> str:
        """Why it takes none, in words that follow its name; empty when it does."""
        return _OBSTACLES[self]


_OBSTACLES = {
    Willingness.OPEN: "",
    Willingness.PAUSED: say("takes no requests of others now: its owner has paused sharing"),
    Willingness.ON_BATTERY: say("takes no requests of others while it runs on battery"),
    Willingness.LEAVING: say("is about to leave"),
}


@dataclass(frozen=True, slots=True)
class ModelLoad:
    """One loaded model of a node.

    Attributes:
        active: Answers in progress.
        slots: How many there can be at the same time.
        waiting: Requests that wait for their turn.
        tokens_per_second: At which one answer alone is written; None before it was measured.
        prompt_tokens_per_second: At which a prompt is read; None before it was measured.
    """

    active: int
    slots: int
    waiting: int
    tokens_per_second: float | None = None
    prompt_tokens_per_second: float | None = None


@dataclass(frozen=True, slots=True)
class NodeLoad:
    """A node at one moment.

    Attributes:
        willingness: Whether it takes requests of others.
        models: What it has loaded, by the beginning of the model's id.
    """

    willingness: Willingness = Willingness.OPEN
    models: Mapping[str, ModelLoad] = field(default_factory=dict)

    def of(self, model_id: ModelId) -> ModelLoad | None:
        """The load of a model; None when nothing was said of it."""
        return self.models.get(short_id(model_id))


def short_id(model_id: ModelId) -> str:
    """The beginning of a model's id."""
    return model_id[:_ID_CHARACTERS]


def encode_load(load: NodeLoad) -> str:
    """The load as it travels. Of very many models the busiest are told; the others are taken to be idle."""
    busiest = sorted(load.models.items(), key=lambda item: (-item[1].active - item[1].waiting, item[0]))
    entries = [
        [name, of.active, of.slots, of.waiting, _rounded(of.tokens_per_second), _rounded(of.prompt_tokens_per_second)]
        for name, of in busiest
    ]
    while True:
        text = json.dumps([load.willingness.value, *entries], separators=(",", ":"))
        if len(text) <= LOAD_LIMIT_BYTES:
            return text
        entries.pop()


def decode_load(text: str) -> NodeLoad:
    """Read what `encode_load` wrote; an unknown willingness of a later version counts as not open.

    Raises:
        ValueError: It is something else.
    """
    try:
        willingness, *entries = json.loads(text)
        return NodeLoad(_willingness(willingness), dict(_entry(entry) for entry in entries))
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"not a load: {text:.60}") from error


def _willingness(value: Any) -> Willingness:
    if not isinstance(value, str):
        raise ValueError("not a willingness")
    try:
        return Willingness(value)
    except ValueError:
        return Willingness.PAUSED


def _entry(entry: Any) -> tuple[str, ModelLoad]:
    name, active, slots, waiting, speed, prompt_speed, *_ = entry
    if not isinstance(name, str) or len(name) > _ID_CHARACTERS:
        raise ValueError("not the beginning of an id")
    return name, ModelLoad(
        min(count(active), _MOST_COUNTED),
        min(max(1, count(slots)), _MOST_COUNTED),
        min(count(waiting), _MOST_COUNTED),
        _speed(speed),
        _speed(prompt_speed),
    )


def _speed(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a speed")
    return float(value) if math.isfinite(value) and 0 < value < _FASTEST else None


def _rounded(speed: float | None) -> float | None:
    return None if speed is None else float(f"{speed:.3g}")
