"""Preview, Process, Home, Activity: one after the other by mouse, with a real receiver behind them (A10, A16)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from agent.domain.portals import Portal
from agent.gui.bridge import Bridge
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.preview import PreviewDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.looks.theme import Theme
from agent.gui.presenters.process import Choice
from agent.gui.replacing.value_step import DIFFERENT
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import ACTIVITY
from agent.jobs.lock import single_instance
from agent.jobs.progress import PolledProgress
from agent.usecases.report import Preview
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.paired import paired_office
from tests.window.screens.still import PORTAL, StillWork
from tests.window.screens.still_preview import StillPreview
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
Paired = tuple[Receiver, Office]


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paired]:
    """An office of twelve that is paired with a receiver."""
    with paired_office(tmp_path_factory.mktemp("ahead")) as (receiver, office):
        yield receiver, office


def listed(seat: Seat) -> list[list[str]]:
    """The rows of Activity."""
    model = seat.window.activity.events
    return [[str(model.index(row, at).data()) for at in range(model.columnCount())] for row in range(model.rowCount())]


def named(preview: PreviewDialog) -> list[str]:
    """The numbers in the list of the preview."""
    table = preview.people.table
    items = [table.item(row, 0) for row in range(table.rowCount())]
    return [item.text() for item in items if item is not None]


def test_A10_A16_preview_process_home_activity(paired: Paired, sit: Sit) -> None:
    receiver, office = paired
    shown = office.rows(
        "SELECT number, trim(name) FROM customers WHERE status = 'ACTIVE' AND is_customer = 1"
        " AND coalesce(is_employee, 0) = 0 AND coalesce(not_on_portal, 0) = 0 ORDER BY number"
    )
    seat = sit(office)
    process = seat.process_dialog()
    seat.click(process.preview)
    preview = seat.open(PreviewDialog)
    seat.sees(preview, f"{len(shown)} new · 0 leave · 0 change · 0 lose access")
    assert named(preview) == [number for number, _ in shown]
    assert not preview.people.pills["leave"].isEnabled()
    assert "Pick a customer" in preview.people.sample.toolTip()
    assert attended(receiver) == []

    preview.people.table.selectRow(0)
    seat.click(preview.people.sample)
    seat.wait(preview.sample.isVisible)
    seat.settle()
    number, name = shown[0]
    assert f"No. {number}" in texts(preview)
    assert name in texts(preview)
    preview.reject()
    assert preview.people.isVisible()

    seat.click(preview.people.go_on)
    following = seat.open(DestinationDialog)
    seat.wait(following.choosing.process.isEnabled)
    upload(seat, following)
    seat.sees(seat.window.home, "The portal is up to date")
    seat.sees(seat.window.home, "asked just now")

    assert set(attended(receiver)) == {1}
    with single_instance(office.home):
        following = seat.destinations(seat.process_dialog())
        seat.click(following.choosing.process)
        seat.wait(lambda: following.choosing.isVisible() and "at work" in texts(following))
    following.reject()
    for dialog in seat.window.findChildren(ProcessDialog):
        dialog.reject()
    seat.wait(lambda: "The last Process did not come through" in texts(seat.window.home))
    assert "Wait until it is done, then try again." in texts(seat.window.home)
    activity_tells_of_both(seat, len(shown))


def activity_tells_of_both(seat: Seat, customers: int) -> None:
    """The Process that came through, and the one that was in the way of another program."""
    (see_all,) = [one for one in seat.window.home.findChildren(QPushButton) if one.text() == "See all"]
    seat.click(see_all)
    page = seat.window.activity
    assert seat.window.page is page
    page.kind.setCurrentText("Process")
    seat.wait(lambda: len(listed(seat)) == 2)
    assert [row[-1] for row in listed(seat)] == ["try again later", "published"]
    assert listed(seat)[1][2] == str(customers)
    seat.window.activity.table.selectRow(0)
    seat.sees(page, "Another window or command of Porchlight is at work.")
    (copy,) = [one for one in seat.window.activity.details.findChildren(QPushButton) if one.text() == "Copy"]
    seat.click(copy)
    assert "Wait until it is done, then try again." in QApplication.clipboard().text()
    seat.window.activity.kind.setCurrentText("Backup")
    seat.sees(page, "Nothing fits.")
    seat.window.activity.kind.setCurrentIndex(0)
    seat.window.activity.search.setText("AT WORK")
    seat.wait(lambda: [row[-1] for row in listed(seat)] == ["try again later"])


def test_A16_what_failed_is_still_told_after_the_window_was_closed(paired: Paired, sit: Sit) -> None:
    _, office = paired
    away: Path = office.practice.with_suffix(".away")
    office.run("process")
    office.practice.rename(away)
    try:
        assert office.run("process").code == 1
    finally:
        away.rename(office.practice)
    seat = sit(office)
    assert "The last Process failed" in texts(seat.window.home)
    assert "up to date" not in texts(seat.window.home)
    assert office.run("process").code == 3
    seat.window.feed.refresh()
    seat.sees(seat.window.home, "The portal is up to date")


def test_A16_what_waits_and_what_can_be_undone_lead_to_where_it_is_done(paired: Paired, sit: Sit) -> None:
    _, office = paired
    before = office.passwords()
    one, other = [*before][:2]
    office.change("UPDATE customers SET password = 'theirs both' WHERE number IN (?, ?)", one, other)
    office.must("process")
    office.must("replace", "--field", "CU.City", "--value", "Bern", "--where", f"CU.Customer Number = {one}", "--yes")
    seat = sit(office)
    assert "2 customers share one password" in texts(seat.window.home)
    (unique,) = [one for one in seat.window.home.findChildren(QPushButton) if one.text() == "Make unique ones"]
    seat.click(unique)
    assert seat.window.page is seat.window.replace_page
    seat.wait(lambda: "CU.Customer Password" in texts(seat.window.replace_page))
    assert "Choose a condition" in texts(seat.window.replace_page)
    assert seat.window.replace_page.value.way.at == DIFFERENT

    seat.click(seat.window.rail.buttons[ACTIVITY])
    page = seat.window.activity
    seat.wait(lambda: page.events.rowCount() > 0)
    (at,) = [row for row in range(page.events.rowCount()) if page.events.rows[row].undo]
    page.table.selectRow(at)
    (undo,) = [one for one in page.details.findChildren(QPushButton) if one.text() == "Undo…"]
    seat.wait(undo.isVisible)
    seat.click(undo)
    earlier = seat.open(EarlierDialog)
    seat.wait(earlier.undo.isEnabled)
    seat.click(earlier.undo)
    seat.wait(lambda: office.rows("SELECT city FROM customers WHERE number = ?", one) != [("Bern",)])
    seat.wait(earlier.close_button.isVisible)
    seat.click(earlier.close_button)
    seat.wait(lambda: page.events.rows[at].result == "undone")


def test_A10_only_a_clerk_who_saw_it_is_attended(paired: Paired, sit: Sit) -> None:
    receiver, office = paired
    office.run("process")
    seat = sit(office)
    for previewed in (False, True):
        before = len(attended(receiver))
        office.change("UPDATE customers SET city = city || '!' WHERE status = 'ACTIVE'")
        process_once(seat, previewed=previewed)
        assert set(attended(receiver)[before:]) == {previewed}


def test_C3_what_is_held_is_told_with_its_numbers_and_confirmed_by_a_preview(paired: Paired, sit: Sit) -> None:
    _, office = paired
    office.run("process", "--confirm")
    other = office.rows("SELECT status FROM customers WHERE status <> 'ACTIVE' AND status <> 'PATTERN' LIMIT 1")[0][0]
    gone = sorted(office.passwords())[::2]
    for number in gone:
        office.change("UPDATE customers SET status = ? WHERE number = ?", other, number)
    seat = sit(office)
    following = seat.destinations(seat.process_dialog())
    seat.click(following.choosing.process)
    seat.sees(following, "and held until somebody confirms it")
    assert "customers would leave" in texts(following)
    seat.click(following.ending.close_button)
    seat.sees(seat.window.home, "The last upload is held")
    assert "To publish it all the same: Customer Portal, Preview, then Process there." in texts(seat.window.home)
    process_once(seat, previewed=True)
    seat.sees(seat.window.home, "The portal is up to date")
    for number in gone:
        office.change("UPDATE customers SET status = 'ACTIVE' WHERE number = ?", number)
    office.process("--confirm")


class EndlessPreview(StillPreview):
    """Reads customer after customer until it is stopped."""

    def look(self, choice: Choice, portal: str, progress: PolledProgress) -> Preview:
        """Never comes to an end by itself."""
        progress.step("Reading the practice database", 10_000)
        while True:
            time.sleep(0.001)
            progress.advance()


class EndlessWork(StillWork):
    """An office with very many customers."""

    preview = EndlessPreview()

    def portals(self) -> list[Portal]:
        """One."""
        return [PORTAL]


def test_A10_a_long_preview_shows_how_far_it_is_and_cancel_ends_it(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bridge = Bridge(EndlessWork)
    window = MainWindow(bridge, theme, tmp_path)
    process = ProcessDialog(bridge, theme, window)
    window.show()
    process.open()
    seat = Seat(window, bridge, qtbot)
    seat.click(process.preview)
    preview = seat.open(PreviewDialog)
    seat.wait(preview.watching.isVisible)
    seat.wait(lambda: preview.watching.bar.value() > 0)
    assert "of 10" in texts(preview)
    assert "Nothing is sent." in texts(preview)
    seat.click_at_once(preview.watching.cancel)
    seat.wait(lambda: not seat.window.findChildren(PreviewDialog))
    assert process.isVisible()
    assert bridge.changing is None
    process.reject()
    window.quit()
    bridge.end()


def attended(receiver: Receiver) -> list[int]:
    """Of each snapshot at the receiver, whether somebody had seen what would change."""
    with closing(sqlite3.connect(receiver.database, timeout=10)) as connection:
        return [one for (one,) in connection.execute("SELECT attended FROM snapshots ORDER BY number")]


def process_once(seat: Seat, *, previewed: bool) -> None:
    """One Process by mouse, with the preview before it or not."""
    process = seat.process_dialog()
    if previewed:
        seat.click(process.preview)
        preview = seat.open(PreviewDialog)
        seat.wait(preview.people.isVisible)
        seat.click(preview.people.go_on)
        following = seat.open(DestinationDialog)
        seat.wait(following.choosing.process.isEnabled)
    else:
        following = seat.destinations(process)
    upload(seat, following)


def upload(seat: Seat, following: DestinationDialog) -> None:
    """Press Process there, see that it came through, and close the window."""
    seat.click(following.choosing.process)
    seat.sees(following, "successfully updated")
    seat.click(following.ending.close_button)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))
