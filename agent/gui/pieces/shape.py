"""A state as a round shape, so that colour alone never has to say it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from agent.gui.looks.icons import picture
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import Tone

SIZE, DRAWING = 48, 24


def shape(theme: Theme, tone: Tone, icon: str, meaning: str) -> QLabel:
    """The drawing `icon` on a round ground in its tone; `meaning` is what a screen reader says."""
    ink, _ = theme.tokens.tones[tone]
    made = QLabel()
    made.setObjectName("shape")
    made.setProperty("tone", tone)
    made.setFixedSize(SIZE, SIZE)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setPixmap(picture(icon, ink, DRAWING, made.devicePixelRatioF()))
    made.setAccessibleName(meaning)
    return made
