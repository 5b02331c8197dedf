"""The keys of the chat window."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from app.ui.chat.parts import ChatParts


@dataclass(frozen=True, slots=True)
class KeyHooks:
    """What keys ask of the window.

    Attributes:
        new_chat: Begin another conversation.
        settings: Show the settings.
        copy_last: Copy the last answer.
        stop: End the answer that is being written.
        has_turns: Whether there is anything to find words in.
    """

    new_chat: Callable[[], None]
    settings: Callable[[], None]
    copy_last: Callable[[], None]
    stop: Callable[[], None]
    has_turns: Callable[[], bool]


class ChatKeys:
    """Adds them, and knows what Escape leaves.

    Args:
        parts: The window.
        hooks: What they ask of it.
    """

    def __init__(self, parts: ChatParts, hooks: KeyHooks) -> None:
        self._parts = parts
        self._hooks = hooks
        keys = (
            (QKeySequence(Qt.Key.Key_Escape), self._escape),
            (QKeySequence(QKeySequence.StandardKey.New), hooks.new_chat),
            (QKeySequence("Ctrl+K"), self._search),
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence("Ctrl+,"), hooks.settings),
            (QKeySequence("Ctrl+Shift+C"), hooks.copy_last),
        )
        for key, action in keys:
            QShortcut(key, parts).activated.connect(action)

    def _search(self) -> None:
        self._parts.side.show()
        self._parts.sidebar.focus_search()

    def _find(self) -> None:
        if self._hooks.has_turns():
            self._parts.find_bar.open_bar()

    def _escape(self) -> None:
        """The nearest thing that can be left."""
        parts = self._parts
        if parts.sidebar.search.hasFocus() and parts.sidebar.search.text():
            parts.sidebar.search.clear()
        elif not parts.find_bar.isHidden():
            parts.find_bar.close_bar()
            parts.composer.edit.setFocus()
        elif parts.side.leave():
            parts.composer.edit.setFocus()
        elif parts.composer.is_editing:
            parts.composer.end_edit()
        else:
            self._hooks.stop()
