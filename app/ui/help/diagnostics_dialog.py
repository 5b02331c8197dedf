"""Shows what was copied as diagnostics, so that nobody sends what they have not seen."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.dialogs import Dialog
from app.ui.theme import monospace_font
from app.ui.widgets import Button, CopyButton, Text

WORDS = (
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
        super().__init__(parent, "Diagnostics", width=640)
        self.content.addWidget(Text(WORDS, "muted"))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(monospace_font())
        self.text.setAccessibleName("Diagnostics")
        self.text.setFixedHeight(320)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.content.addWidget(self.text)
        done = Button("Done", "primary")
        done.clicked.connect(self.accept)
        self.add_buttons(done, left=CopyButton("Copy again", lambda: text, name="Copy the diagnostics again"))
        done.setDefault(True)
        done.setFocus()
