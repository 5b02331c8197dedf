"""Says an answer to those who listen to the screen."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.ui.chat.turns import Answer
from app.ui.present.language import tr


def announce(widget: QWidget, answer: Answer) -> None:
    """Have a screen reader say a whole answer, or why there is none."""
    spoken = answer.text or (tr(answer.problem.title) if answer.problem else "")
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, spoken))
