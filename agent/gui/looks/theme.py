"""Light and dark: our own palette and style sheet on Qt's Fusion style.

Qt's own switch (`setColorScheme`) does nothing where there is no desktop to ask, so the palette is always ours.
"""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QDir, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from agent.gui.looks.icons import FOLDER
from agent.gui.looks.style_sheet import style_sheet
from agent.gui.looks.tokens import DARK, LIGHT, Tokens

Appearance = Literal["system", "light", "dark"]
KEY = "appearance"
SMALLEST_POINTS = 10.0


class Theme(QObject):
    """The colours in use; `changed` tells widgets that draw by themselves. Kept in `settings`, like the window's
    other habits."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: QSettings | None = None) -> None:
        super().__init__(application)
        self.tokens: Tokens = LIGHT
        self._application = application
        self._settings = settings
        QDir.setSearchPaths("icons", [str(FOLDER)])
        application.setStyle("Fusion")
        application.setFont(_readable(application.font()))
        kept = settings.value(KEY) if settings else None
        self._appearance: Appearance = next((one for one in get_args(Appearance) if one == kept), "system")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        """What the person chose."""
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        """Use it from now on. Where it is in use already, nothing is drawn anew."""
        if appearance == self._appearance:
            return
        self._appearance = appearance
        if self._settings:
            self._settings.setValue(KEY, appearance)
        self._apply()

    def _apply(self) -> None:
        dark = self._appearance == "dark"
        if self._appearance == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.tokens = DARK if dark else LIGHT
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()


def _readable(font: QFont) -> QFont:
    """The computer's own font, not smaller than can be read beside a telephone."""
    font.setPointSizeF(max(font.pointSizeF(), SMALLEST_POINTS))
    return font


def palette(tokens: Tokens) -> QPalette:
    """For everything that the style sheet does not name."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.paper,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.surface,
        role.Text: tokens.ink,
        role.Button: tokens.surface,
        role.ButtonText: tokens.ink,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.ink,
        role.PlaceholderText: tokens.muted,
        role.BrightText: tokens.red,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.line,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.line,
    }
    made = QPalette()
    for one, colour in colours.items():
        made.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.muted))
    return made
