"""SIGTERM and SIGINT while Qt waits: Python runs a handler only when it gets the processor, so they wake Qt up."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class SignalWatcher(QObject):
    """Calls back, in the main thread, when the system asks the program to end.

    Args:
        parent: Owns it.
        ended: What to do.
    """

    def __init__(self, parent: QObject, ended: Callable[[], None]) -> None:
        super().__init__(parent)
        self._ended = ended
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._before_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._handle) for number in (signal.SIGTERM, signal.SIGINT)}

    def close(self) -> None:
        """Leave signals as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()

    def _drain(self) -> None:
        """By now Python has run `_handle`."""
        self._read.recv(4096)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self._ended()
