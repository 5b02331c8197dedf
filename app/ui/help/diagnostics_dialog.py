"""Shows what was copied as diagnostics, so that nobody sends what they have not seen."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.sentence import marked
from app.ui.buttons import Button, CopyButton
from app.ui.dialogs import Dialog
from app.ui.present.language import tr
from app.ui.theme import monospace_font
from app.ui.widgets import Text

WORDS = marked(
    "This was copied. Tokens, keys, conversations, your name and your home folder were taken out. Look it over before "
    "you send it to somebody who helps."
)


class DiagnosticsDialog(Dialog):
    """The text of the diagnostics.

    Args:
        parent: The window it belongs to, or None.
        text: What was copied.
    """

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent, tr("Diagnostics"), width=640)
        self.content.addWidget(Text(tr(WORDS), "muted"))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(monospace_font())
        self.text.setAccessibleName(tr("Diagnostics"))
        self.text.setFixedHeight(320)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.content.addWidget(self.text)
        done = Button(tr("Done"), "primary")
        done.clicked.connect(self.accept)
        again = CopyButton(tr("Copy again"), lambda: text, name=tr("Copy the diagnostics again"))
        self.add_buttons(done, left=again)
        done.setDefault(True)
        done.setFocus()
