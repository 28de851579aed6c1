"""Waits until a window has come to rest."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from agent.gui.language import say
from agent.gui.translation import catalogue
from tests.window.seat import texts

TURNS, TURN_MS = 10, 1
"""Layouts inside layouts come to rest one after the other: a form that was just filled has its height in the third turn
of the event loop. Turns are counted, as a loaded machine may leave time for a single one in any number of seconds."""


ENGLISH = "Home"
"""Says something else in every other language."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every text of the catalogue, and what it looks like with its names filled in."""
    found = []
    for english in catalogue("es"):
        pieces = re.split(r"{(\w+)}", english)
        pattern = "".join(f"(?P<{one}>.+)" if at % 2 else re.escape(one) for at, one in enumerate(pieces))
        found.append((english, re.compile(pattern)))
    return tuple(found)


def rest() -> None:
    """Let everything find its place."""
    for _ in range(TURNS):
        QTest.qWait(TURN_MS)


def settle(widget: QWidget, text: str) -> None:
    """Wait until `text` is there, as the window's language has it, and everything has its place."""
    wanted = {text, *_elsewhere(text)}
    until(lambda: any(one in texts(widget) for one in wanted), lambda: f"{wanted} in {texts(widget)}")


def until(ready: Callable[[], bool], told: Callable[[], str] = str) -> None:
    """Wait for what no text tells; `told` says what is missing."""
    end = time.monotonic() + 10
    while not ready():
        assert time.monotonic() < end, told()
        QTest.qWait(5)
    rest()


def _elsewhere(text: str) -> Iterator[str]:
    """What `text` may be in the window's language: a whole text with its names filled in, or a part of one."""
    if say(ENGLISH) == ENGLISH:
        return
    for english, pattern in _patterns():
        if filled := pattern.fullmatch(text):
            yield say(english, **filled.groupdict())
        elif text in english and say(english) != english:
            yield max(re.split(r"{\w+}", say(english)), key=len)
