"""What the local API says in English while an answer is on its way, taken apart so that the window can say it. Pure.

Over HTTP a sentence is a text and nothing else; here it gets its template and values back, the same as those of the
core. What is not known here stays as it came.
"""

import re
from collections.abc import Callable
from functools import cache

from app.domain.sentence import Figure, Sentence, fill, marked

_ROWS = (marked("{others} and {last}"), marked("{first}, {next}"))
_SENTENCES = (
    # What holds up a word.
    marked("waiting"),
    marked("waiting for the next word"),
    marked("going over what was said before"),
    marked("reading the prompt, or waiting for a turn"),
    marked("about to load the model"),
    marked("waiting for a turn: next"),
    marked("waiting for a turn: {count} request is before this one"),
    marked("waiting for a turn: {count} requests are before this one"),
    # Loading.
    marked("{step} {part} of {whole}, {left}"),
    marked("{step} {part} of {whole}"),
    marked("starting"),
    marked("loading layers"),
    marked("getting ready"),
    marked("asking {devices} for memory"),
    marked("{name} is loading it"),
    marked("waits for {model} to be loaded"),
    marked("about {seconds} s left"),
    marked("about {minutes} min left"),
    marked("about {hours} h left"),
    marked("{figure} B"),
    marked("{figure} kB"),
    marked("{figure} MB"),
    marked("{figure} GB"),
    marked("{figure} TB"),
    # Going on after a loss.
    marked("{cause}; looking for another device that has it"),
    marked("{cause}; reading the conversation again"),
    marked("{cause}; planning again"),
    marked("{cause}; loading {name} again"),
    marked("{cause}; moving {places}"),
    marked("the part of {name} on {devices} stopped"),
    marked("{names} left the swarm"),
    marked("{name} left the swarm"),
    marked("{names} left"),
    marked("{name} left"),
    marked("{names} were quit"),
    marked("{name} was quit"),
    marked("{names} went to sleep"),
    marked("{name} went to sleep"),
    marked("{names} stopped sharing"),
    marked("{name} stopped sharing"),
    marked("{names} lend less now"),
    marked("{name} lends less now"),
    marked("{name} stopped"),
    marked("{count} layer of {name} to {holder}"),
    marked("{count} layers of {name} to {holder}"),
    marked("{count} to {holder}"),
    # Why there is no answer.
    marked("The device that was answering went away, or the model's process ended."),
    marked("The device that was answering went away, or the model's process ended. Ask again."),
    marked(
        "The prompt has {tokens} tokens; this model's maximum context length is {most} tokens. "
        "Shorten the conversation."
    ),
    marked("The prompt is too long; this model's maximum context length is {most} tokens. Shorten the conversation."),
    marked("Hearth made a mistake here. Its log says more."),
)
"""The first that fits is taken: the more exact one stands before the other."""

_FIGURES = frozenset({"count", "figure", "part", "seconds", "minutes", "hours", "tokens", "most"})
_NAMES = frozenset({"names", "devices"})
_SAID = frozenset({"cause", "step", "whole", "left", "places"})
"""Places of figures, of one or several names, and of sentences; in others is one name."""

_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"


def heard(text: str) -> str:
    """A sentence of the API, as one that can be said in another language; the text itself where it is not known."""
    return _known(text) or text


def _known(text: str) -> Sentence | None:
    for template in _SENTENCES:
        found = _pattern(template).fullmatch(text)
        values = {name: _value(name, part) for name, part in found.groupdict().items()} if found else {}
        if found and all(value is not None for value in values.values()):
            return _sentence(template, {name: value for name, value in values.items() if value is not None})
    return None


def _value(name: str, text: str) -> str | None:
    """What stands in a place; None when it is nothing that may stand there."""
    if name in _FIGURES:
        return Figure(text)
    if name in _NAMES:
        row = _row(text, str)
        return row if row or name == "names" else text
    return (_row(text, _known) or _known(text)) if name in _SAID else text


def _row(text: str, read: Callable[[str], str | None]) -> Sentence | None:
    """Several things in a row: `kitchen, study and attic`; None when there is one, or one that is not read."""
    for template in _ROWS:
        if found := _pattern(template).fullmatch(text):
            (before, these), (behind, last) = found.groupdict().items()
            first, second = _row(these, read) or read(these), read(last)
            if first is not None and second is not None:
                return _sentence(template, {before: first, behind: second})
    return None


def _sentence(template: str, values: dict[str, str]) -> Sentence:
    return Sentence(fill(template, values), template, values)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a text of this template looks like."""
    made, end = "", 0
    for place in _PLACE.finditer(template):
        # Rows are taken apart from their end.
        shape = _NUMBER if place[1] in _FIGURES else ".+" if template in _ROWS else ".+?"
        made += re.escape(template[end : place.start()]) + f"(?P<{place[1]}>{shape})"
        end = place.end()
    return re.compile(made + re.escape(template[end:]))
