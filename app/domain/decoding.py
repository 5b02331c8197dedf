"""Reading values that came from another machine: each function returns what it promises or raises ValueError."""

from typing import Any

from app.domain.ids import PeerId
from app.domain.placement import LeftOut, Refusal

LONGEST_TEXT = 2000


def short_text(value: Any) -> str:
    """A text of at most `LONGEST_TEXT` characters."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"not a short text: {value!r:.60}")
    return value


def count(value: Any) -> int:
    """A whole number from 0 to 2^63 - 1; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise ValueError(f"not a count: {value!r:.60}")
    return value


def left_out(items: Any) -> tuple[LeftOut, ...]:
    """Nodes that a plan does not use, from a JSON array of objects. KeyError and TypeError for a wrong shape."""
    return tuple(
        LeftOut(PeerId(short_text(item["peer_id"])), short_text(item["name"]), short_text(item["reason"]))
        for item in items
    )


def refusal(body: Any) -> Refusal:
    """Why there is no plan, from a JSON object. KeyError and TypeError for a wrong shape."""
    return Refusal(
        model_name=short_text(body["model_name"]),
        needed_bytes=count(body["needed_bytes"]),
        available_bytes=count(body["available_bytes"]),
        reasons=tuple(short_text(item) for item in body["reasons"]),
        left_out=left_out(body["left_out"]),
    )
