"""Customers who chose their portal password themselves, at the window: said, and reset only by a tick (A6, A7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from agent.domain.chosen import RESETS
from agent.gui.pages.customers import CustomersPage
from agent.gui.window.places import CUSTOMERS
from agent.wiring.office import Office as Agent
from shared.outbound import OwnPassword
from tests.support.chosen import SINCE, tell
from tests.support.office import Office
from tests.window import replacing
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
PASSWORD = "CU.Customer Password"
COUNTS = "What stands here does not count until it is reset."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A sample office of twenty, two of whom chose a password themselves."""
    made = Office(tmp_path_factory.mktemp("own") / "office")
    made.sample(20)
    return made


@pytest.fixture
def own(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Record id and number of the two; nothing was reset."""
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")
    found = office.rows("SELECT id, number FROM customers WHERE status = 'ACTIVE' ORDER BY id LIMIT 2")
    people = [(str(record), str(number)) for record, number in found]
    tell(Agent(office.home), [OwnPassword(record, SINCE) for record, _ in people])
    return people


def resets(office: Office) -> dict[str, object]:
    """By record id, the counts that travel with the next Process."""
    agent = Agent(office.home)
    return dict(agent.overlay.values(agent.practice.practice_id, RESETS.name))


def chosen(seat: Seat, number: str) -> CustomersPage:
    """The Customer List with this customer, on More Phone Numbers."""
    page = seat.window.customers
    seat.click(seat.window.rail.buttons[CUSTOMERS])
    seat.wait(lambda: page.finder.count.text() == "20 of 20")
    QTest.keyClicks(page.finder.search, number)
    seat.wait(lambda: page.finder.count.text() == "1 of 20")
    seat.press(page.finder.search, Qt.Key.Key_Down)
    seat.sees(page.details, f"{number}  ")
    page.details.tabs.setCurrentWidget(page.details.phones)
    seat.settle()
    return page


def typed(seat: Seat, page: CustomersPage, text: str) -> None:
    """Another password in place of the one that stands there."""
    field = page.details.phones.password
    assert field is not None and isinstance(field.editor, QLineEdit)
    field.editor.selectAll()
    QTest.keyClicks(field.editor, text)
    seat.settle()


def test_A7_the_customer_list_says_who_chose_his_own_and_asks_by_a_tick(
    office: Office, own: list[tuple[str, str]], sit: Sit
) -> None:
    record, number = own[0]
    seat = sit(office)
    page = chosen(seat, number)
    tab = page.details.phones
    assert "The customer chose own on " in texts(tab) and COUNTS in texts(tab)
    assert "(2)" in page.finder.status.itemText(page.finder.status.count() - 1)
    assert not tab.also.isVisible(), "there is no new password yet"
    typed(seat, page, "one-for-the-office")
    assert tab.also.isVisible() and not tab.also.isChecked()
    seat.click(page.details.save)
    seat.sees(page.details, "Saved.")
    assert office.rows("SELECT password FROM customers WHERE id = ?", record) == [("one-for-the-office",)]
    assert resets(office) == {}
    seat.wait(lambda: not tab.also.isVisible())
    typed(seat, page, "one-that-counts")
    tab.also.setFocus()
    seat.press(tab.also, Qt.Key.Key_Space)
    seat.press(tab.also, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    seat.sees(tab, "It was reset since: what stands here counts from the next Process on.")
    assert resets(office) == {record: 1}
    seat.click(page.details.notice.action)
    seat.sees(page.details, "Taken back.")
    seat.sees(tab, COUNTS)
    assert resets(office) == {}
    assert office.rows("SELECT password FROM customers WHERE id = ?", record) == [("one-for-the-office",)]


def test_A7_the_list_can_show_only_those_who_chose_their_own(
    office: Office, own: list[tuple[str, str]], sit: Sit
) -> None:
    seat = sit(office)
    page = seat.window.customers
    seat.click(seat.window.rail.buttons[CUSTOMERS])
    seat.wait(lambda: page.finder.count.text() == "20 of 20")
    page.finder.status.setCurrentIndex(page.finder.status.count() - 1)
    seat.wait(lambda: page.finder.count.text() == "2 of 20")
    model = page.finder.table.model()
    assert [model.index(row, 0).data() for row in range(2)] == [number for _, number in own]


def test_A6_global_replacement_counts_them_and_resets_only_by_the_tick(
    office: Office, own: list[tuple[str, str]], sit: Sit
) -> None:
    before = office.rows("SELECT id, password FROM customers ORDER BY id")
    seat = sit(office)
    page = replacing.arrive(seat)
    replacing.choose_field(seat, page, PASSWORD)
    replacing.different_ones(seat, page)
    replacing.choose_condition(seat, page, "CU.Customer Status", "ACTIVE")
    replacing.planned(seat, page)
    assert "2 customers chose their own password on the portal: it keeps counting there" in texts(page.preview)
    assert page.preview.also.text() == "Also for the 2 customers who chose their own"
    assert not page.preview.also.isChecked()
    seat.click(page.preview.also)
    seat.sees(page.preview, "it ends, and the new one counts from the next Process on")
    dialog = replacing.perform(seat, page)
    assert "2 customers chose their own password: it ends" in texts(dialog.asking)
    seat.click(dialog.asking.perform)
    seat.sees(dialog, "passwords were replaced")
    assert "2 customers chose their own password: it ends" in texts(dialog.replaced)
    assert resets(office) == {record: 1 for record, _ in own}
    seat.click(dialog.replaced.undo)
    seat.sees(dialog, "The passwords that 2 customers chose count again")
    assert resets(office) == {}
    assert office.rows("SELECT id, password FROM customers ORDER BY id") == before
    seat.click(dialog.replaced.close_button)
