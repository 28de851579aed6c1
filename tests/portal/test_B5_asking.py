"""B5, B8: notes about a job, Change Schedule, and notes about a property, at a real receiver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from receiver.domain.people.users import PERSON
from receiver.domain.requests.models import Reply
from shared import records
from shared.outbound import Change
from tests.portal.cast import Office
from tests.portal.members import invite
from tests.portal.wishing import HOUSE, WORD, Writer, filled, ruth
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
ZONE = "Pacific/Auckland"
TODAY = datetime.now(ZoneInfo(ZONE)).replace(tzinfo=None, hour=8, minute=15, second=0, microsecond=0)
SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=16)
MOWING = records.Job(
    "22/1 & <7>",
    "Lawn mowing",
    "p1",
    next_visit=SOON,
    visits=(records.PlannedVisit(SOON), records.PlannedVisit(LATER)),
)
HEDGE = records.Job("22002", "Hedge", "p1")
CHANGE = "schedule/change?job=22/1+%26+%3C7%3E"
NOTE = "schedule/note?job=22002"
NOTES = "contact/notes?property=p1"
POLICY = "Two working days ahead, please.\nOtherwise it costs $25."


def day(days: int) -> str:
    """A day from today, as a browser sends it."""
    return (TODAY + timedelta(days=days)).date().isoformat()


@pytest.fixture
def writer(served: Office, guest: Guests) -> Writer:
    """Ruth, signed in; two jobs, one of which has visits."""
    served.publish(ruth(jobs=(MOWING, HEDGE)), time_zone=ZONE, change_note=POLICY)
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    return Writer(visitor, served)


def send(writer: Writer, path: str, fields: dict[str, str], status: int = 200) -> None:
    """Fill in and send the form of a page."""
    page = writer.visitor.get(path)
    action = next(
        one.attributes["action"]
        for one in page.all("form")
        if path.partition("?")[0] in one.attributes.get("action", "")
    )
    path = action.removeprefix(f"/{writer.office.company_id}/")
    writer.visitor.submit(page, path, {**filled(page, path), **fields}, status)


def test_B5_the_policy_is_shown_before_a_change_of_schedule_is_sent(writer: Writer) -> None:
    schedule = writer.visitor.get("schedule")
    (card, hedge) = schedule.all(data_job="*")
    assert [one.text for one in card.all("a")] == ["Change Schedule: Lawn mowing", "Send a note: Lawn mowing"]
    page = writer.visitor.get(card.all("a")[0].attributes["href"].removeprefix(f"/{writer.office.company_id}/"))
    assert "Otherwise it costs $25." in page.text
    send(writer, CHANGE, {"day1": day(3), "day2": day(9), "day3": day(3), "text": "Guests.\nThank you"})
    (request,) = writer.requests()
    wish = writer.wish()
    assert (request.kind, wish.job, wish.service, wish.planned) == ("schedule", MOWING.number, "Lawn mowing", SOON)
    assert [one.isoformat() for one in wish.days] == [day(3), day(9)]
    assert (wish.wanted, wish.text) == ("move", "Guests.\nThank you")
    assert "Another day for this visit" in writer.visitor.get("requests/1").text
    (card, hedge) = writer.visitor.get("schedule").all(data_job="*")
    assert "Sent Request 1 Change of schedule" in card.text
    assert "Request 1" not in hedge.text


def test_B5_skip_pause_and_other_need_no_day(writer: Writer) -> None:
    send(writer, CHANGE, {"visit": LATER.isoformat(), "wanted": "skip"})
    send(writer, CHANGE, {"visit": "job", "wanted": "pause"})
    send(writer, "schedule/change?job=22002", {"wanted": "other", "text": "Only the front"})
    assert [(one.kind, one.state) for one in writer.requests()] == [("schedule", "sent")] * 3
    assert (writer.wish().planned, writer.wish().wanted) == (None, "other")


FAULTS = [
    ({"day1": day(-1)}, "That day has passed"),
    ({"day2": "2026-02-30"}, "That is no day"),
    ({"day1": "0000-01-01"}, "That is no day"),
    ({"day1": "10000-01-01"}, "That is no day"),
    ({"day1": "1899-12-30"}, "That day has passed"),
    ({"day1": "9999-12-31"}, "too far away"),
    ({"day1": "12/24/26"}, "That is no day"),
    ({"day1": "2026-W01-1"}, "That is no day"),
    ({"day2": ""}, "Please name a day"),
    ({"wanted": "other"}, "Please write what you would like"),
    ({"wanted": "explode"}, "Please choose what you would like"),
    ({"wanted": ""}, "Please choose what you would like"),
    ({"visit": "", "wanted": "skip"}, "Please choose one of the visits"),
    ({"visit": "job", "wanted": "skip"}, "Please choose one of the visits"),
    ({"visit": "no moment", "wanted": "skip"}, "Please choose one of the visits"),
    ({"day1": day(1), "text": "x" * 4001}, "That is too long"),
]


def test_bad_input_35_what_can_not_be_wished_for_is_said_at_the_field(writer: Writer) -> None:
    for fields, fault in FAULTS:
        send(writer, CHANGE, {"day2": day(4), **fields}, 400)
        page = writer.visitor.answer.text
        assert fault in page, fields
        # No field of a browser can show a day that there is not.
        assert "day2" in fields or day(4) in page, fields
    assert writer.requests() == []


def test_B5_today_is_the_day_at_the_office(writer: Writer) -> None:
    # Asked for anew: midnight may have come there since these tests began.
    send(writer, CHANGE, {"day1": datetime.now(ZoneInfo(ZONE)).date().isoformat()})
    assert len(writer.requests()) == 1


def test_B5_a_visit_that_the_office_moved_meanwhile_is_asked_for_anew(writer: Writer) -> None:
    page = writer.visitor.get("schedule/change?job=22002")
    moved = records.Job(MOWING.number, "Lawn mowing", "p1", next_visit=LATER)
    page = writer.visitor.get(CHANGE)
    action = page.all("form")[1].attributes["action"].removeprefix(f"/{writer.office.company_id}/")
    sent = {**filled(page, action), "day1": day(3), "text": "Guests"}
    writer.office.publish(ruth(jobs=(moved,)), time_zone=ZONE)
    page = writer.visitor.submit(page, action, sent, 409)
    shown = filled(page, action)
    assert (shown["day1"], shown["text"], shown.get("visit")) == (day(3), "Guests", None)
    writer.visitor.submit(page, action, {**shown, "visit": LATER.isoformat()})
    assert writer.wish().planned == LATER


def test_B5_a_note_about_a_job_is_kept_when_the_job_is_gone(writer: Writer) -> None:
    page = writer.visitor.get(NOTE)
    writer.office.publish(ruth(jobs=(MOWING,)), time_zone=ZONE)
    page = writer.send(NOTE, {"text": "Leave the nest."}, 409, page)
    assert "Leave the nest." in page.text and writer.requests() == []
    writer.visitor.get(NOTE, status=404)
    writer.visitor.get("schedule/note", status=404)


def test_B5_a_note_about_a_job_is_a_request(writer: Writer) -> None:
    assert "Please fill this in." in writer.send(NOTE, {"text": "\u00a0 \r\n\u200b"}, 400).text
    writer.send(NOTE, {"text": "Leave the nest. \r\nThank you 🐦"})
    wish = writer.wish()
    assert (writer.requests()[0].kind, wish.job, wish.text) == ("job", "22002", "Leave the nest.\nThank you 🐦")


def test_B8_notes_about_a_property_are_a_change_request(writer: Writer) -> None:
    assert "nothing was sent" in writer.send(NOTES, {}).one(role="alert").text
    writer.send(NOTES, {"notes": "Ring twice.\r\nGate code 2580"})
    wish = writer.wish()
    assert (writer.requests()[0].kind, wish.property_id, wish.property_name) == ("property", "p1", "14 Maple Court")
    assert wish.changes == (Change("notes", HOUSE.notes, "Ring twice.\nGate code 2580"),)
    page = writer.visitor.get("contact")
    assert "Edit notesSent Request 1" in page.text
    writer.visitor.get("contact/notes?property=p9", status=404)


def test_B8_notes_that_the_office_changed_meanwhile_are_shown_beside_what_was_typed(writer: Writer) -> None:
    page = writer.visitor.get(NOTES)
    house = records.Property("p1", "", "14 Maple Court", notes="Knock.")
    writer.office.publish(ruth(jobs=(MOWING, HEDGE), properties=(house,)), time_zone=ZONE)
    page = writer.send(NOTES, {"notes": "Gate code 2580"}, 409, page)
    assert "The office has now: Knock." in page.text
    assert filled(page, NOTES)["notes"] == "Gate code 2580"
    writer.send(NOTES, {}, page=page)
    assert writer.wish().changes == (Change("notes", "Knock.", "Gate code 2580"),)


def test_B8_long_notes_of_the_office_may_be_added_to(writer: Writer) -> None:
    long = "Ring twice. " * 500
    house = records.Property("p1", "", "14 Maple Court", notes=long)
    writer.office.publish(ruth(jobs=(MOWING, HEDGE), properties=(house,)), time_zone=ZONE)
    assert "nothing was sent" in writer.send(NOTES, {}).one(role="alert").text
    writer.send(NOTES, {"notes": long + "Gate code 2580"})
    assert writer.wish().changes[0].after.endswith("Ring twice. Gate code 2580")
    assert "too long" in writer.send(NOTES, {"notes": long + "x" * 600}, 400).text


def test_B7_a_reply_to_a_request_is_read_by_whoever_looks_and_may_answer(writer: Writer, guest: Guests) -> None:
    writer.send(NOTE, {"text": "Mind the roses."})
    writer.hear("accepted", "We will.")
    visitor, eva = writer.visitor, guest(writer.office)
    visitor.session.get(visitor.address("requests/1"), headers={"Sec-Purpose": "prefetch"}, timeout=30)
    invite(writer.office, f"{PERSON}eva", "eva@example.com", ("R1047",), WORD)
    eva.sign_in("eva@example.com", WORD)
    assert "We will." in eva.get("requests/1").text
    assert unread(writer) == 1
    visitor.get("requests/1")
    assert unread(writer) == 0


def unread(writer: Writer) -> int:
    """Replies that count as seen by nobody."""
    company = writer.office.company_id
    with writer.office.work.reading(company) as session:
        found = session.scalars(select(Reply).where(Reply.company_id == company, Reply.read_at.is_(None)))
        return len(found.all())
