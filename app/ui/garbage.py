"""Python's collector of cycles, kept in the GUI thread.

It runs in whichever thread allocates: in the node's, it would destroy widgets and timers that are part of a cycle, and
Qt's objects must be destroyed in their own thread. Left alone this ends the program within a timer, now and then.
"""

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 2000


class GarbageCollector(QObject):
    """Collects in the thread that makes it, as often as Python would by its thresholds.

    Args:
        parent: It ends with this. Python does not collect by itself from here on, for the rest of the process.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def forget_what_stays(self) -> None:
        """Look through what there is now no more: the program, which stays to its end.

        It is some hundred thousand objects: going through them once a minute would hold up the windows for a tenth of a
        second each time.
        """
        gc.freeze()

    def check(self) -> None:
        """Collect the oldest generation of which there is enough."""
        for generation in reversed(range(3)):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
