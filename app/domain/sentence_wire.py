"""Sentences on their way between two processes of this program, inside JSON: there they stay what they are. Pure.

In what other programs and other devices read they are text, as JSON writes them by itself.
"""

from typing import Any

from app.domain.sentence import Figure, Sentence


def to_wire(value: Any) -> Any:
    """A value for JSON with an object in the place of each sentence and each figure in it."""
    match value:
        case Sentence():
            return {"text": str(value), "template": value.template, "values": to_wire(value.values)}
        case Figure():
            return {"figure": str(value)}
        case dict():
            return {key: to_wire(item) for key, item in value.items()}
        case list() | tuple():
            return [to_wire(item) for item in value]
        case _:
            return value


def from_wire(value: Any) -> Any:
    """The inverse of `to_wire`, for what JSON can hold."""
    match value:
        case {"text": str(text), "template": str(template), "values": dict(values), **rest} if not rest:
            return Sentence(text, template, from_wire(values))
        case {"figure": str(figure), **rest} if not rest:
            return Figure(figure)
        case dict():
            return {key: from_wire(item) for key, item in value.items()}
        case list():
            return [from_wire(item) for item in value]
        case _:
            return value
