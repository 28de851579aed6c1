"""The rail of large icons at the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from agent.gui.icons import icon
from agent.gui.language import say
from agent.gui.theme import Theme
from agent.gui.tokens import ICON, SPACE_1, SPACE_2

WIDTH = 144
HEIGHT = 68


class Rail(QFrame):
    """Home is a page and stays marked; Customer Portal opens a window."""

    home = Signal()
    portal = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setMinimumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._body.setSpacing(SPACE_1)
        self.home_button = self._button(say("&Home"))
        self.home_button.setCheckable(True)
        self.home_button.setChecked(True)
        self.home_button.clicked.connect(self._go_home)
        self.portal_button = self._button(say("&Customer Portal"))
        self.portal_button.clicked.connect(self.portal)
        self._body.addStretch()
        theme.changed.connect(self._tint)
        self._tint()

    def _go_home(self) -> None:
        self.home_button.setChecked(True)
        self.home.emit()

    def _button(self, text: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setAccessibleName(text.replace("&", ""))
        made.setIconSize(QSize(ICON, ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(HEIGHT)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body.addWidget(made)
        return made

    def _tint(self) -> None:
        tokens = self._theme.tokens
        self.home_button.setIcon(icon("home", tokens.accent))
        self.portal_button.setIcon(icon("portal", tokens.muted, tokens.faint))
