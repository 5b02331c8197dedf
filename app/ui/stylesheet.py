"""The one style sheet, filled with a theme's colours.

It styles by the dynamic property `kind`, so that a widget says what it is and not how it looks.
"""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 8px; }

QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[kind="quiet-card"] {
    background: transparent; border: 1px dashed $strong_border; border-radius: 10px;
}
QFrame[kind="well"] { background: $subtle; border: none; border-radius: 8px; }
QFrame[kind="danger-card"] { background: $danger_subtle; border: 1px solid $danger; border-radius: 10px; }
QFrame[kind="warning-card"] { background: $warning_subtle; border: 1px solid $warning; border-radius: 10px; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="divider"] { background: $border; border: none; }
QFrame[kind="chip"] { background: $subtle; border: none; border-radius: 11px; }
QFrame[kind="bar"] { background: $surface; border: none; border-bottom: 1px solid $border; }

QLabel { background: transparent; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="danger"] { color: $danger; }
QLabel[kind="good"] { color: $good; }
QLabel[kind="busy"] { color: $busy; }
QLabel[kind="warning"] { color: $warning; }
QLabel[kind="over"] { color: $muted; background: $window; margin-right: 14px; }
QLabel[kind="badge"] {
    color: $muted; background: $subtle; border-radius: 9px; padding: 2px 8px;
}

QLabel[kind="best"] {
    color: $surface; background: $good; border-radius: 9px; padding: 1px 8px;
}

