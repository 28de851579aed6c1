"""An answer goes to the request that is read, however fast somebody clicks, with the words that were typed (A15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent.gui.dialogs.declining import DecliningDialog
from tests.agent.inbox import Inbox
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.paired import paired_office
from tests.window.seat import Seat, texts
from tests.window.test_A15_requests import arrive, choose, lines, page, state

Sit = Callable[[Office], Seat]


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Receiver, Office]]:
    """An office of twelve that is paired with a receiver."""
    with paired_office(tmp_path_factory.mktemp("which")) as found:
        yield found


@pytest.fixture
def inbox(paired: tuple[Receiver, Office], capsys: pytest.CaptureFixture[str]) -> Inbox:
    """Its customers, who ask."""
    return Inbox(*paired, capsys)


def test_A15_the_next_request_is_not_accepted_before_it_is_shown(inbox: Inbox, sit: Sit) -> None:
    first = inbox.change(("city", inbox.one("SELECT city FROM customers WHERE id = 1"), "First"), record_id="1")
    second = inbox.change(("city", inbox.one("SELECT city FROM customers WHERE id = 2"), "Second"), record_id="2")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 1")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "First")
    choose(seat, "Customer 2")
    seat.press(seat.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.click_at_once(sheet.accept)
    seat.sees(sheet, "Second")
    seat.wait(lambda: state(inbox, second)[0] == "seen")
    seat.wait(lambda: state(inbox, first)[0] == "seen")


def test_A15_what_came_of_an_answer_names_its_request_where_another_is_shown(inbox: Inbox, sit: Sit) -> None:
    inbox.change(("city", inbox.one("SELECT city FROM customers WHERE id = 3"), "Third"), record_id="3")
    inbox.change(("city", inbox.one("SELECT city FROM customers WHERE id = 4"), "Fourth"), record_id="4")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 3")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "Third")
    seat.wait(lambda: not any(line.unread for line in lines(seat) if "3" in line.customer))
    seat.click_at_once(sheet.accept)
    choose(seat, "Customer 4")
    seat.sees(sheet, "Contact Information of 1003 Customer 3: Accepted. Written: City.")
    seat.sees(sheet, "Fourth")
    assert sheet.accept.isEnabled()
    assert "Contact Information of 1003 Customer 3: Accepted." in texts(sheet)


def test_A15_what_was_typed_before_declining_is_the_reason(inbox: Inbox, sit: Sit) -> None:
    number = inbox.change(("city", "Seen", "Fifth"), record_id="5")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 5")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "Fifth")
    page(seat).inbox.list.setFocus()
    stops = [_tab(seat) for _ in range(3)]
    assert stops == ["Request", "Write to the customer", "Decline…"]
    QTest.keyClicks(sheet.words, "You moved there last year.")
    seat.click(sheet.decline)
    dialog = seat.open(DecliningDialog)
    QTest.keyClicks(dialog.reason, " Please call.")
    seat.click(dialog.decline)
    seat.sees(sheet, "Declined; the customer reads the reason on the portal.")
    assert state(inbox, number) == ("declined", "You moved there last year. Please call.")


def _tab(seat: Seat) -> str:
    """The name of what the Tab key comes to next."""
    here = seat.window.focusWidget()
    assert here is not None
    seat.press(here, Qt.Key.Key_Tab)
    following = seat.window.focusWidget()
    return following.accessibleName() if following is not None else ""
