"""The rail of large icons at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from agent.gui.looks.icons import icon
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import ICON, SPACE_1, SPACE_2

WIDTH = 144
MOST = 99
"""More than that are not counted on a badge."""
HEIGHT = 68


@dataclass(frozen=True)
class Way:
    """One icon of the rail. A page stays marked while it is shown; what `opens` a window of its own is not."""

    key: str
    text: str
    icon: str
    opens: bool = False


class Badge(QLabel):
    """A number at the icon of a button; clicks go through it."""

    def __init__(self, button: QToolButton) -> None:
        super().__init__(button)
        self.setObjectName("badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button.installEventFilter(self)
        self._button = button

    def tell(self, number: int, told: str) -> None:
        """Show it."""
        self.setText(str(number) if number <= MOST else f"{MOST}+")
        self.setAccessibleName(told)
        self.setVisible(number > 0)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt tells what the button gets."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.resize(max(self.width(), self.height()), self.height())
        self.move(self._button.width() // 2 + ICON // 2 - 2, SPACE_1)


class Rail(QFrame):
    """Tells which way was `chosen`; `mark` shows where one is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, ways: Sequence[Way]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._ways = ways
        self._marked = ""
        self._badges: dict[str, Badge] = {}
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._body.setSpacing(SPACE_1)
        self.buttons = {way.key: self._button(way) for way in ways}
        self._body.addStretch()
        theme.changed.connect(self._tint)
        self._tint()

    def mark(self, key: str) -> None:
        """This page is shown."""
        self._marked = key
        for way in self._ways:
            self.buttons[way.key].setChecked(way.key == key)
        self._tint()

    def count(self, key: str, number: int, told: str) -> None:
        """Show that so many things wait there; none is shown as nothing. `told` is what a screen reader says."""
        badge = self._badges.get(key)
        if badge is None:
            badge = self._badges[key] = Badge(self.buttons[key])
        badge.tell(number, told)

    def _button(self, way: Way) -> QToolButton:
        made = QToolButton()
        made.setText(way.text)
        made.setAccessibleName(way.text.replace("&", "").replace("\n", " "))
        made.setIconSize(QSize(ICON, ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(HEIGHT)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setCheckable(not way.opens)
        made.clicked.connect(lambda: self._go(way))
        self._body.addWidget(made)
        return made

    def _go(self, way: Way) -> None:
        self.mark(self._marked)
        self.chosen.emit(way.key)

    def _tint(self) -> None:
        tokens = self._theme.tokens
        for way in self._ways:
            ink = tokens.accent if way.key == self._marked else tokens.muted
            self.buttons[way.key].setIcon(icon(way.icon, ink, tokens.faint))
