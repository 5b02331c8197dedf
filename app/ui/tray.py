"""The tray icon: shape, menu, notifications, and the quirks of StatusNotifier.

A tray host that appears after the program is never told of an icon that was there first (Qt registers once), so the
icon is made anew when one comes. Without any host the main window has to be shown instead.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.ui.present.views import Command, MenuEntry, TrayState, TrayView
from app.ui.theme import icon

WATCHER_SERVICE = "org.kde.StatusNotifierWatcher"
NO_TRAY_MS = 15_000
"""How long a tray host may take to appear after the session's start."""


class Tray(QObject):
    """The icon in the system's tray.

    Args:
        view: What it shows at first.
        rebuild: Gives what it shows now, asked whenever the menu opens.
    """

    chosen = Signal(object)
    """A `Command` or a `Request` of the menu."""
    missing = Signal()
    """There is no tray on this desktop."""

    def __init__(self, view: TrayView, rebuild: Callable[[], TrayView]) -> None:
        super().__init__()
        self._rebuild = rebuild
        self._view = view
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill_menu)
        self._icon: QSystemTrayIcon | None = None
        self._make_icon()
        self._fill_menu()
        self._watcher = QDBusServiceWatcher(
            WATCHER_SERVICE,
            QDBusConnection.sessionBus(),
            QDBusServiceWatcher.WatchModeFlag.WatchForRegistration,
            self,
        )
        self._watcher.serviceRegistered.connect(lambda _service: self._make_icon())
        self._patience = QTimer(self, singleShot=True, interval=NO_TRAY_MS)
        self._patience.timeout.connect(self._judge)
        self._patience.start()

    @property
    def view(self) -> TrayView:
        """What it shows now."""
        return self._view

    @property
    def is_there(self) -> bool:
        """Whether the desktop shows tray icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_view(self, view: TrayView) -> None:
        """Another state."""
        before, self._view = self._view, view
        if self._icon is None:
            return
        if before.state is not view.state:
            self._icon.setIcon(tray_icon(view.state))
        if before.tooltip != view.tooltip:
            self._icon.setToolTip(view.tooltip)
        if before.menu != view.menu:
            self._fill_menu()

    def notify(self, title: str, message: str) -> None:
        """Show a notification, where the desktop has them."""
        if self._icon is not None and self.is_there:
            # With one of Qt's own symbols the tray icon itself would be replaced.
            self._icon.showMessage(title, message, self._icon.icon())

    def remove(self) -> None:
        """Take the icon away, before the program ends; nothing is reported from here on."""
        self._patience.stop()
        self.blockSignals(True)
        if self._icon is not None:
            self._icon.hide()

    def _make_icon(self) -> None:
        """A new icon; hiding and showing the old one would not register it with a new host."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        made = QSystemTrayIcon(tray_icon(self._view.state), self)
        made.setToolTip(self._view.tooltip)
        made.setContextMenu(self._menu)
        made.activated.connect(self._activated)
        made.show()
        self._icon = made

    def _fill_menu(self) -> None:
        self._view = self._rebuild()
        self._menu.clear()
        self._add_entries(self._menu, self._view.menu)

    def _add_entries(self, menu: QMenu, entries: tuple[MenuEntry | None, ...]) -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            if entry.below:
                self._add_entries(menu.addMenu(entry.text), entry.below)
                continue
            if entry.choices:
                below = menu.addMenu(entry.text)
                for choice in entry.choices:
                    chosen = below.addAction(choice.text)
                    chosen.triggered.connect(lambda _checked=False, request=choice.request: self.chosen.emit(request))
                continue
            action = menu.addAction(entry.text)
            action.setEnabled(entry.enabled)
            if (command := entry.command) is not None:
                action.triggered.connect(lambda _checked=False, command=command: self.chosen.emit(command))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.chosen.emit(Command.OPEN_SWARM)

    def _judge(self) -> None:
        if not self.is_there:
            self.missing.emit()


def tray_icon(state: TrayState) -> QIcon:
    """The icon of a state."""
    return icon(f"tray-{state.value}")
