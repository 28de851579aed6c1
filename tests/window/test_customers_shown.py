"""What the Customer List does with texts that are meant to break it, with a mapped database, and without a right
(A7, A13, A18)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from agent.domain.customer_list import Query, Roll
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.domain.search import words
from agent.gui.bridge import Bridge
from agent.gui.customers.details import Details
from agent.gui.customers.tabs import Tab
from agent.gui.looks.theme import Theme
from agent.gui.presenters.customers import LONGEST
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import CUSTOMERS
from agent.office.practice import open_practice
from agent.usecases.customer_card import Card
from agent.usecases.customers import Customers
from agent.usecases.fields import Fields
from agent.wiring.office import Office as Agent
from tests.agent.conftest import FOREIGN
from tests.support.office import Office
from tests.support.texts import HANDS_ON, TEXTS, WORST
from tests.window.screens.still import StillWork
from tests.window.screens.still_customers import CARD, StillCustomers, filled
from tests.window.seat import WAIT_MS, Seat, texts
from tests.window.test_customers import choose, field, open_tab, page, retype

HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
KEPT = "\n\t"
"""What a text of several lines may hold."""


@dataclass(frozen=True)
class Told(StillCustomers):
    """Gives this list, and cards as they are made here."""

    list_: Roll
    made: Callable[[str], Card]

    def roll(self) -> Roll:
        """This one."""
        return self.list_

    def card(self, record_id: str) -> Card:
        """As `made` makes it."""
        return replace(self.made(record_id), record_id=record_id)


class Work(StillWork):
    """An office that stands still, except for its customers."""

    def __init__(self, told: Told) -> None:
        self._told = told

    @property
    def customers(self) -> Told:
        """These."""
        return self._told


@contextmanager
def window(bot: QtBot, theme: Theme, told: Told) -> Iterator[MainWindow]:
    """Its window, on the Customer List, the list read."""
    bridge = Bridge(lambda: Work(told))
    shown = MainWindow(bridge, theme, Path("/home/office"))
    shown.show()
    shown.go(CUSTOMERS)
    bot.waitUntil(lambda: shown.customers.finder.count.text() == f"{len(told.list_)} of {len(told.list_)}")
    yield shown
    shown.close()
    bridge.end()


def naughty_roll() -> Roll:
    """Each text in every place of a line."""
    roll = Roll()
    for at, text in enumerate(TEXTS):
        roll.add((str(at), text, text, text, text, text, text), text, (text,), (text,))
    return roll


def show(bot: QtBot, shown: MainWindow, record_id: str) -> Details:
    """Let this customer be shown."""
    details = shown.customers.details
    with bot.waitSignal(details.shown, timeout=WAIT_MS):
        details.show_customer(record_id)
    bot.wait(20)
    return details


def test_A7_naughty_texts_are_listed_in_one_harmless_line_each(qtbot: QtBot, theme: Theme) -> None:
    with window(qtbot, theme, Told(naughty_roll(), lambda _record_id: CARD)) as shown:
        table = shown.customers.finder.table
        heights = {table.rowHeight(row) for row in range(table.model().rowCount())}
        assert len(heights) == 1
        for row in range(table.model().rowCount()):
            for column in range(6):
                told = table.model().index(row, column).data()
                assert HARMFUL.search(told) is None
                assert len(told) <= LONGEST + 1
        for column in range(6):
            table.sortByColumn(column, table.horizontalHeader().sortIndicatorOrder())
            shown.grab()


def test_A7_every_naughty_text_is_found_by_itself() -> None:
    roll = naughty_roll()
    for at, text in enumerate(TEXTS):
        found = roll.view(Query(text)).order
        assert at in found, text
        assert len(found) == len(TEXTS) or words(text), text
    assert len(roll.view(Query("%")).order) < len(TEXTS)


def test_A7_naughty_texts_of_a_customer_are_shown_and_stay_as_they_are(qtbot: QtBot, theme: Theme) -> None:
    naughty = (*WORST, *HANDS_ON)
    with window(qtbot, theme, Told(naughty_roll(), lambda at: filled(naughty[int(at)]))) as shown:
        for at in range(len(naughty)):
            details = show(qtbot, shown, str(at))
            for tab in range(details.tabs.count()):
                details.tabs.setCurrentIndex(tab)
            details.grab()
            for told in details.findChildren(QLabel):
                assert HARMFUL.search(told.text().replace("\n", "")) is None
                assert told.textFormat() is Qt.TextFormat.PlainText or not told.text()
            for memo in details.findChildren(QPlainTextEdit):
                assert HARMFUL.search(re.sub(f"[{KEPT}]", "", memo.toPlainText())) is None
            assert details.question == ""
            assert not details.save.isEnabled()


def test_A7_a_text_without_end_is_shown_in_part_and_locked(qtbot: QtBot, theme: Theme) -> None:
    endless = "x" * 1_000_000
    with window(qtbot, theme, Told(naughty_roll(), lambda _record_id: filled(endless))) as shown:
        details = show(qtbot, shown, "1")
        city = field(details.contact, "City")
        assert not city.isEnabled()
        assert city.toolTip() == "This text is too long to be changed here."
        assert len(city.text()) < len(endless)


def test_A13_who_may_not_edit_sees_everything_and_why(qtbot: QtBot, theme: Theme) -> None:
    why = "You can't do this: Kim would need the permission."
    with window(qtbot, theme, Told(naughty_roll(), lambda _record_id: replace(CARD, obstacle=why))) as shown:
        details = show(qtbot, shown, "1")
        assert why in texts(details)
        assert details.save.toolTip() == why
        for at in range(details.tabs.count()):
            details.tabs.setCurrentIndex(at)
            tab = details.tabs.currentWidget()
            for one in (*tab.findChildren(QLineEdit), *tab.findChildren(QPlainTextEdit)):
                assert not isinstance(tab, Tab) or (not one.isEnabled() and one.toolTip()), one.accessibleName()


def test_A13_the_use_case_asks_the_actor(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.sample(3)
    agent = Agent(office.home)
    fields = Fields(open_practice(str(office.practice)), agent.overlay)
    kim = Actor("kim", level=3, permissions={Permission.CUSTOMER_LIST}, ask=("dana",))
    reader = Customers(fields, kim, agent.own_passwords)
    nobody = Customers(fields, Actor("lee", level=3, permissions=set()), agent.own_passwords)
    assert len(reader.roll()) == 3
    assert 'kim would need the permission "Edit Customers"' in reader.card("1").obstacle
    for asked in (nobody.roll, lambda: nobody.card("1")):
        with pytest.raises(NotAllowed):
            asked()


@pytest.fixture
def mapped(tmp_path: Path) -> Office:
    """An office whose own program has no column for passwords; the status is a constant of the mapping."""
    office = Office(tmp_path / "office")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(FOREIGN, "utf-8")
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        connection.execute("CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT, Ort TEXT)")
        people = [(f"K{at}", f"Person {at}", "Bern") for at in range(10, 40)]
        connection.executemany("INSERT INTO Kunden VALUES (?, ?, ?)", people)
    office.init(mapping)
    return office


def test_A18_columns_and_the_overlay_are_edited_side_by_side(mapped: Office, sit: Callable[[Office], Seat]) -> None:
    seat = sit(mapped)
    seat.click(seat.window.rail.buttons[CUSTOMERS])
    seat.wait(lambda: page(seat).finder.count.text() == "30 of 30")
    choose(seat, "K17")
    details = page(seat).details
    (status,) = details.contact.findChildren(QComboBox)
    assert not status.isEnabled()
    assert "only lets this be read" in status.toolTip()
    retype(seat, field(details.contact, "City"), "Thun")
    phones = open_tab(seat, "More Phone Numbers")
    assert "The practice database has no place for these" in texts(phones)
    retype(seat, field(phones, "Customer Password"), "maple otter 41")
    seat.click(details.save)
    seat.sees(details, "Saved.")
    changed = [("K17", "Person 17", "Thun")]
    assert mapped.rows("SELECT * FROM Kunden WHERE Ort <> 'Bern'") == changed
    kept = mapped.must("customers", "show", "K17")["customer"]["fields"]["CU.Customer Password"]
    assert kept == "maple otter 41"
    seat.click(details.notice.action)
    seat.sees(details, "Taken back.")
    assert mapped.rows("SELECT * FROM Kunden WHERE Ort <> 'Bern'") == []
    assert mapped.must("customers", "show", "K17")["customer"]["fields"]["CU.Customer Password"] == ""
