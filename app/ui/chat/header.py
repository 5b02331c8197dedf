"""The line over the conversation: the side, the model, and what can be done with the conversation."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.sentence import marked
from app.ui.buttons import Button
from app.ui.chat.model_picker import ModelPicker
from app.ui.present.language import tr
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_SMALL
from app.ui.widgets import Text, column, name_by_label, row

DEMO_WORDS = marked(
    "Demo \u2014 shows the swarm working before any download. It is tiny: it knows about Hearth and a hundred "
    "everyday questions, nothing else."
)


class Header(QWidget):
    """Buttons and the picker."""

    side = Signal()
    """The list of conversations is to be shown or hidden."""
    new = Signal()
    options = Signal()
    rename = Signal()
    export = Signal()
    import_file = Signal()
    find_words = Signal()
    delete = Signal()
    settings = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picker = ModelPicker()
        self.side_button = Button("", "flat", symbol="sidebar", name=tr("Conversations"))
        self.new_button = Button("", "flat", symbol="plus", name=tr("New chat (Ctrl+N)"))
        self.options_button = Button("", "flat", symbol="sliders", name=tr("Instructions and temperature"))
        self.menu_button = Button("", "flat", symbol="more", name=tr("More"))
        self.demo_note = Text("", "muted", size=0.92)
        self.side_button.clicked.connect(self.side)
        self.new_button.clicked.connect(self.new)
        self.options_button.clicked.connect(self.options)
        self.menu_button.clicked.connect(self._show_menu)
        self._is_kept = False
        model = name_by_label(self.picker, Text(tr("Model")))
        model.hide()
        top = row(
            self.side_button,
            self.new_button,
            model,
            self.picker,
            None,
            self.options_button,
            self.menu_button,
            spacing=SPACE_SMALL // 2,
        )
        top.setStretch(3, 3)
        top.setStretch(4, 1)
        inside = column(top, self.demo_note)
        inside.setContentsMargins(SPACE, SPACE, SPACE, SPACE_SMALL)
        self.demo_note.setContentsMargins(SPACE_HUGE - SPACE, 0, SPACE_HUGE - SPACE, 0)
        self.setLayout(inside)

    def show_kept(self, kept: bool) -> None:
        """Whether the conversation is one that can be renamed and deleted."""
        self._is_kept = kept

    def show_demo(self, demo: bool) -> None:
        """Say what the demo is."""
        self.demo_note.setText(tr(DEMO_WORDS) if demo else "")
        self.demo_note.setVisible(demo)

    def menu(self) -> QMenu:
        """What can be done with the conversation."""
        menu = QMenu(self)
        entries = (
            (_with_key(tr("Find in conversation"), tr("Ctrl+F")), self.find_words, self._is_kept),
            (tr("Rename…"), self.rename, self._is_kept),
            (tr("Export…"), self.export, self._is_kept),
            (tr("Import…"), self.import_file, True),
            (tr("Delete"), self.delete, self._is_kept),
            ("", None, True),
            (_with_key(tr("Settings…"), tr("Ctrl+,")), self.settings, True),
        )
        for words, signal, enabled in entries:
            if signal is None:
                menu.addSeparator()
                continue
            action = QAction(words, menu)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _=False, signal=signal: signal.emit())
            menu.addAction(action)
        return menu

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


def _with_key(words: str, key: str) -> str:
    """A menu's line with the key that does the same, at its right edge."""
    return f"{words}\t{key}"
