"""Cycles with Qt's objects in them are collected in the GUI thread, also while another thread allocates."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.garbage import GarbageCollector
from app.ui.theme import ThemeManager


class Cycle(QObject):
    """Is part of a cycle, and notes in which thread it is destroyed."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.itself = self
        self._ends = ends

    def __del__(self) -> None:
        self._ends.append(threading.current_thread().name)


def test_other_threads_collect_nothing(qtbot: QtBot, themes: ThemeManager) -> None:
    ends: list[str] = []
    collector = GarbageCollector()

    def allocate() -> None:
        kept = [[n] for n in range(200_000)]
        assert len(kept) == 200_000

    Cycle(ends)
    thread = threading.Thread(target=allocate, name="another")
    thread.start()
    thread.join()
    assert ends == [], "nothing is collected by who only allocates"
    for _ in range(4):  # each generation in turn
        kept = [[n] for n in range(3000)]
        collector.check()
        assert len(kept) == 3000
    gc.collect()
    assert set(ends) == {threading.main_thread().name}


def test_collector_works_by_its_timer(qtbot: QtBot, themes: ThemeManager) -> None:
    ends: list[str] = []
    collector = GarbageCollector()
    Cycle(ends)
    kept = [[n] for n in range(3000)]
    qtbot.waitUntil(lambda: len(ends) == 1, timeout=10_000)
    assert len(kept) == 3000
    assert collector is not None


def test_what_stays_is_looked_through_no_more(qtbot: QtBot, themes: ThemeManager) -> None:
    ends: list[str] = []
    collector = GarbageCollector()
    stays = Cycle(ends)
    try:
        collector.forget_what_stays()
        known = len(gc.get_objects())
        Cycle(ends)
        gc.collect()
        assert ends == [threading.main_thread().name], "what came later is collected"
        assert known < gc.get_freeze_count() / 10, "what was there is not gone through"
        assert stays.itself is stays
    finally:
        gc.unfreeze()
