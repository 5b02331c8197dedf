"""Text for people that can be said in another language later: it remembers how it was put together.

The core speaks English: its sentences go to logs, the command line and the API as they are. A window in another
language takes a sentence apart again, looks up its template, and fills that with the same values.
"""

import re

_PLACE = re.compile(r"\{(\w+)\}")


class Sentence(str):
    """An English text that knows its template and its values; in every other way it is the text.

    Args:
        text: The English text.
        template: What it was made from, with a place `{name}` for each value.
        values: What stands in the places: text, sentences, figures.

    Attributes:
        template: As given.
        values: As given.
    """

    __slots__ = ("template", "values")

    def __new__(cls, text: str, template: str, values: dict[str, str]) -> "Sentence":
        """Made by `say`."""
        sentence = super().__new__(cls, text)
        sentence.template = template
        sentence.values = values
        return sentence

    template: str
    values: dict[str, str]

    def __getnewargs__(self) -> tuple[str, str, dict[str, str]]:  # type: ignore[override]  # str's own has one
        """What makes a copy of it."""
        return str(self), self.template, self.values


class Figure(str):
    """A number as it is written in English: `1,234.5`. Other languages write other signs in it."""

    __slots__ = ()


def say(template: str, /, **values: object) -> Sentence:
    """A sentence for people.

    Args:
        template: A literal, so that it is found by who collects what is to be translated; `{name}` is a place.
        values: What belongs in the places; see `text_of`.
    """
    known = {name: text_of(value) for name, value in values.items()}
    return Sentence(fill(template, known), template, known)


def text_of(value: object) -> str:
    """What stands in a place: text as it is, a number as people read it, of an error its words."""
    match value:
        case str():
            return value
        case int() | float():
            return figure(value)
        case BaseException(args=[Sentence() as words]) if str(value) == words:
            return words
        case _:
            return str(value)


def fill(template: str, values: dict[str, str]) -> str:
    """A template with its values; a place without a value stays as it is. Values are not read as templates."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template) if values else template


def say_count(count: int, one: str, many: str, /, **values: object) -> Sentence:
    """A sentence on a number of things.

    Args:
        count: How many; it stands in the place `{count}`.
        one: The template for one, a literal.
        many: The template for none and for several, a literal.
        values: What belongs in other places.
    """
    return say(one if count == 1 else many, count=count, **values)


def figure(value: object, form: str = "") -> Figure:
    """A number as people read it.

    Args:
        value: The number, or what else is written by `format`.
        form: As `format` takes it; whole numbers get `,` between thousands where it is empty.
    """
    if not form and isinstance(value, int) and not isinstance(value, bool):
        form = ","
    return Figure(format(value, form))


def marked(text: str) -> str:
    """The text itself: marks a literal that is said later, where it is not known yet in which language."""
    return text
