"""Another language for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app.ui.translator import use_language
from tests.ui.pseudo import speak_english

GERMAN = "german"


@contextmanager
def german(application: QCoreApplication) -> Iterator[None]:
    """The windows that are made meanwhile speak German."""
    use_language(application, "de")
    try:
        yield
    finally:
        english_again(application)


def english_again(application: QCoreApplication) -> None:
    """Take the texts of other languages away."""
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(QLocale.system())
    speak_english()
