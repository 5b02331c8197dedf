"""In which language the windows speak.

Everything that a window says goes through `tr`. Until `speak` is called that is English, as the source has it.
"""

from collections.abc import Callable

from app.domain.errors import Problem
from app.domain.sentence import Figure, Sentence, fill, text_of

_SIGNS = ".,"


class _Language:
    """The one that is spoken: how a template reads, and which signs stand in numbers for `.` and `,`."""

    def __init__(self) -> None:
        self.look_up: Callable[[str], str] = lambda template: template
        self.signs = str.maketrans(_SIGNS, _SIGNS)


_language = _Language()


def speak(look_up: Callable[[str], str], decimal_sign: str = ".", group_sign: str = ",") -> None:
    """Change the language; what is shown already stays as it is.

    Args:
        look_up: Gives a template in that language, or as it is where it is not known.
        decimal_sign: What stands before the decimals of a number.
        group_sign: What stands between thousands.
    """
    _language.look_up = look_up
    _language.signs = str.maketrans(_SIGNS, decimal_sign + group_sign)


def tr(text: str, /, **values: object) -> str:
    """What a person reads.

    Args:
        text: A literal in English, with a place `{name}` for each value; or what the core says, a `Sentence`.
        values: What belongs in the places. Sentences among them are said in the same language, numbers written in it.
    """
    if isinstance(text, Sentence):
        return fill(_language.look_up(text.template), {name: _said(value) for name, value in text.values.items()})
    if isinstance(text, Figure):
        return text.translate(_language.signs)
    return fill(_language.look_up(text), {name: _said(value) for name, value in values.items()})


def tr_count(count: int, one: str, many: str, /, **values: object) -> str:
    """What a person reads of a number of things.

    Args:
        count: How many; it stands in the place `{count}`.
        one: What is said of one.
        many: What is said of none and of several.
        values: What belongs in other places.
    """
    return tr(one if count == 1 else many, count=count, **values)


def problem_words(problem: Problem) -> str:
    """All that a person reads of a problem below its title: what happened, and what to do."""
    return " ".join(tr(words) for words in (problem.message, problem.hint) if words)


def problem_line(problem: Problem) -> str:
    """All of a problem in one line, its title first."""
    return f"{tr(problem.title)}. {problem_words(problem)}"


def capitalised(text: str) -> str:
    """What stands in a line of its own, when it was said already; unlike `str.capitalize` it leaves names alone."""
    return text[:1].upper() + text[1:]


def _said(value: object) -> str:
    text = text_of(value)
    return tr(text) if isinstance(text, Sentence | Figure) else text
