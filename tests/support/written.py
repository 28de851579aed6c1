"""What one customer of the town finds at her portal when she comes back: visits that changed, answers, messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from receiver.db.lanes import Lane
from receiver.domain.people.users import CUSTOMER, PortalUser
from shared import records
from shared.outbound import Action, Kind, Wish
from tests.portal.cast import Office, Person
from tests.support.asked import answered, ask, asker

HOUSE = records.Property("p1", "", "9 Birch Lane", "Springfield")
MESSAGES = 12
"""More than stand on one page."""


def vera(number: str, password: str, now: datetime, *, earlier: bool = False) -> Person:
    """As the office publishes her, or as it did before her last visit; `now` by the office's clock."""

    def day(days: int, hour: int = 8) -> datetime:
        return (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)

    leaves = records.Job(
        f"{number}-1",
        "Leaf removal",
        "p1",
        next_visit=day(0) if earlier else day(2),
        delayed=not earlier,
        delay_reason="" if earlier else "Moved from Tuesday: heavy rain",
    )
    gutters = records.Job(f"{number}-2", "Gutter cleaning", "p1", next_visit=day(8, 10))
    work = [records.Visit(f"{number}-3", day(-days), service="Hedge trimming", property_id="p1") for days in (2, 30)]
    history: dict[int, list[records.Visit]] = {}
    for visit in work[1:] if earlier else work:
        if visit.started:
            history.setdefault(visit.started.year, []).append(visit)
    details = {
        "first_name": "Vera",
        "email": "vera@example.com",
        "properties": (HOUSE,),
        "jobs": (leaves,) if earlier else (leaves, gutters),
        "balance": Decimal("100") if earlier else Decimal("184.5"),
    }
    years = {year: records.History(tuple(visits)) for year, visits in history.items()}
    return Person(number, password, "Vera Holm", details=details, history=years)


def visited_before(office: Office, number: str, now: datetime) -> None:
    """She was here on Saturday or thereabouts, when the first snapshot was published."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(
            PortalUser(
                company_id=office.company_id,
                user_id=f"{CUSTOMER}R{number}",
                record_id=f"R{number}",
                visited=1,
                visited_at=now - timedelta(days=3),
                created_at=now - timedelta(days=30),
            )
        )


def write_in_town(office: Office, number: str, now: datetime) -> None:
    """She asked for two things and wrote many messages; some were answered. `now` by the receiver's clock."""
    vera = asker(number, "Vera Holm", "vera@example.com")
    asked: list[tuple[Kind, Wish]] = [
        ("contact", Wish(text="")),
        ("schedule", Wish(job=f"{number}-2", service="Gutter cleaning", text="We are away that day.", wanted="other")),
    ]
    numbers = [ask(office, vera, kind, wish, now - timedelta(days=4)) for kind, wish in asked]
    words = [
        *(f"Thank you for the work of week {week}!" for week in range(1, MESSAGES - 1)),
        "The side gate was left open again on Tuesday.\nCould you ask the crew to close it? The dog ran out.",
        "Do you also prune fruit trees?",
    ]
    for n, text in enumerate(words):
        numbers.append(ask(office, vera, "message", Wish(text=text), now - timedelta(days=3, hours=len(words) - n)))
    said: list[tuple[int, Action, str]] = [
        (numbers[0], "accepted", ""),
        (numbers[1], "seen", ""),
        (numbers[-2], "reply", "We are sorry, Vera. The crew has been told, and a note is on your job now."),
        (numbers[-1], "seen", ""),
    ]
    for request, action, text in said:
        answered(office, request, action, text, now - timedelta(hours=5))
