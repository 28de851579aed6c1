"""B12: a customer's calendar reads his planned visits, at an address that he made and can stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from icalendar import Calendar, Component
from msgspec import structs
from sqlalchemy import select

from receiver.domain.people.users import CalendarFeed
from shared import records
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
SOON = datetime(2027, 5, 3, 8, 30)
ZONE = "America/Chicago"
HOUSE = records.Property("p1", "", "14 Maple Court", "Springfield", "IL", "62704")
JOB = records.Job(
    "1047-1",
    "Leaf removal",
    "p1",
    next_visit=SOON,
    crew="North",
    note="Side gate, please; twice\nif it rains",
    visits=(
        records.PlannedVisit(SOON, id="7001"),
        records.PlannedVisit(SOON + timedelta(days=14), "South", "7002"),
        records.PlannedVisit(datetime(2027, 6, 1), id="7003"),
    ),
)
NEXT_ONLY = records.Job("1047-2", next_visit=SOON + timedelta(days=3))


def ruth(*jobs: records.Job) -> Person:
    """Ruth with these jobs."""
    return Person("1047", "maple syrup", "Ruth Alvarez", "R1", details={"properties": (HOUSE,), "jobs": jobs})


RUTH = ruth(JOB, NEXT_ONLY)
BO = Person("1048", "birch beer", "Bo Stone")


@pytest.fixture
def signed_in(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in."""
    served.publish(RUTH, BO, time_zone=ZONE)
    visitor = guest(served)
    visitor.sign_in("1047", "maple syrup")
    return visitor


def made(visitor: Visitor) -> str:
    """The address of a feed that is made now."""
    page = visitor.submit(visitor.get("account/calendar"), "account/calendar", {})
    return page.one("input", id="address").attributes["value"]


def asked(address: str, status: int = 200, **headers: str) -> requests.Response:
    """What a calendar program gets."""
    answer = requests.get(address, headers=headers, timeout=30)
    assert answer.status_code == status, (answer.text[:300], answer.headers)
    return answer


def entries(address: str) -> dict[str, Component]:
    """The entries by their ids."""
    held = Calendar.from_ical(asked(address).content)
    found = {str(one["uid"]): one for one in held.walk("VEVENT")}
    assert len(found) == len(held.walk("VEVENT"))
    return found


def times(found: dict[str, Component]) -> list[Any]:
    """When they are, in order."""
    return sorted((one.decoded("dtstart") for one in found.values()), key=str)


