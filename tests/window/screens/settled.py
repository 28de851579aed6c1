"""Waits until a window has come to rest."""

from __future__ import annotations

import re
import time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from agent.gui.language import say
from agent.gui.translation import catalogue
from tests.window.seat import texts

SETTLED_MS = 80
"""Layouts inside layouts come to rest one after the other."""


def rest() -> None:
    """Let everything find its place."""
    QTest.qWait(SETTLED_MS)


def settle(widget: QWidget, text: str) -> None:
    """Wait until `text`, or what it is a part of in the window's language, is there and everything has its place."""
    wanted = {text, *(_longest(say(one)) for one in catalogue("es") if text in one and say(one) != one)}
    end = time.monotonic() + 10
    while not any(one in texts(widget) for one in wanted):
        assert time.monotonic() < end, texts(widget)
        QTest.qWait(5)
    rest()


def _longest(text: str) -> str:
    """The longest part of a text that stays as it is when its names are filled in."""
    return max(re.split(r"{\w+}", text), key=len)
