"""The states of Home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from agent.gui.language import say
from agent.gui.main_window import MainWindow
from agent.gui.presenters.events import Failed
from agent.gui.presenters.home import Told, home
from agent.gui.presenters.process import ending
from agent.gui.presenters.work import HomeFacts
from tests.window.screens.settled import rest
from tests.window.screens.still import AWAY, FACTS, NOW, PORTAL, REPORT, STATUS
from tests.window.screens.still_set_up import CHOSEN, PROTECTED


def homes() -> Iterator[tuple[str, HomeFacts, Told]]:
    """The states of Home."""
    failed = Failed(datetime(2026, 6, 9, 13, 32, tzinfo=UTC), PORTAL.name, AWAY)
    never = replace(STATUS, state="never published", snapshot=0, time="", detail="Nothing has been published yet.")
    notes = ending(say, REPORT).notes
    yield "home", FACTS, Told({PORTAL.name: STATUS}, failed=(failed,), notes=notes)
    yield "home-fresh", HomeFacts(), Told({})
    yield "home-not-paired", HomeFacts(FACTS.practice, looked=CHOSEN), Told({})
    yield (
        "home-never-published",
        HomeFacts(FACTS.practice, (replace(PORTAL, receipt=None),), looked=PROTECTED),
        Told({PORTAL.name: never}),
    )
    offline = replace(STATUS, state="offline", detail=str(AWAY))
    yield "home-offline", FACTS, Told({PORTAL.name: offline}, failed=(failed,))
    yield "home-working", FACTS, Told({PORTAL.name: STATUS}, working=True)


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each on the main window."""
    for name, facts, told in homes():
        window.feed.shown.emit(home(say, facts, told, NOW))
        rest()
        yield name, window
    window.tell(AWAY)
    rest()
    yield "home-error", window
    window.home.banner.dismiss()