def test_B12_a_feed_holds_every_planned_visit_as_the_office_knows_it(signed_in: Visitor) -> None:
    address = made(signed_in)
    answer = asked(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "private" in answer.headers["Cache-Control"] and "Set-Cookie" not in answer.headers
    held = Calendar.from_ical(answer.content)
    assert str(held["name"]) == "Green Valley Lawn Care"
    assert [str(one["tzid"]) for one in held.walk("VTIMEZONE")] == [ZONE]
    zone = ZoneInfo(ZONE)
    soon = SOON.replace(tzinfo=zone)
    days = [soon, soon + timedelta(days=3), soon + timedelta(days=14), date(2027, 6, 1)]
    assert times(entries(address)) == days
    first = next(one for one in held.walk("VEVENT") if one.decoded("dtstart") == soon)
    assert first.decoded("dtstart").utcoffset() == timedelta(hours=-5)
    assert str(first["summary"]) == "Leaf removal"
    assert str(first["location"]) == "14 Maple Court, Springfield, IL 62704"
    assert str(first["description"]) == "Crew: North\nSide gate, please; twice\nif it rains\nJob 1047-1"
    assert {str(one["summary"]) for one in held.walk("VEVENT")} == {"Leaf removal", "Job 1047-2"}
    assert b"Alvarez" not in answer.content


def test_B12_a_moved_visit_stays_the_same_entry_and_a_cancelled_one_vanishes(
    served: Office, signed_in: Visitor
) -> None:
    address = made(signed_in)
    before = entries(address)
    moved = SOON + timedelta(days=2)
    job = structs.replace(
        JOB,
        next_visit=moved,
        delayed=True,
        delay_reason="Heavy rain",
        visits=(records.PlannedVisit(moved, id="7001"), records.PlannedVisit(SOON + timedelta(days=14), id="7002")),
    )
    served.publish(ruth(job, structs.replace(NEXT_ONLY, next_visit=SOON)), BO, time_zone=ZONE)
    after = entries(address)
    zone = ZoneInfo(ZONE)
    assert after.keys() < before.keys() and len(before) - len(after) == 1
    shifted = {uid for uid, one in after.items() if one["dtstart"] != before[uid]["dtstart"]}
    assert len(shifted) == 2
    delayed = next(one for one in after.values() if one.decoded("dtstart") == moved.replace(tzinfo=zone))
    assert str(delayed["summary"]) == "Delayed: Leaf removal"
    assert str(delayed["description"]).startswith("Heavy rain\n")
    assert all(one.decoded("sequence") > before[uid].decoded("sequence") for uid, one in after.items())
    assert all(one.decoded("last-modified") >= before[uid].decoded("last-modified") for uid, one in after.items())


def test_B12_without_ids_of_the_office_each_moment_is_an_entry_of_its_own(served: Office, signed_in: Visitor) -> None:
    twice = (records.PlannedVisit(SOON, id="7"), records.PlannedVisit(SOON + timedelta(days=7), id="7"))
    bare = (records.PlannedVisit(SOON), records.PlannedVisit(SOON), records.PlannedVisit(datetime(2027, 5, 4)))
    served.publish(ruth(records.Job("1", visits=twice), records.Job("2", visits=bare)), BO)
    found = entries(made(signed_in))
    noon = SOON.replace(tzinfo=UTC)
    assert times(found) == [noon, noon, date(2027, 5, 4), noon + timedelta(days=7)]


def test_B12_what_did_not_change_is_not_sent_again(served: Office, signed_in: Visitor) -> None:
    address = made(signed_in)
    first = asked(address)
    assert asked(address, 304, **{"If-None-Match": first.headers["ETag"]}).content == b""
    served.publish(RUTH, time_zone="Europe/Rome")
    other = asked(address, 200, **{"If-None-Match": first.headers["ETag"]})
    assert other.headers["ETag"] != first.headers["ETag"]


def test_B12_an_address_is_shown_once_made_once_and_stopped(signed_in: Visitor) -> None:
    page = signed_in.get("account/calendar")
    address = signed_in.submit(page, "account/calendar", {}).one("input", id="address").attributes["value"]
    again = signed_in.submit(page, "account/calendar", {})
    assert again.one("input", id="address").attributes["value"] == address
    assert len(stops(again)) == 1
    other = made(signed_in)
    page = signed_in.get("account/calendar")
    assert not page.all("input", id="address") and len(stops(page)) == 2
    token = address.rpartition("/")[2].removesuffix(".ics")
    asked(address)
    assert "A calendar last looked" in signed_in.get("account/calendar").text
    # The newest stands first, so the last one is the one that was made first.
    signed_in.submit(page, "calendar/stop", {"feed": stops(page)[-1]})
    gone = asked(address, 404)
    unknown = asked(address.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B")), 404)
    assert gone.content == unknown.content == asked(address.replace(token, "x"), 404).content
    assert asked(other)


def test_B12_a_feed_ends_with_what_its_user_may_see(served: Office, signed_in: Visitor) -> None:
    address = made(signed_in)
    served.publish(replace(RUTH, number="2000"), BO, time_zone=ZONE)
    assert len(entries(address)) == 4
    stranger = Person("1047", "walnut", "Mia Grant", record_id="another", details={"jobs": (NEXT_ONLY,)})
    served.publish(stranger, BO)
    asked(address, 404)
    served.publish(RUTH, BO)
    asked(address)
    served.set_state("suspended")
    asked(address, 404)


def test_B12_the_database_holds_no_address(served: Office, signed_in: Visitor) -> None:
    token = made(signed_in).rpartition("/")[2].removesuffix(".ics")
    assert len(token) == 43
    with served.work.reading(served.company_id) as session:
        (row,) = session.scalars(select(CalendarFeed).where(CalendarFeed.company_id == served.company_id))
    assert row.token_hash == sha256(token.encode()).digest()
    assert token not in repr(vars(row))


def test_bad_input_texts_of_the_office_stay_texts_of_one_entry(served: Office, signed_in: Visitor) -> None:
    nasty = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:1;,\\ \x07\x1b \u2028 Ω 🌧"
    job = records.Job(nasty, nasty, "p1", next_visit=SOON, note=nasty, crew=nasty, delayed=True, delay_reason=nasty)
    far = records.Job(
        "far", next_visit=datetime(9999, 12, 31, 23, 59), visits=(records.PlannedVisit(datetime(1, 1, 1)),)
    )
    served.publish(ruth(job, far), BO, time_zone=ZONE, name=nasty)
    found = entries(made(signed_in))
    assert len(found) == 3
    assert {str(one["summary"]).replace("\n", "")[:10] for one in found.values()} >= {"Delayed: x"}


def stops(page: Element) -> list[str]:
    """The marks of the feeds that can be stopped."""
    return [one.attributes["value"] for one in page.all("button", name="feed")]
