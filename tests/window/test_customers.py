"""The Customer List in the window, on a real office (A7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from agent.gui.customers.tabs import Tab
from agent.gui.pages.customers import CustomersPage
from agent.gui.window.places import CUSTOMERS
from tests.support.office import Office
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
EVERYTHING = [f"SELECT * FROM {table} ORDER BY id" for table in ("customers", "phones", "properties", "jobs")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A sample office; each test leaves it as it was, or changes what no other looks at."""
    made = Office(tmp_path_factory.mktemp("customers") / "office")
    made.sample(30)
    return made


@pytest.fixture
def seat(office: Office, sit: Sit) -> Seat:
    """Its window, on the Customer List, the list read."""
    seat = sit(office)
    seat.click(seat.window.rail.buttons[CUSTOMERS])
    seat.wait(lambda: page(seat).finder.count.text() == "30 of 30")
    return seat


def page(seat: Seat) -> CustomersPage:
    """The Customer List."""
    return seat.window.customers


def look_for(seat: Seat, text: str, count: str) -> None:
    """Type into the search, as somebody would, in place of what is there."""
    seat.press(seat.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page(seat).finder.search, text)
    seat.wait(lambda: page(seat).finder.count.text() == count)


def choose(seat: Seat, number: str) -> None:
    """Choose the customer with this number, with the keyboard."""
    look_for(seat, number, "1 of 30")
    seat.press(page(seat).finder.search, Qt.Key.Key_Down)
    seat.sees(page(seat).details, f"{number}  ")
    seat.settle()


def open_tab(seat: Seat, name: str) -> Tab:
    """Click on a tab."""
    bar = page(seat).details.tabs.tabBar()
    at = [bar.tabText(one) for one in range(bar.count())].index(name)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())
    seat.settle()
    shown = page(seat).details.tabs.currentWidget()
    assert isinstance(shown, Tab)
    return shown


def field(where: QWidget, name: str, at: int = 0) -> QLineEdit:
    """The line called so."""
    return [one for one in where.findChildren(QLineEdit) if one.accessibleName() == name and one.isVisible()][at]