QPushButton {
    background: $surface; color: $text; border: 1px solid $strong_border; border-radius: 8px;
    padding: 6px 14px; min-height: 20px; outline: none;
}
QPushButton:hover { background: $subtle; }
QPushButton:pressed { background: $border; }
QPushButton:disabled { color: $muted; border-color: $border; background: $subtle; }
QPushButton[ring="true"]:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton[kind="primary"] {
    background: $accent; color: $accent_text; border: 1px solid $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled { background: $border; color: $muted; border-color: $border; }
QPushButton[kind="primary"][ring="true"]:focus { border: 2px solid $text; }
QPushButton[kind="danger"] {
    background: $danger; color: $surface; border: 1px solid $danger; font-weight: 600;
}
QPushButton[kind="danger"][ring="true"]:focus { border: 2px solid $text; }
QPushButton[kind="flat"] {
    background: transparent; border: 1px solid transparent; color: $muted; padding: 6px 8px;
}
QPushButton[kind="flat"]:hover { background: $subtle; color: $text; }
QPushButton[kind="flat"][ring="true"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[kind="link"] {
    background: transparent; border: 1px solid transparent; color: $accent; padding: 6px 8px; font-weight: 600;
}
QPushButton[kind="link"]:hover { background: $subtle; }
QPushButton[kind="link"][ring="true"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[kind="heading"] {
    background: transparent; border: 1px solid transparent; color: $muted; padding: 1px 0; border-radius: 4px;
}
QPushButton[kind="heading"]:hover { color: $text; }
QPushButton[kind="heading"][ring="true"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind="icon"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0; min-height: 0;
}
QPushButton[kind="icon"]:hover { background: $subtle; }
QPushButton[kind="icon"][ring="true"]:focus { border: 2px solid $accent; }
QPushButton[kind="suggestion"] {
    background: $surface; border: 1px solid $border; padding: 10px 16px; text-align: left;
}
QPushButton[kind="suggestion"]:hover { border-color: $accent; }
QPushButton[kind="suggestion"][ring="true"]:focus { border: 2px solid $accent; padding: 9px 15px; }
QPushButton[kind="send"] {
    background: $accent; border: 1px solid $accent; border-radius: 17px; padding: 0;
    min-width: 32px; max-width: 32px;
    min-height: 32px; max-height: 32px;
}
QPushButton[kind="send"]:hover { background: $accent_hover; }
QPushButton[kind="send"]:disabled { background: $border; border-color: $border; }
QPushButton[kind="send"][ring="true"]:focus { border: 2px solid $text; padding: 0; }

QPushButton[kind="tab"] {
    background: transparent; color: $muted; border: 1px solid transparent; border-radius: 8px; padding: 6px 14px;
    font-weight: 600;
}
QPushButton[kind="tab"]:hover { color: $text; }
QPushButton[kind="tab"]:checked { background: $surface; color: $text; border-color: $strong_border; }
QPushButton[kind="tab"][ring="true"]:focus { border: 2px solid $accent; padding: 5px 13px; }
QFrame[kind="tabs"] { background: $subtle; border: none; border-radius: 10px; }
QListView[kind="listing"] { background: transparent; border: none; outline: none; }

QLineEdit, QPlainTextEdit, QDoubleSpinBox, QSpinBox, QTimeEdit {
    background: $surface; color: $text; border: 1px solid $strong_border; border-radius: 8px;
    padding: 6px 8px;
    selection-background-color: $accent; selection-color: $accent_text;
}
QLineEdit:focus, QPlainTextEdit:focus, QDoubleSpinBox:focus { border: 2px solid $accent; padding: 5px 7px; }
QSpinBox QLineEdit, QTimeEdit QLineEdit, QSpinBox QLineEdit:focus, QTimeEdit QLineEdit:focus,
QDoubleSpinBox[kind="number"] QLineEdit, QDoubleSpinBox[kind="number"] QLineEdit:focus {
    border: none; padding: 0; background: transparent; border-radius: 0;
}
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QDoubleSpinBox[kind="number"]::up-button, QDoubleSpinBox[kind="number"]::down-button { width: 0; border: none; }
QSpinBox, QTimeEdit { padding: 5px 8px 4px 8px; }
QSpinBox:focus, QTimeEdit:focus { border: 2px solid $accent; padding: 4px 7px 3px 7px; }
QLineEdit[readOnly="true"] { background: $subtle; border-color: $border; }
QFrame[kind="composer"] { background: $surface; border: 1px solid $strong_border; border-radius: 14px; }
QFrame[kind="composer"][active="true"] { border: 2px solid $accent; }
QFrame[kind="composer"] QPlainTextEdit { border: none; padding: 0; background: transparent; }
QTextBrowser { background: $window; border: none; }

QFrame[kind="sidebar"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[kind="chip"] { background: $subtle; border: 1px solid $border; border-radius: 8px; }
QListWidget[kind="conversations"] { background: transparent; border: none; outline: none; }
QPushButton[kind="tiny"] { background: transparent; border: 1px solid transparent; padding: 0; min-height: 18px;
    min-width: 18px; border-radius: 6px; }
QPushButton[kind="tiny"]:hover { background: $border; }
QPushButton[kind="tiny"][ring="true"]:focus { border: 1px solid $accent; padding: 0; }
QPushButton[kind="round"] {
    background: $surface; border: 1px solid $strong_border; border-radius: 17px; padding: 0;
    min-width: 32px; max-width: 32px;
    min-height: 32px; max-height: 32px;
}
QPushButton[kind="round"]:hover { background: $subtle; }
QPushButton[kind="round"][ring="true"]:focus { border: 2px solid $accent; padding: 0; }

QComboBox {
    background: $surface; color: $text; border: 1px solid $strong_border; border-radius: 8px;
    padding: 5px 10px;
    min-height: 22px;
}
QComboBox:focus { border: 2px solid $accent; padding: 4px 9px; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: none; outline: none; padding: 4px;
    selection-background-color: $subtle; selection-color: $text;
}

QProgressBar { background: $subtle; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $busy; border-radius: 3px; }
QProgressBar[tone="good"]::chunk { background: $good; }
QProgressBar[tone="warning"]::chunk { background: $warning; }
QProgressBar[tone="danger"]::chunk { background: $danger; }
QProgressBar[tone="neutral"]::chunk { background: $strong_border; }

QSlider::groove:horizontal { background: $border; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $surface; border: 2px solid $accent; width: 16px; height: 16px; margin: -8px 0;
    border-radius: 10px;
}
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::groove:horizontal:disabled, QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { background: $subtle; border-color: $muted; }

QListWidget[kind="nav"] { background: transparent; border: none; outline: none; }
QListWidget[kind="nav"]::item { color: $text; border-radius: 8px; padding: 8px 10px; margin: 1px 3px; }
QListWidget[kind="nav"]::item:hover { background: $subtle; }
QListWidget[kind="nav"]::item:selected { background: $border; color: $text; }
QListWidget[kind="nav"]::item:focus { border: 2px solid $accent; padding: 6px 8px; }

QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
    padding: 6px 12px; margin-right: 2px;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }

QListWidget[kind="parts"] {
    background: $surface; color: $text; border: 1px solid $strong_border; border-radius: 8px; padding: 4px;
    outline: none;
}
QListWidget[kind="parts"]:focus { border: 2px solid $accent; padding: 3px; }
QListWidget[kind="parts"]::item { padding: 4px 6px; border-radius: 6px; }
QListWidget[kind="parts"]::item:selected { background: $border; color: $text; }

QRadioButton {
    spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 1px 6px 1px 2px;
}
QRadioButton:focus { border-color: $accent; }
QRadioButton::indicator {
    width: 14px; height: 14px; border: 2px solid $muted; border-radius: 9px; background: $surface;
}
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[kind="page"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $strong_border; border-radius: 3px; min-height: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: $strong_border; border-radius: 3px; min-width: 32px; }

QMenu { background: $surface; color: $text; border: 1px solid $border; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 6px; }
QMenu::item:selected { background: $subtle; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { background: $border; height: 1px; margin: 4px 8px; }
""")


def stylesheet(colours: Mapping[str, str]) -> str:
    """The style sheet in these colours, by the names of `theme.Theme`'s attributes."""
    return _SHEET.substitute(colours)
