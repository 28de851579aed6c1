"""The window's style sheet: quiet cards with one thin line, one main button, pills for states."""

from __future__ import annotations

from string import Template

from agent.gui.looks.tokens import RADIUS, Tokens

_SHEET = Template(
    """
QWidget { color: $ink; }
QMainWindow, QDialog { background: $paper; }
QDialog { border: 1px solid $line; }
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: 4px 8px; }

QMenuBar { background: $surface; border-bottom: 1px solid $line; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $accent_soft; color: $ink; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 16px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $surface; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 2px 8px; }

QScrollArea, QScrollArea > QWidget > QWidget#page { background: $paper; border: none; }
QScrollArea#tab, QScrollArea#tab > QWidget > QWidget#tab { background: $surface; border: none; }
QFrame#rail { background: $surface; border: none; border-right: 1px solid $line; }
QFrame#rail QToolButton { border: 2px solid transparent; border-radius: ${radius}px; padding: 8px 4px; color: $muted; }
QFrame#rail QToolButton:hover { background: $paper; }
QFrame#rail QToolButton:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QFrame#rail QToolButton:disabled { color: $faint; }
QFrame#rail QToolButton:focus { border-color: $accent; }

QFrame#card { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame#card[chosen="true"] { border-color: $accent; background: $accent_soft; }
QFrame#head { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame#footer { background: $surface; border: none; border-top: 1px solid $line; }
QLabel#heading { font-size: 20px; font-weight: 700; }
QLabel#title { font-size: 17px; font-weight: 700; }
QLabel#hero { font-size: 22px; font-weight: 700; }
QLabel#subtitle { font-weight: 700; }
QLabel#muted, QLabel#group { color: $muted; }
QLabel#group { font-weight: 600; font-size: 12px; }
QLabel#amber { color: $amber; }
QLabel#count { font-size: 15px; font-weight: 700; }
QLabel#step { background: $accent_soft; color: $accent; border-radius: 13px; font-weight: 700; }
QLabel#pill { background: $paper; color: $muted; border: 1px solid $line; border-radius: 9px; padding: 1px 8px;
  font-weight: 600; font-size: 12px; }
QLabel#badge { background: $accent; color: $on_accent; border-radius: 8px; padding: 0 5px; min-height: 16px;
  font-weight: 700; font-size: 11px; }
QFrame#said { background: $paper; border: 1px solid $line; border-radius: ${radius}px; }
QFrame#said[office="true"] { background: $accent_soft; border-color: $accent_soft; }
QListView#requests { background: $surface; border: 2px solid transparent; border-radius: 6px; outline: none; }
QListView#requests:focus { border-color: $accent; }
QToolButton#photo { background: $paper; border: 1px solid $line; border-radius: 7px; color: $muted; }
QToolButton#photo:hover { border-color: $muted; }
QToolButton#photo:focus { border: 2px solid $accent; }
QFrame#chosen { background: $surface; border: 1px solid $line; border-radius: 7px; }

QPushButton { background: $surface; border: 1px solid $line; border-radius: 7px; padding: 7px 14px; font-weight: 600; }
QPushButton:hover { background: $paper; border-color: $muted; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 6px 13px; }
QPushButton:disabled { color: $muted; background: $paper; border-color: $line; }
QPushButton[main="true"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[main="true"]:hover { border-color: $ink; }
QPushButton[main="true"]:focus { border: 2px solid $ink; }
QPushButton[main="true"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[plain="true"] { border: 2px solid transparent; background: transparent; color: $accent; padding: 4px 6px; }
QPushButton[plain="true"]:hover { background: $accent_soft; }
QPushButton[plain="true"]:disabled { color: $muted; }
QPushButton[plain="true"]:focus { border-color: $accent; padding: 4px 6px; }
QPushButton[step="true"] { border: 2px solid transparent; background: transparent; padding: 0; }
QPushButton[step="true"]:hover { background: $paper; }
QPushButton[step="true"][now="true"] { background: $accent_soft; }
QPushButton[step="true"]:focus { border-color: $accent; padding: 0; }

QPushButton[picker="true"] { text-align: left; font-weight: 400; color: $muted; padding: 7px 10px; }
QPushButton[picker="true"]:focus { padding: 6px 9px; }
QPushButton[picker="true"][chosen="true"] { color: $ink; font-weight: 700; }
QPushButton[picker="true"]:disabled { color: $muted; }
QPushButton[pill="true"] { border-radius: 14px; min-height: 20px; padding: 3px 12px; color: $muted; }
QPushButton[pill="true"]:checked { background: $accent_soft; border-color: $accent_soft; color: $accent; }
QPushButton[pill="true"]:focus { border: 2px solid $accent; padding: 2px 11px; }

QCheckBox, QRadioButton { spacing: 9px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $muted;
  background: $surface; }
QTableView::indicator { width: 16px; height: 16px; border: 1px solid $muted; background: $surface; }
QCheckBox::indicator, QTableView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QTableView::indicator:checked { background: $accent; border-color: $accent;
  image: url(icons:tick-$scheme.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(icons:dot-$scheme.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QTableView::indicator:disabled {
  border-color: $line; }
QTableView::indicator:checked:disabled { background: $muted; border-color: $muted; }

QLineEdit, QDateTimeEdit, QSpinBox, QPlainTextEdit { background: $surface; border: 1px solid $line; border-radius: 7px;
  padding: 6px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QDateTimeEdit:focus, QSpinBox:focus, QPlainTextEdit:focus { border: 2px solid $accent;
  padding: 5px 7px; }
QLineEdit:disabled, QDateTimeEdit:disabled, QSpinBox:disabled { color: $muted; background: $paper; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; background: transparent; padding: 0 8px; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QDateTimeEdit::drop-down { border: none; width: 26px; }
QDateTimeEdit::down-arrow { image: url(icons:down-$scheme.svg); width: 14px; height: 14px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $accent_soft; }
QCalendarWidget QToolButton { background: transparent; border: none; padding: 4px 8px; font-weight: 600; }

QLineEdit[bad="true"], QPlainTextEdit[bad="true"], QComboBox[bad="true"] { border-color: $red; }
QLabel#bad { color: $red; }

QComboBox { background: $surface; border: 1px solid $line; border-radius: 7px; padding: 6px 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QComboBox:focus { border: 2px solid $accent; padding: 5px 7px; }
QComboBox:disabled { color: $muted; background: $paper; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(icons:down-$scheme.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px; outline: none;
  selection-background-color: $accent_soft; selection-color: $ink; }
QLabel#logo { background: #FFFFFF; color: #5B6763; border: 1px solid $line; border-radius: 7px; }

QTabWidget::pane { border: none; border-top: 1px solid $line; background: $surface; }
QTabBar::tab { background: transparent; color: $muted; font-weight: 600; border: 2px solid transparent;
  padding: 7px 12px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { border-color: $accent; border-radius: 6px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; border-radius: 3px; }

QProgressBar { background: $line; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QTableView { background: $surface; border: 2px solid transparent; border-radius: 6px; outline: none; }
QTableView::item { border-bottom: 1px solid $line; padding: 4px 8px; }
QTableView::item:hover { background: $paper; }
QTableView::item:disabled { color: $muted; }
QTableView::item:selected { background: $accent_soft; color: $ink; }
QTableView:focus { border-color: $accent; }
QHeaderView, QHeaderView::section { background: $surface; }
QHeaderView::section { color: $muted; font-weight: 600; border: none; border-bottom: 1px solid $line;
  padding: 6px 11px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $line; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::handle:horizontal:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
)

_TONED = Template(
    """
QFrame#banner[tone="$tone"] { background: $ground; border: 1px solid $ink; border-radius: ${radius}px; }
QLabel#pill[tone="$tone"] { background: $ground; color: $ink; border-radius: 9px; padding: 2px 9px;
  font-weight: 600; }
QLabel#shape[tone="$tone"] { background: $ground; border-radius: 24px; }
QLabel#state[tone="$tone"] { color: $ink; font-weight: 600; }
"""
)


def style_sheet(tokens: Tokens) -> str:
    """The sheet in these colours."""
    names = {name: value for name, value in vars(tokens).items() if isinstance(value, str)}
    scheme = "dark" if tokens.dark else "light"
    toned = (
        _TONED.substitute(tone=tone, ink=ink, ground=ground, radius=RADIUS)
        for tone, (ink, ground) in tokens.tones.items()
    )
    return _SHEET.substitute(names, scheme=scheme, radius=RADIUS) + "".join(toned)
