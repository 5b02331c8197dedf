"""The Settings window: pages of settings that take effect as they are changed."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QListWidget, QStackedWidget, QWidget

from app.domain.errors import Problem
from app.domain.preference import FileValue, LanAccess, Preference
from app.domain.state import AppState
from app.system.interfaces import home_hosts
from app.ui.actions import Actions
from app.ui.asking import processor_memory
from app.ui.buttons import Button, CopyButton
from app.ui.chat.picker import Picker
from app.ui.present.language import problem_words, tr
from app.ui.present.settings import GENERAL, LOCAL_API, SettingsPage, setting_row, settings_pages, version_words
from app.ui.settings.beside import Beside
from app.ui.settings.hooks import SettingsHooks
from app.ui.settings.keys_card import KeysCard
from app.ui.settings.page import Page
from app.ui.settings.setting_widget import SettingWidget
from app.ui.settings.wide_controls import SharedMemoryControl
from app.ui.theme import SPACE, SPACE_HUGE, SPACE_LARGE, SPACE_SMALL, icon, monospace_font
from app.ui.widgets import Card, Text, clear, column, line, name_by_label, row

WIDE = 620
"""From this width on the pages are listed at the left."""


class SettingsWindow(QWidget):
    """Settings.

    Args:
        actions: Starts what it asks.
        hooks: What it asks for.
    """

    changed = Signal(str, object)
    """A setting was changed: its name, and its value as the file has it."""
    connect_app = Signal()

    def __init__(self, actions: Actions, hooks: SettingsHooks) -> None:
        super().__init__()
        self.setWindowTitle(tr("Settings"))
        self.setWindowIcon(icon("hearth"))
        self.setMinimumSize(420, 420)
        self.resize(760, 640)
        self._actions, self._hooks = actions, hooks
        self._state: AppState | None = None
        self.rows: dict[str, SettingWidget] = {}
        self._pages = QStackedWidget()
        self.list = QListWidget()
        self.list.setProperty("kind", "nav")
        self.list.setAccessibleName(tr("Pages of settings"))
        self.list.setFixedWidth(168)
        self.list.currentRowChanged.connect(self.show_page)
        self.picker = Picker()
        page = name_by_label(self.picker, Text(tr("Page of settings")))
        page.hide()
        self.picker.activated.connect(self.show_page)
        self._starting = Text(tr("Hearth is starting…"), "muted")
        self._starting.setMargin(SPACE_HUGE)
        self._side = _framed(column(self.list), SPACE_LARGE, SPACE_HUGE, 0, SPACE_LARGE)
        self._above = _framed(column(page, self.picker), SPACE_HUGE, SPACE_HUGE, SPACE_HUGE, 0)
        content = column(self._above, self._starting, self._pages, spacing=0)
        content.setStretch(2, 1)
        body = row(self._side, content, spacing=0)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.keys = KeysCard(actions, hooks.keys, hooks.add_key, hooks.remove_key)
        self._api_address = Text("", selectable=True, what=tr("API address"))
        self._api_address.setFont(monospace_font())
        self._lan = column(spacing=SPACE_SMALL)
        self._lan_shown: LanAccess | None = None

    # -- what is shown ------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the settings anew, as when the window is opened."""
        self._actions.start(self._load(), "settings", report=self._not_loaded)

    async def _load(self) -> None:
        preferences = await self._hooks.preferences()
        self._starting.hide()
        if self.rows:
            for preference in preferences:
                self._show_row(preference)
        else:
            for page in settings_pages(preferences):
                self._add_page(page)
            width = max(widget.field_width for widget in self.rows.values())
            for widget in self.rows.values():
                widget.set_field_width(width)
            self.list.setCurrentRow(0)
        self.keys.load()
        self._fit(self.width())

    def _not_loaded(self, problem: Problem) -> None:
        self._starting.setText(problem_words(problem))

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot: where the API is reached."""
        was_starting = self._state is None and self.isVisible()
        self._state = state
        if state is None:
            return
        if was_starting and not self.rows:
            self.load()
        self._api_address.setText(state.api_url or tr("Starting…"))
        self._show_offered(*processor_memory(state))
        if state.lan != self._lan_shown:
            self._lan_shown = state.lan
            self._show_lan(state.lan)

    def show_page(self, number: int) -> None:
        """Turn to a page."""
        self._pages.setCurrentIndex(number)
        self.list.setCurrentRow(number)
        self.picker.setCurrentIndex(number)

    def _show_row(self, preference: Preference) -> None:
        if preference.name in self.rows:
            self.rows[preference.name].show_row(setting_row(preference))

    def _show_offered(self, offered_bytes: int, total_bytes: int) -> None:
        shown = self.rows.get("offer")
        if total_bytes and shown is not None and isinstance(shown.control, SharedMemoryControl):
            shown.control.show_offered(offered_bytes)

    def _show_lan(self, lan: LanAccess) -> None:
        clear(self._lan)
        for url in lan.urls:
            address = Text(url, selectable=True, what=tr("Address for them"))
            address.setFont(monospace_font())
            copy = CopyButton(tr("Copy"), partial(str, url), name=tr("Copy {url}", url=url))
            self._lan.addWidget(Beside(address, copy))
        if lan.fingerprint:
            words = tr("Other machines see a certificate that this computer made itself. Its SHA-256 fingerprint:")
            fingerprint = Text(
                lan.fingerprint.replace(":", " "), selectable=True, what=tr("Fingerprint of the certificate")
            )
            fingerprint.setFont(monospace_font())
            self._lan.addWidget(Text(words, "muted", size=0.92))
            self._lan.addWidget(fingerprint)

    # -- how it is built ------------------------------------------------------------------------------------------

    def _add_page(self, page: SettingsPage) -> None:
        parts: list[QWidget] = [self._rows_card(page)]
        if page.name == LOCAL_API:
            parts = [self._address_card(), *parts, self.keys]
        if page.name == GENERAL:
            version = self._state.version if self._state else ""
            parts.append(Text(version_words(version), "muted", size=0.92))
        self._pages.addWidget(Page(page.title, *parts))
        self.list.addItem(page.title)
        self.picker.addItem(page.title)

    def _rows_card(self, page: SettingsPage) -> Card:
        card = Card(spacing=SPACE)
        memory = processor_memory(self._state)
        for number, shown in enumerate(page.rows):
            if number:
                card.body.addWidget(line())
            widget = SettingWidget(shown, self._change, memory, home_hosts())
            self.rows[shown.name] = widget
            card.body.addWidget(widget)
        if page.name == LOCAL_API:
            card.body.addLayout(self._lan)
        return card

    def _address_card(self) -> Card:
        card = Card(spacing=SPACE_SMALL)
        connect = Button(tr("Connect an app…"), "primary", symbol="link")
        connect.clicked.connect(self.connect_app)
        copy = CopyButton(tr("Copy"), self._api_address.text, name=tr("Copy the API address"))
        words = tr("Programs that speak OpenAI's API reach every model of your swarm at this address.")
        card.body.addWidget(Text(words, "muted"))
        card.body.addWidget(Beside(self._api_address, copy))
        card.body.addLayout(row(connect, None))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """In a narrow window the list of pages is a drop-down list."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        is_wide = width >= WIDE
        self._side.setVisible(is_wide and bool(self.rows))
        self._above.setVisible(not is_wide and bool(self.rows))
        for page in self._pages.findChildren(Page):
            page.show_heading(is_wide)

    # -- changing -------------------------------------------------------------------------------------------------

    def _change(self, name: str, value: FileValue) -> None:
        self._actions.start(self._changing(name, value), f"change {name}", report=self.rows[name].show_problem)

    async def _changing(self, name: str, value: FileValue) -> None:
        preference = await self._hooks.change(name, value)
        self._show_row(preference)
        self.changed.emit(name, preference.value)


def _framed(layout: QLayout, left: int, top: int, right: int, bottom: int) -> QWidget:
    """A layout with margins that go when it is hidden."""
    made = QWidget()
    layout.setContentsMargins(left, top, right, bottom)
    made.setLayout(layout)
    return made
