"""Replace Information in the window, with a real practice database behind it (A3 - A6)."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QTableView

from agent.domain.portals import Portal
from agent.domain.values import MASK
from agent.gui.dialogs.choose_field import ChooseFieldDialog
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.letters import LettersDialog
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.replacing import planning
from agent.office import engine
from agent.wiring.office import Office as Agent
from tests.support.office import Office
from tests.window.replacing import (
    agree,
    arrive,
    choose_condition,
    choose_field,
    different_ones,
    perform,
    planned,
    rows,
    type_value,
)
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
PASSWORD, STATUS = "CU.Customer Password", "CU.Customer Status"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Made once; never changed."""
    made = Office(tmp_path_factory.mktemp("sample"))
    made.sample(24)
    return made


@pytest.fixture
def office(sample: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office of one's own: a copy of the sample."""
    monkeypatch.setattr(planning, "AGAIN_MS", 300)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    made = Office(tmp_path / "office")
    shutil.copy(sample.practice, made.practice)
    Agent(made.home).set_up(made.url, None)
    yield made


def passwords(office: Office) -> list[tuple[int, str | None]]:
    return office.rows("SELECT id, password FROM customers ORDER BY id")


def of_active(office: Office) -> list[str]:
    return [one for (one,) in office.rows("SELECT password FROM customers WHERE status = 'ACTIVE'")]


def dump(office: Office) -> list[str]:
    with closing(sqlite3.connect(office.practice)) as connection:
        return list(connection.iterdump())


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """As if the office's program were writing all the time."""
    with closing(sqlite3.connect(office.practice, isolation_level=None)) as program:
        program.execute("BEGIN EXCLUSIVE")
        yield


def test_A3_the_article_word_by_word(office: Office, sit: Sit) -> None:
    before, others = dump(office), office.rows("SELECT id, password FROM customers WHERE status <> 'ACTIVE'")
    seat = sit(office)
    page = arrive(seat)
    assert page.sets.currentText() == "Customer database"
    assert "Jobs" in [page.sets.itemText(at) for at in range(page.sets.count())]
    assert page.perform.toolTip() == "Choose a field first."
    choose_field(seat, page, PASSWORD)
    assert page.perform.toolTip().startswith("The new value is missing")
    seat.wait(page.value.editor.widget.hasFocus)
    type_value(seat, page, "clip")
    assert page.value.way.at == 1
    assert page.perform.toolTip() == "Choose a condition, or tick that every row is meant."
    choose_condition(seat, page, STATUS, "ACTIVE")
    planned(seat, page)
    assert page.perform.isEnabled()
    active = len(of_active(office))
    assert f"The same password goes to {active} customers" in texts(page)

    dialog = perform(seat, page)
    changing = sum(one != "clip" for one in of_active(office))
    assert f"Replace {changing} passwords?" in texts(dialog)
    assert "clip" not in texts(dialog)
    assert dump(office) == before
    agree(seat, dialog)
    assert set(of_active(office)) == {"clip"}
    assert office.rows("SELECT id, password FROM customers WHERE status <> 'ACTIVE'") == others
    (backup,) = (office.home / "backups").iterdir()
    assert str(backup.parent) in texts(dialog)

    seat.click(dialog.replaced.undo)
    seat.sees(dialog, "is undone")
    assert dump(office) == before


def test_A5_the_preview_is_the_plan_and_passwords_are_masked(office: Office, sit: Sit) -> None:
    office.change("UPDATE customers SET status = ' active ' WHERE id = 1")
    seat = sit(office)
    page = arrive(seat)
    choose_field(seat, page, PASSWORD)
    different_ones(seat, page)
    choose_condition(seat, page, STATUS, "Active")
    planned(seat, page)
    told = texts(page)
    assert f"{len(of_active(office)) + 1} of 24" in told
    assert "outer blanks and letter case ignored" in told
    assert {row[-1] for row in rows(page.preview.table)} == {MASK}
    seat.click(page.preview.reveal)
    shown = {row[0]: row[-1] for row in rows(page.preview.table)}
    dialog = perform(seat, page)
    agree(seat, dialog)
    found = dict(office.rows("SELECT number, password FROM customers WHERE upper(trim(status)) = 'ACTIVE'"))
    assert found == shown
    assert len(set(found.values())) == len(found)
    assert page.plan is None
    assert page.field.text() == "Choose Field"


def fits(table: QTableView) -> bool:
    """Whether nothing has to be moved sideways; a bar goes a moment after its columns have shrunk."""
    return not table.horizontalScrollBar().isVisible()


def test_A5_the_preview_shows_whole_names_beside_now_and_then(office: Office, sit: Sit) -> None:
    office.change("UPDATE customers SET street = '12345 Old Post Road at the corner of Bay Street, behind the mill'")
    seat = sit(office)
    page = arrive(seat)
    for field, value in (
        (PASSWORD, "clip"),
        ("CU.Street", "1 New Road, at the corner of Lake Avenue, behind the mill"),
    ):
        choose_field(seat, page, field)
        type_value(seat, page, value)
        if not page.plan:
            choose_condition(seat, page, STATUS, "ACTIVE")
        planned(seat, page)
        seat.settle()
        table = page.preview.table
        assert table.columnWidth(1) >= min(table.sizeHintForColumn(1), 130)
        seat.wait(partial(fits, table))


def test_A5_in_the_window_as_it_opens_a_masked_password_has_its_room(office: Office, sit: Sit) -> None:
    seat = sit(office)
    page = arrive(seat)
    choose_field(seat, page, PASSWORD)
    different_ones(seat, page)
    choose_condition(seat, page, STATUS, "ACTIVE")
    planned(seat, page)
    table, now = page.preview.table, page.preview.table.model().columnCount() - 2
    seat.wait(lambda: table.columnWidth(now) >= table.sizeHintForColumn(now))
    assert table.columnWidth(now + 1) >= table.sizeHintForColumn(now + 1)


def test_A6_letters_for_the_passwords_just_given_out(office: Office, sit: Sit, tmp_path: Path) -> None:
    agent = Agent(office.home)
    link = "https://portal.example.com/112/"
    agent.portals.save(
        Portal(0, "CLIP Customer Portal", link[:-5], 112, "Green Valley", "pc", agent.practice.practice_id, link)
    )
    seat = sit(office)
    page = arrive(seat)
    choose_field(seat, page, PASSWORD)
    different_ones(seat, page)
    choose_condition(seat, page, "CU.Customer Number", "1001")
    planned(seat, page)
    assert "compared exactly" in texts(page)
    dialog = perform(seat, page)
    agree(seat, dialog)
    seat.click(dialog.replaced.letters)
    letters = dialog.findChildren(LettersDialog)[0]
    letters.path.setText("")
    assert letters.write.toolTip() == "Say where the file should be written."
    target = tmp_path / "my letters.pdf"
    letters.path.setText(str(target))
    seat.click(letters.write)
    seat.sees(letters, "1 letter is written")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes().startswith(b"%PDF")
    assert [one.kind for one in agent.activity.latest(5) if one.kind != "settings"] == ["letters"]


def test_A5_earlier_replacements_name_the_rows_that_stay(office: Office, sit: Sit) -> None:
    run = office.must("replace", "--field", "CU.City", "--value", "Bern", "--where", "CU.City <> Bern", "--yes")
    office.change("UPDATE customers SET city = 'Elsewhere' WHERE id = 3")
    number = office.rows("SELECT number FROM customers WHERE id = 3")[0][0]
    seat = sit(office)
    page = arrive(seat)
    seat.click(page.earlier)
    dialog = seat.open(EarlierDialog)
    seat.wait(dialog.table.isVisible)
    ((_, _, field, conditions, count, state),) = rows(dialog.table)
    assert (field, count, state) == ("CU.City", str(run["changed"]), "done")
    assert "CU.City" in conditions
    assert not dialog.redo.isEnabled()
    seat.click(dialog.undo)
    seat.sees(dialog, "1 row was changed by somebody since")
    assert number in dialog.skipped.toPlainText()
    seat.wait(dialog.redo.isEnabled)
    assert rows(dialog.table)[0][-1] == "undone"
    seat.click(dialog.redo)
    seat.sees(dialog, "is done again")
    cities = {city for (city,) in office.rows("SELECT city FROM customers")}
    assert cities == {"Bern", "Elsewhere"}


def test_A5_adjust_prices_by_whichever_is_greater(office: Office, sit: Sit) -> None:
    before = office.rows("SELECT id, price FROM jobs WHERE price IS NOT NULL ORDER BY id")
    office.change("UPDATE jobs SET price = NULL WHERE id = 1")
    seat = sit(office)
    page = arrive(seat, "Adjust Prices")
    assert page.sets.currentText() == "Jobs"
    assert page.field.text() == "JB.Price"
    seat.click(page.value.ok)
    assert "Neither an amount nor a percentage is given." in texts(page)
    QTest.keyClicks(page.value.prices.amount, "2.50")
    QTest.keyClicks(page.value.prices.percent, "3")
    seat.press(page.value.prices.percent, Qt.Key.Key_Return)
    seat.click(page.conditions.all)
    planned(seat, page)
    assert "1 row has no price, and stays so." in texts(page)
    dialog = perform(seat, page)
    assert f"Adjust {len(before) - 1} prices?" in texts(dialog)
    agree(seat, dialog)
    after = dict(office.rows("SELECT id, round(price * 100) FROM jobs"))
    assert after.pop(1) is None
    wanted = {one: round(price * 100 + max(250, price * 3 + 1e-9)) for one, price in before if one != 1}
    assert after == wanted


def test_F40_a_condition_that_means_nobody_or_everybody_says_so(office: Office, sit: Sit) -> None:
    seat = sit(office)
    page = arrive(seat)
    seat.click(page.field)
    dialog = seat.open(ChooseFieldDialog)
    QTest.keyClicks(dialog.fields.search, "CU.Customer Number")
    assert not dialog.choose.isEnabled()
    assert "other records refer to it" in rows(dialog.fields.table)[0][1]
    dialog.reject()
    choose_field(seat, page, "CU.City")
    type_value(seat, page, "x" * 81)
    assert "too long" in texts(page)
    assert not page.perform.isEnabled()
    seat.press(page.value.editor.widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_value(seat, page, "Bern")
    choose_condition(seat, page, STATUS, "NOBODY")
    planned(seat, page)
    assert page.perform.toolTip() == "No row meets the conditions."
    seat.click(page.conditions.removes[0])
    seat.click(page.conditions.all)
    planned(seat, page)
    asked = perform(seat, page)
    assert "Replace all 24 values?" in texts(asked)
    seat.press(asked, Qt.Key.Key_Escape)
    assert len(office.rows("SELECT 1 FROM customers WHERE city = 'Bern'")) < 24


def test_A4_rows_changed_meanwhile_are_not_overwritten(office: Office, sit: Sit) -> None:
    seat = sit(office)
    page = arrive(seat)
    choose_field(seat, page, PASSWORD)
    different_ones(seat, page)
    choose_condition(seat, page, STATUS, "ACTIVE")
    planned(seat, page)
    dialog = perform(seat, page)
    office.change("UPDATE customers SET password = 'typed by Ann' WHERE id = 1")
    before = passwords(office)
    seat.click(dialog.asking.perform)
    seat.wait(page.banner.isVisible)
    assert "nothing was written" in texts(page.banner)
    seat.wait(lambda: not seat.window.findChildren(ReplacementDialog))
    planned(seat, page)
    assert passwords(office) == before
    assert ("1001", MASK) in {(row[0], row[3]) for row in rows(page.preview.table)}


def test_F17_a_busy_database_leaves_the_page_usable(office: Office, sit: Sit) -> None:
    seat = sit(office)
    page = seat.window.replace_page
    with locked(office):
        seat.click(seat.window.rail.buttons["replace"])
        seat.wait(page.banner.isVisible)
        assert "can't be opened just now" in page.field.toolTip()
    seat.wait(page.field.isEnabled)
    assert not page.banner.isVisible()
    choose_field(seat, page, PASSWORD)
    different_ones(seat, page)
    with locked(office):
        seat.click(page.conditions.all)
        seat.wait(page.banner.isVisible)
        assert "in use by another program" in texts(page.banner)
        assert "see above" in page.perform.toolTip()
        assert page.sets.isEnabled()
        assert isinstance(page.sets, QComboBox)
    planned(seat, page)
    assert not page.banner.isVisible()
