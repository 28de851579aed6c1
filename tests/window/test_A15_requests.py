"""Requests by mouse and keyboard, with a real receiver behind them (A15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from agent.gui.dialogs.declining import DecliningDialog
from agent.gui.dialogs.overwriting import OverwritingDialog
from agent.gui.dialogs.photo import PhotoDialog
from agent.gui.models.requests import LINE
from agent.gui.pages.requests import RequestsPage
from agent.gui.presenters.customers import BREAK
from agent.gui.presenters.requests import Line
from agent.gui.window.places import HOME, REQUESTS
from shared.outbound import Change, Wish
from tests.agent.inbox import Inbox
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.paired import paired_office
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
NAUGHTY = "<b>Ring</b> twice &amp; 'wait' {name} %s\u202e \x07 <img src=x>\n=1+1"


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Receiver, Office]]:
    """An office of twelve that is paired with a receiver."""
    with paired_office(tmp_path_factory.mktemp("asked")) as found:
        yield found


@pytest.fixture
def inbox(paired: tuple[Receiver, Office], capsys: pytest.CaptureFixture[str]) -> Inbox:
    """Its customers, who ask."""
    return Inbox(*paired, capsys)


def page(seat: Seat) -> RequestsPage:
    """Requests."""
    return seat.window.requests


def lines(seat: Seat) -> list[Line]:
    """What is listed."""
    model = page(seat).inbox.list.model()
    return [model.index(row, 0).data(LINE) for row in range(model.rowCount())]


def arrive(seat: Seat) -> RequestsPage:
    """By the rail."""
    seat.click(seat.window.rail.buttons[REQUESTS])
    seat.wait(lambda: bool(lines(seat)))
    seat.settle()
    return page(seat)


def choose(seat: Seat, text: str) -> None:
    """Click on the line that says so."""
    at = next(row for row, line in enumerate(lines(seat)) if text in line.as_text)
    view = page(seat).inbox.list
    place = view.visualRect(view.model().index(at, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def state(inbox: Inbox, number: int) -> tuple[str, str]:
    """State and reason, as the receiver has them."""
    ((held, reason),) = inbox.receiver.told(
        "SELECT state, reason FROM requests WHERE company_id = 112 AND number = :number", number=number
    )
    return str(held), str(reason)


def email(inbox: Inbox, record: str) -> str:
    """What the practice database holds."""
    return str(inbox.office.rows("SELECT email FROM customers WHERE id = ?", record)[0][0])


def test_A15_who_waits_stands_on_home_and_accepting_writes_and_is_undone(inbox: Inbox, sit: Sit) -> None:
    before = email(inbox, "1")
    number = inbox.change(("email", before, "new@example.com"))
    seat = sit(inbox.office)
    seat.sees(seat.window.home, "1 request of a customer waits: 1001 Customer 1")
    badges = [one for one in seat.window.rail.findChildren(QLabel) if one.isVisible()]
    assert [(one.text(), one.accessibleName()) for one in badges] == [("1", "1 request waits")]
    seat.click(seat.window.home.requests_button)
    seat.wait(lambda: bool(lines(seat)))
    (line,) = lines(seat)
    assert (line.customer, line.subject, line.state, line.unread) == (
        "1001 Customer 1",
        "Contact Information: E-mail",
        "new",
        True,
    )
    choose(seat, "Customer 1")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "to be written")
    for text in (before, "new@example.com", "Seen by the customer", "Practice database now", "Wanted"):
        assert text in texts(sheet).replace(BREAK, "")
    seat.wait(lambda: state(inbox, number) == ("seen", ""))
    seat.wait(lambda: not lines(seat)[0].unread)
    assert email(inbox, "1") == before
    seat.click(sheet.accept)
    seat.sees(sheet, "Accepted. Written: E-mail. The next Process publishes it.")
    assert email(inbox, "1") == "new@example.com"
    assert state(inbox, number)[0] == "accepted"
    seat.wait(lambda: lines(seat) == [])
    seat.sees(page(seat).inbox, "No request waits for you")
    assert not sheet.accept.isVisible()
    seat.click(sheet.notice.action)
    seat.sees(sheet, "Taken back.")
    assert email(inbox, "1") == before
    seat.wait(lambda: not badges[0].isVisible())


def test_A15_a_conflict_names_what_would_be_overwritten(inbox: Inbox, sit: Sit) -> None:
    inbox.office.change("UPDATE customers SET city = 'Theirs' WHERE id = 2")
    number = inbox.ask("contact", Wish(changes=(Change("city", "Seen", "Wanted"),)), "2")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 2")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "Somebody here changed it since the customer looked.")
    seat.click(sheet.accept)
    dialog = seat.open(OverwritingDialog)
    for text in ("Seen", "Theirs", "Wanted", "conflict"):
        assert text in texts(dialog)
    seat.press(dialog, Qt.Key.Key_Escape)
    assert inbox.office.rows("SELECT city FROM customers WHERE id = 2") == [("Theirs",)]
    seat.wait(lambda: state(inbox, number)[0] == "seen")
    seat.wait(lambda: not seat.window.findChildren(OverwritingDialog))
    seat.click(sheet.accept)
    again = seat.open(OverwritingDialog)
    seat.click(again.overwrite)
    seat.sees(sheet, "Accepted. Written: City.")
    assert inbox.office.rows("SELECT city FROM customers WHERE id = 2") == [("Wanted",)]


def test_A15_declining_asks_for_a_reason_and_has_sentences_ready(inbox: Inbox, sit: Sit) -> None:
    number = inbox.change(("city", "Seen", "Elsewhere"), record_id="3")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 3")
    sheet = page(seat).details.sheet
    seat.wait(lambda: sheet.decline.isEnabled() and sheet.decline.isVisible())
    seat.click(sheet.decline)
    dialog = seat.open(DecliningDialog)
    assert not dialog.decline.isEnabled()
    assert dialog.decline.toolTip() == "A reason is needed: the customer reads it."
    seat.click(dialog.sentences[0])
    seat.click(dialog.decline)
    seat.sees(sheet, "Declined; the customer reads the reason on the portal.")
    assert state(inbox, number) == (
        "declined",
        "We have no free day then. Please call us, and we will find another one.",
    )
    page(seat).inbox.filter.setCurrentIndex(1)
    seat.wait(lambda: any(line.state == "declined" for line in lines(seat)))


def test_A15_a_wish_for_the_schedule_takes_one_of_the_days(inbox: Inbox, sit: Sit) -> None:
    rows = inbox.office.rows(
        "SELECT w.id, j.number, j.customer_id FROM work w JOIN jobs j ON j.id = w.job_id WHERE w.posted = 0 LIMIT 1"
    )
    visit, job, customer = rows[0]
    inbox.office.change("UPDATE work SET planned = '2098-05-04 08:30:00' WHERE id = ?", visit)
    wish = Wish(
        job=job,
        service="Mowing",
        planned=datetime(2098, 5, 4, 8, 30),
        days=(date(2098, 5, 6), date(2098, 5, 7)),
        wanted="move",
    )
    inbox.ask("schedule", wish, str(customer))
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Change Schedule")
    sheet = page(seat).details.sheet
    seat.wait(lambda: len(sheet.days.choices) == 2 and sheet.days.isVisible())
    assert not sheet.accept.isEnabled() and sheet.accept.toolTip() == "Choose a day first."
    seat.click(sheet.days.choices[1])
    seat.sees(sheet, "2098-05-07 08:30")
    seat.click(sheet.accept)
    seat.sees(sheet, "Accepted. Written: Planned visit")
    assert inbox.office.rows("SELECT planned FROM work WHERE id = ?", visit)[0][0].startswith("2098-05-07 08:30")


def test_A15_a_message_is_answered_and_its_photo_opens_in_full(inbox: Inbox, sit: Sit) -> None:
    number = inbox.ask("message", Wish(text=NAUGHTY, photos=("gate.jpg",)), "4")
    inbox.attaches(number, _file("darkgreen"))
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Message")
    sheet = page(seat).details.sheet
    seat.sees(sheet, "<b>Ring</b> twice &amp; 'wait' {name} %s")
    assert {one.textFormat() for one in sheet.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert not sheet.accept.isVisible()
    seat.wait(lambda: not sheet.photos.buttons[0].icon().isNull())
    seat.click(sheet.photos.buttons[0])
    dialog = seat.open(PhotoDialog)
    seat.click(dialog.away)
    seat.wait(seat.window.isActiveWindow)
    seat.click(sheet.words)
    assert not sheet.reply.isEnabled()
    QTest.keyClicks(sheet.words, "We come on Friday.")
    assert page(seat).obstacle_to_leaving() == "Your reply is not sent. Leave without sending it?"
    seat.press(sheet.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.sees(sheet, "Your reply is sent.")
    assert state(inbox, number)[0] == "done"
    said = inbox.receiver.told("SELECT text FROM replies WHERE company_id = 112 AND request = :one", one=number)
    assert said == [("We come on Friday.",)]
    assert page(seat).obstacle_to_leaving() == ""
    seat.sees(sheet, "not read yet")


def test_A15_what_somebody_else_has_answered_meanwhile_is_said(inbox: Inbox, sit: Sit) -> None:
    number = inbox.change(("city", "Seen", "Nowhere"), record_id="5")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 5")
    sheet = page(seat).details.sheet
    seat.wait(lambda: sheet.decline.isEnabled() and sheet.decline.isVisible())
    held = email(inbox, "5")
    # Before the others answer: the window hears of that by itself, and then there is nothing to press.
    seat.click(sheet.decline)
    dialog = seat.open(DecliningDialog)
    QTest.keyClicks(dialog.reason, "No.")
    inbox.must("requests", "decline", str(number), "--reason", "Asked by telephone.")
    seat.click(dialog.decline)
    seat.sees(page(seat), f"Request {number} is declined already")
    seat.sees(sheet, "Asked by telephone.")
    assert state(inbox, number) == ("declined", "Asked by telephone.")
    assert email(inbox, "5") == held


def test_A15_what_is_answered_without_a_connection_is_sent_with_the_next_one(inbox: Inbox, sit: Sit) -> None:
    number = inbox.change(("city", "Seen", "Nowhere"), record_id="6")
    seat = sit(inbox.office)
    arrive(seat)
    choose(seat, "Customer 6")
    sheet = page(seat).details.sheet
    seat.wait(lambda: state(inbox, number)[0] == "seen")
    inbox.receiver.end()
    QTest.keyClicks(sheet.words, "By telephone, please.")
    seat.click(sheet.reply)
    seat.sees(sheet, "Your reply is kept. The customer is told as soon as the portal can be reached.")
    seat.sees(page(seat).inbox, "The list is as of before.")
    inbox.receiver.serve()
    seat.press(seat.window, Qt.Key.Key_F5)
    seat.wait(lambda: "as of before" not in texts(page(seat).inbox))
    said = inbox.receiver.told("SELECT text FROM replies WHERE company_id = 112 AND request = :one", one=number)
    assert said == [("By telephone, please.",)]
    seat.click(seat.window.rail.buttons[HOME])


def _file(colour: str) -> bytes:
    held = BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, "JPEG")
    return held.getvalue()
