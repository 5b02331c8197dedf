"""The windows in German, and which language is spoken."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from app.domain.sentence import figure, say, say_count
from app.domain.words import format_bytes
from app.ui.device_card import DeviceCardWidget
from app.ui.present import tray_view
from app.ui.present.language import tr
from app.ui.swarm_window import SwarmWindow
from app.ui.translator import available_languages, pick_language, use_language
from tests.fakes import states
from tests.ui.languages import german


@pytest.fixture
def in_german(qapp: QApplication) -> Iterator[None]:
    with german(qapp):
        yield


def test_which_language_is_spoken() -> None:
    assert available_languages() == ("en", "de")
    assert pick_language("de", ["fr-FR"]) == "de"
    assert pick_language("en", ["de-DE"]) == "en"
    assert pick_language("system", ["fr-FR", "de-AT", "en-US"]) == "de"
    assert pick_language("system", ["en-GB", "de-DE"]) == "en"
    assert pick_language("system", ["fr", "C"]) == "en"
    assert pick_language("system", []) == "en"


@pytest.mark.usefixtures("in_german")
def test_sentences_of_the_core_are_taken_apart() -> None:
    assert tr(format_bytes(3_100_000_000)) == "3,1 GB"
    assert tr(figure(1234.5, ",.1f")) == "1.234,5"
    assert tr(say_count(2, "{count} device", "{count} devices")) == "2 Geräte"
    assert tr(say("{layers} and output", layers=say("layers {first}\u2013{last}", first="0", last="5"))) == (
        "Schichten 0\u20135 und Ausgabe"
    )


@pytest.mark.usefixtures("in_german")
def test_windows_and_tray_speak_german(qtbot: QtBot) -> None:
    window = SwarmWindow()
    qtbot.addWidget(window)
    window.show_state(states.PAIR)
    texts = [label.text() for label in window.findChildren(QLabel)]
    assert "Geräte" in texts
    cards = [card.accessibleName() for card in window.findChildren(DeviceCardWidget)]
    assert "5,2 GB von 8,0 GB Arbeitsspeicher belegt" in cards[0]
    view = tray_view(states.PAIR)
    assert "2 Geräte" in view.tooltip
    labels = [entry.text for entry in view.menu if entry is not None]
    assert "Beenden" in labels


@pytest.mark.usefixtures("in_german")
def test_buttons_of_qt_itself_are_german(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_english_needs_no_file(qapp: QApplication) -> None:
    use_language(qapp, "en")
    assert qapp.findChildren(QTranslator) == []
    assert tr("Quit") == "Quit"
    assert QCoreApplication.translate("Hearth", "Quit") == "Quit"
