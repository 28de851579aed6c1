"""Waits until a window has come to rest."""

from __future__ import annotations

import time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from agent.gui.language import say
from tests.window.seat import texts

SETTLED_MS = 80
"""Layouts inside layouts come to rest one after the other."""


def rest() -> None:
    """Let everything find its place."""
    QTest.qWait(SETTLED_MS)


def settle(widget: QWidget, text: str) -> None:
    """Wait until `text` is there, in English or in the window's language, and everything has its place."""
    end = time.monotonic() + 10
    while not any(one in texts(widget) for one in (text, say(text))):
        assert time.monotonic() < end, texts(widget)
        QTest.qWait(5)
    rest()
