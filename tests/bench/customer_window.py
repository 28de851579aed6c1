"""`python -m tests.bench.customer_window HOME COUNT`: opens the Customer List of that agent's folder, uses it, and
prints as JSON the longest event of each phase. A process of its own: what a window once did stays with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.office_work.office import OfficeWork
from agent.gui.pages.customers import CustomersPage
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import CUSTOMERS
from tests.bench.window_phases import measured, rest, wait
from tests.guards.frozen_window import WatchedApplication

TYPED = "miller 12"
STEPS = 40
"""So many times the bar is moved on the way to the end."""


def main(home: Path, count: int) -> int:
    """Open, scroll, search, sort."""
    application = WatchedApplication(["porchlight"])
    bridge = Bridge(lambda: OfficeWork(home))
    window = MainWindow(bridge, Theme(application), home)
    window.show()
    wait(window.home.isVisible)
    page = window.customers
    total = say.number(count)
    phases: dict[str, Callable[[], None]] = {
        "opens": lambda: opened(window, total),
        "scrolls": lambda: scrolled(page),
        "searches": lambda: searched(page, total),
        "sorts": lambda: sorted_by_name(page),
    }
    told = {name: measured(application, phase) for name, phase in phases.items()}
    bridge.end()
    print(json.dumps(told))
    return 0


def opened(window: MainWindow, total: str) -> None:
    """Until the lines are there; meanwhile the window is drawn and used."""
    window.go(CUSTOMERS)
    wait(lambda: window.customers.finder.count.text() == f"{total} of {total}")


def scrolled(page: CustomersPage) -> None:
    """With the bar to the end, page by page back a little."""
    bar = page.finder.table.verticalScrollBar()
    for step in range(1, STEPS + 1):
        bar.setValue(bar.maximum() * step // STEPS)
        rest(10)
    for _ in range(STEPS):
        QTest.keyClick(page.finder.table, Qt.Key.Key_PageUp)
        rest(5)


def searched(page: CustomersPage, total: str) -> None:
    """A letter after the other, then nothing again."""
    page.seek()
    for letter in TYPED:
        QTest.keyClicks(page.finder.search, letter)
        rest(150)
    wait(lambda: not page.finder.count.text().startswith(total))
    for _ in TYPED:
        QTest.keyClick(page.finder.search, Qt.Key.Key_Backspace)
    wait(lambda: page.finder.count.text().startswith(total))


def sorted_by_name(page: CustomersPage) -> None:
    """By another column, while the list is looked at."""
    done: list[bool] = []
    page.finder.answered.connect(lambda: done.append(True))
    page.finder.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    while not done:
        page.finder.table.viewport().update()
        rest(5)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
