"""The states of the page Activity."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import ACTIVITY, HOME
from tests.window.screens.settled import rest, settle


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The list, a row folded out, nothing found."""
    page = window.activity
    window.go(ACTIVITY)
    while not page.table.isVisible():
        rest()
    yield "activity", window
    page.table.selectRow(2)
    rest()
    yield "activity-details", window
    page.search.setText("no such thing")
    page.refresh()
    settle(window, "Nothing fits.")
    yield "activity-nothing", window
    page.search.clear()
    page.refresh()
    rest()
    window.go(HOME)
