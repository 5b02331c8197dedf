"""Names of months, said in the language of the windows."""

from app.domain.sentence import marked
from app.ui.present.language import tr

_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)


def month_name(month: int) -> str:
    """What a month is called, by its number from 1 on."""
    return tr(_MONTHS[month - 1])
