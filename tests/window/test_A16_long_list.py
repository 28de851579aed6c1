"""Thousands of deeds in Activity: they come as somebody scrolls (A16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.activity import Deed
from agent.gui.bridge import Bridge
from agent.gui.looks.theme import Theme
from agent.gui.office_work.office import OfficeWork
from agent.gui.presenters.activity import PAGE
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import ACTIVITY
from agent.wiring.office import Office
from tests.window.seat import Seat

MADE = datetime(2026, 1, 1, tzinfo=UTC)
MANY = 20_000


def filled(home: Path) -> None:
    """The list of an office as long as it gets: every ninth backup failed."""
    rows = (
        Deed("backup", "dana", f"Backup {at}", "done" if at % 9 else "failed", MADE + timedelta(minutes=at))
        for at in range(MANY)
    )
    with Office(home).store.write() as connection:
        connection.executemany(
            "INSERT INTO activity (deed) VALUES (?)", ((msgspec.json.encode(deed),) for deed in rows)
        )


def test_A16_a_list_of_thousands_comes_page_by_page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    filled(tmp_path)
    bridge = Bridge(lambda: OfficeWork(tmp_path))
    window = MainWindow(bridge, theme, tmp_path)
    window.show()
    seat = Seat(window, bridge, qtbot)
    seat.click(window.rail.buttons[ACTIVITY])
    page, model = window.activity, window.activity.events
    seat.wait(lambda: model.rowCount() == PAGE)
    seat.settle()

    def has(rows: int) -> bool:
        return model.rowCount() == rows

    assert model.rows[0].what == f"Backup {MANY - 1}"
    for pages in (2, 3):
        page.table.scrollToBottom()
        seat.wait(partial(has, pages * PAGE))
    assert [model.rows[row].what for row in (PAGE, 3 * PAGE - 1)] == [
        f"Backup {MANY - 1 - PAGE}",
        f"Backup {MANY - 3 * PAGE}",
    ]

    page.seek()
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "backup 17")
    seat.wait(lambda: model.rowCount() > 0 and model.rows[0].what == "Backup 17999")
    page.search.clear()
    page.result.setFocus()
    seat.press(page.result, Qt.Key.Key_End)
    seat.press(page.result, Qt.Key.Key_Up)
    seat.wait(lambda: model.rowCount() > 1 and {model.rows[row].result for row in range(PAGE)} == {"failed"})
    window.quit()
    bridge.end()
