"""B12: what a calendar shows is what the practice database plans, and a visit that the office moves stays itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import requests
from icalendar import Calendar

from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

PLANNED = (
    "SELECT work.id, work.planned FROM work JOIN jobs ON jobs.id = work.job_id "
    "JOIN customers ON customers.id = jobs.customer_id WHERE customers.number = ? AND NOT work.posted"
)


def moments(rows: list[tuple[Any, ...]]) -> set[str]:
    """As a calendar says them: a day where no time is known."""
    found = (datetime.fromisoformat(str(planned)) for _id, planned in rows)
    return {str(one.date() if one.time() == datetime.min.time() else one) for one in found}


def test_B12_a_feed_is_what_the_practice_database_plans(paired: tuple[Receiver, Office]) -> None:
    receiver, office = paired
    office.process()
    number, password = next(one for one in office.passwords().items() if len(office.rows(PLANNED, one[0])) > 1)
    with Visitor(receiver.url, office.company) as visitor:
        visitor.sign_in(number, password)
        page = visitor.submit(visitor.get("account/calendar"), "account/calendar", {})
        address = page.one("input", id="address").attributes["value"]
    before = entries(address)
    planned = office.rows(PLANNED, number)
    assert {str(one) for one in before.values()} >= moments(planned)
    (work, moved), *_ = planned
    later = datetime.fromisoformat(str(moved)) + timedelta(days=3)
    office.change("UPDATE work SET planned = ? WHERE id = ?", str(later), work)
    office.process()
    after = entries(address)
    assert {str(one) for one in after.values()} >= moments(office.rows(PLANNED, number))
    assert after.keys() >= {uid for uid, one in before.items() if str(one) in moments(planned)}


def entries(address: str) -> dict[str, date | datetime]:
    """When each entry is, in the office's own time."""
    held = Calendar.from_ical(requests.get(address, timeout=30).content)
    found = {}
    for one in held.walk("VEVENT"):
        start = one.decoded("dtstart")
        found[str(one["uid"])] = start.replace(tzinfo=None) if isinstance(start, datetime) else start
    return found