def retype(seat: Seat, line: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Other text in place of what is there."""
    line.selectAll()
    seat.press(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def stand(office: Office) -> list[list[tuple[object, ...]]]:
    """Everything that could be changed here, by independent SQL."""
    return [office.rows(sql) for sql in EVERYTHING]


def test_A7_the_article_shows_the_password_clip(office: Office, sit: Sit) -> None:
    told = office.must(
        *("replace", "--field", "CU.Customer Password", "--value", "clip"),
        *("--where", "CU.Customer Status = ACTIVE", "--yes"),
    )
    seat = sit(office)
    button = seat.window.rail.buttons[CUSTOMERS]
    assert button.accessibleName() == "Customer List"
    seat.click(button)
    seat.wait(lambda: page(seat).finder.count.text() == "30 of 30")
    ((number,),) = office.rows("SELECT number FROM customers WHERE upper(trim(status)) = 'ACTIVE' LIMIT 1")
    choose(seat, number)
    bar = page(seat).details.tabs.tabBar()
    names = [bar.tabText(one) for one in range(bar.count())]
    assert names == ["Contact", "More Phone Numbers", "Properties", "Jobs", "History", "Notes"]
    tab = open_tab(seat, "More Phone Numbers")
    password = field(tab, "Customer Password")
    assert password.text() == "clip"
    assert password.echoMode() == QLineEdit.EchoMode.Password
    shown = page(seat).details.phones.password
    assert shown is not None
    reveal = shown.reveal
    seat.click(reveal)
    assert password.echoMode() == QLineEdit.EchoMode.Normal
    assert reveal.text() == "Hide"
    numbers = office.rows(
        "SELECT p.number FROM phones p, customers c WHERE customer_id = c.id AND c.number = ?", number
    )
    assert [field(tab, "Number", at).text() for at in range(len(numbers))] == [one for (one,) in numbers]
    office.must("undo", str(told["run"]))


def test_A7_the_list_is_searched_filtered_sorted_and_keeps_who_is_chosen(office: Office, seat: Seat) -> None:
    finder = page(seat).finder
    assert finder.search.hasFocus()
    (record, name), *_ = office.rows("SELECT id, name FROM customers WHERE status = 'ACTIVE' AND id > 20")
    number = office.rows("SELECT number FROM customers WHERE id = ?", record)[0][0]
    choose(seat, number)
    assert finder.table.hasFocus()
    seat.press(seat.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    seat.press(finder.search, Qt.Key.Key_Escape)
    seat.wait(lambda: finder.count.text() == "30 of 30")
    counts = office.rows("SELECT upper(trim(status)), count(*) FROM customers GROUP BY 1")
    offered = [finder.status.itemText(at) for at in range(finder.status.count())]
    assert offered[0] == "All statuses (30)"
    assert set(offered[1:]) == {f"{status} ({count})" for status, count in counts}
    finder.order.setFocus()
    finder.order.setCurrentIndex(1)
    finder.order.activated.emit(1)
    seat.wait(lambda: finder.table.model().index(0, 1).data() <= finder.table.model().index(29, 1).data())
    seat.press(seat.window, Qt.Key.Key_F5)
    with seat.bot.waitSignal(finder.answered):
        page(seat).refresh()
    (marked,) = {one.row() for one in finder.table.selectionModel().selectedRows()}
    assert finder.table.model().index(marked, 0).data() == number
    seat.press(finder.table, Qt.Key.Key_Return)
    assert page(seat).details.isAncestorOf(seat.window.focusWidget())
    look_for(seat, "nobody is called so", "0 of 30")
    assert "Nobody is found for “nobody is called so”" in texts(finder)
    assert name in texts(page(seat).details)


def test_A7_what_is_typed_is_saved_in_one_step_and_undone(office: Office, seat: Seat) -> None:
    record, number = office.rows(
        "SELECT customer_id, c.number FROM properties p, customers c WHERE c.id = customer_id"
    )[0]
    before = stand(office)
    choose(seat, number)
    details = page(seat).details
    assert not details.save.isEnabled()
    assert details.save.toolTip() == "Nothing is changed."
    retype(seat, field(details.contact, "City"), "Bern")
    status = next(one for one in details.contact.findChildren(QComboBox))
    assert [status.itemText(at) for at in range(4)] == ["ACTIVE", "ON HOLD", "PATTERN", "INACTIVE"]
    status.setCurrentText("ON HOLD")
    retype(seat, field(open_tab(seat, "More Phone Numbers"), "Number"), "+41 44 555 00 11")
    retype(seat, field(open_tab(seat, "Properties"), "Street"), "7 Lake Road")
    notes = open_tab(seat, "Notes").findChildren(QPlainTextEdit)[0]
    retype(seat, notes, "Ring twice.")
    assert stand(office) == before
    seat.press(notes, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    seat.sees(details, "Saved.")
    own = office.rows("SELECT city, status, notes FROM customers WHERE id = ?", record)
    assert own == [("Bern", "ON HOLD", "Ring twice.")]
    assert ("+41 44 555 00 11",) in office.rows("SELECT number FROM phones WHERE customer_id = ?", record)
    assert ("7 Lake Road",) in office.rows("SELECT street FROM properties WHERE customer_id = ?", record)
    others = "SELECT * FROM customers WHERE id <> ?"
    assert office.rows(others, record) == [one for one in before[0] if one[0] != record]
    newest = office.must("undo", "--list")["runs"][0]
    assert (newest["changed"], newest["conditions"]) == (5, f'CU.Customer Number = "{number}"')
    seat.click(details.notice.action)
    seat.sees(details, "Taken back.")
    assert stand(office) == before


def test_A7_what_can_not_be_is_said_beside_the_field_and_not_saved(office: Office, seat: Seat) -> None:
    before = stand(office)
    choose(seat, office.rows("SELECT number FROM customers LIMIT 1")[0][0])
    details = page(seat).details
    balance = field(details.contact, "Balance")
    retype(seat, balance, "a lot")
    assert '"a lot" does not fit CU.Balance. Write a number such as 1234.50.' in texts(details.contact)
    assert not details.save.isEnabled()
    assert details.save.toolTip() == "Put right first: Balance."
    retype(seat, field(details.contact, "State"), "x" * 41)
    assert "The value is too long for CU.State: 41 characters." in texts(details.contact)
    retype(seat, field(details.contact, "Email"), "kim at home")
    assert "does not look like one e-mail address" in texts(details.contact)
    seat.press(balance, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    number = field(details.contact, "Customer Number")
    assert not number.isEnabled()
    assert number.toolTip() == "Other records refer to it, so it stays as it is."
    seat.click(details.discard)
    assert balance.text() != "a lot"
    assert "does not fit" not in texts(details.contact)
    assert stand(office) == before


def test_A7_somebody_else_was_faster(office: Office, seat: Seat) -> None:
    record, number = office.rows("SELECT id, number FROM customers WHERE id = 8")[0]
    office.change("UPDATE customers SET city = 'Before' WHERE id = ?", record)
    choose(seat, number)
    details = page(seat).details
    retype(seat, field(details.contact, "City"), "Mine")
    retype(seat, field(details.contact, "Area"), "Area 51")
    office.change("UPDATE customers SET city = 'Theirs' WHERE id = ?", record)
    held = stand(office)
    details.save.setFocus()
    seat.click(details.save)
    seat.sees(details, "City: here stood “Before”, now it is “Theirs”.")
    assert stand(office) == held
    assert field(details.contact, "City").text() == "Mine"
    assert details.save.hasFocus(), "the keyboard stays where it was"
    assert details.notice.action.text() == "Reload"
    seat.click(details.notice.action)
    seat.wait(lambda: field(details.contact, "City").text() == "Theirs")
    assert field(details.contact, "Area").text() != "Area 51"
    assert not details.save.isEnabled()


def test_A7_leaving_what_is_not_saved_is_asked_about(
    office: Office, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]

    def question(
        _parent: QWidget, _title: str, text: str, _buttons: object, preset: object
    ) -> QMessageBox.StandardButton:
        assert preset is QMessageBox.StandardButton.No, "Enter keeps what was typed"
        asked.append(text)
        return answers[len(asked) - 1]

    monkeypatch.setattr(QMessageBox, "question", question)
    first, second = (one for (one,) in office.rows("SELECT number FROM customers WHERE id IN (11, 12) ORDER BY id"))
    choose(seat, first)
    details, table = page(seat).details, page(seat).finder.table
    retype(seat, field(details.contact, "City"), "Elsewhere")
    seat.click(seat.window.rail.buttons["home"])
    assert seat.window.page is page(seat)
    seat.press(page(seat).finder.search, Qt.Key.Key_Escape)
    seat.wait(lambda: page(seat).finder.count.text() == "30 of 30")
    seat.press(table, Qt.Key.Key_Down)
    seat.wait(lambda: len(asked) == 2)
    assert field(details.contact, "City").text() == "Elsewhere"
    assert "City is changed and not saved. Leave without saving?" in asked[0]
    seat.wait(lambda: table.model().index(table.currentIndex().row(), 0).data() == first)
    seat.press(table, Qt.Key.Key_Down)
    seat.sees(details, f"{second}  ")
    assert office.rows("SELECT count(*) FROM customers WHERE city = 'Elsewhere'") == [(0,)]
