"""Loads the language of the windows: Hearth's own texts and those of Qt's buttons and menus."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.ui.present.language import speak
from app.ui.theme import RESOURCES

_log = logging.getLogger(__name__)

FOLDER = RESOURCES / "translations"
CONTEXT = "Hearth"
ENGLISH = "en"


def available_languages() -> tuple[str, ...]:
    """The codes of the languages that there are, English first."""
    return (ENGLISH, *sorted(path.stem.removeprefix("hearth_") for path in FOLDER.glob("hearth_*.qm")))


def pick_language(wish: str, preferred: Sequence[str]) -> str:
    """Which language is spoken.

    Args:
        wish: The setting: a code, or `system`.
        preferred: What the system's user reads, the best first, as `de-AT`.

    Returns:
        A code of `available_languages`; English where none of them is there.
    """
    codes = [wish] if wish != "system" else [name.replace("_", "-").split("-")[0].lower() for name in preferred]
    return next((code for code in codes if code in available_languages()), ENGLISH)


def use_language(application: QCoreApplication, wish: str) -> None:
    """Speak a language from now on; what is shown already stays as it is.

    Args:
        application: Keeps the texts.
        wish: The setting `language`.
    """
    code = pick_language(wish, QLocale.system().uiLanguages())
    if code == ENGLISH:
        speak(lambda template: template)
        return
    QLocale.setDefault(QLocale(code))
    own = _install(application, f"hearth_{code}", str(FOLDER))
    _install(application, f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if own is not None:
        locale = QLocale(code)
        signs = locale.decimalPoint(), locale.groupSeparator()
        speak(lambda template: own.translate(CONTEXT, template) or template, *signs)


def _install(application: QCoreApplication, name: str, folder: str) -> QTranslator | None:
    translator = QTranslator(application)
    if not translator.load(name, folder):
        _log.warning("the texts %s could not be read", name)
        return None
    application.installTranslator(translator)
    return translator
