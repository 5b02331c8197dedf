"""How a conversation is asked: what the model is told first, how freely it chooses words, how long an answer may be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QPlainTextEdit, QWidget

from app.ui.buttons import Button
from app.ui.chat.conversation import Options
from app.ui.check_box import CheckBox
from app.ui.dialogs import Dialog
from app.ui.present.language import tr
from app.ui.theme import SPACE_LARGE, SPACE_SMALL, SPACE_TINY
from app.ui.widgets import Text, column, row

MAX_TOKENS = 100_000
_STEP = 0.1


class OptionsDialog(Dialog):
    """Changes a conversation's options."""

    changed = Signal(object, bool)
    """The `Options`, and whether new conversations begin with them too."""

    def __init__(self, parent: QWidget, options: Options) -> None:
        super().__init__(parent, tr("This conversation"), width=520)
        self.prompt = QPlainTextEdit(options.system_prompt)
        self.prompt.setAccessibleName(tr("Instructions"))
        self.prompt.setPlaceholderText(tr("For example: Answer briefly, in German."))
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(self.prompt.fontMetrics().lineSpacing() * 6)
        # One step below what is allowed stands for the model's own value.
        self.temperature = _number(-_STEP, 2.0, _STEP, 1, tr("The model's own"))
        self.temperature.setAccessibleName(tr("Temperature"))
        self.temperature.setValue(-_STEP if options.temperature is None else options.temperature)
        self.max_tokens = _number(0, MAX_TOKENS, 100, 0, tr("No limit"))
        self.max_tokens.setAccessibleName(tr("Longest answer in tokens"))
        self.max_tokens.setValue(options.max_tokens or 0)
        self.as_default = CheckBox(tr("Begin new conversations like this too"))
        self.content.addLayout(
            column(
                Text(tr("Instructions"), bold=True),
                Text(tr("What the model is told before your first question (its system prompt)."), "muted"),
                self.prompt,
                spacing=SPACE_TINY,
            )
        )
        numbers = row(
            column(
                Text(tr("Temperature"), bold=True),
                self.temperature,
                Text(tr("0 gives the likeliest words; 1 and above, more surprising ones."), "muted", size=0.92),
                None,
                spacing=SPACE_TINY,
            ),
            column(Text(tr("Longest answer, in tokens"), bold=True), self.max_tokens, None, spacing=SPACE_TINY),
            spacing=SPACE_LARGE,
        )
        for place in (0, 1):
            numbers.setStretch(place, 1)
        self.content.addLayout(numbers)
        self.content.addWidget(self.as_default)
        cancel, save = Button(tr("Cancel")), Button(tr("Save"), "primary")
        save.setDefault(True)
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.changed.emit(self.options, self.as_default.isChecked()))
        self.add_buttons(cancel, save)
        self.prompt.setFocus()

    @property
    def options(self) -> Options:
        """What is set now."""
        temperature = round(self.temperature.value(), 1)
        return Options(
            self.prompt.toPlainText().strip(),
            temperature if temperature >= 0 else None,
            int(self.max_tokens.value()) or None,
        )


def _number(low: float, high: float, step: float, decimals: int, lowest_words: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setProperty("kind", "number")
    made.setDecimals(decimals)
    made.setRange(low, high)
    made.setSingleStep(step)
    made.setSpecialValueText(lowest_words)
    made.lineEdit().setTextMargins(SPACE_SMALL, 0, SPACE_SMALL, 0)  # the style sheet's padding does not reach it
    return made
