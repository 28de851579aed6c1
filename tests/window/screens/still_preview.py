"""What would change in the office that stands still, and a page of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from agent.domain.people import Group, People, Person, Sample
from agent.gui.presenters.process import Choice
from agent.jobs.progress import PolledProgress
from agent.usecases.report import Preview
from shared import records

DAY = date(2099, 6, 11)
"""Far from today, so that the visits stay ahead."""


def _people(count: int, *named: tuple[str, str]) -> People:
    return People(count, tuple(Person(*one) for one in named))


RUTH, SAM, LEE = ("1047", "Ruth Alvarez"), ("1052", "Okafor"), ("1063", "Lindqvist")
PEOPLE: dict[Group, People] = {
    "new": _people(2, ("1201", "Moreau"), ("1202", "Haddad")),
    "leave": _people(3, ("1009", "Petrov"), ("1010", ""), SAM),
    "change": _people(447, RUTH, LEE),
    "new password": _people(0),
    "lose access": _people(2, ("1009", "Petrov"), SAM),
    "no password": _people(5, ("1018", "Nakamura"), ("1201", "Moreau")),
    "weak or shared": _people(40, RUTH, LEE),
}
PREVIEW = Preview(
    outcome="preview",
    portal="CLIP Customer Portal",
    portal_url="https://portal.example.com/112/",
    snapshot=218,
    customers=812,
    counts={},
    difference={},
    left_out={"employees": 4, "records marked as not on the portal": 1},
    requests=0,
    bytes_sent=0,
    seconds={},
    weak=0,
    shared=40,
    without_password=5,
    credentials={},
    people=PEOPLE,
)


def _on(days: int, hour: int) -> datetime:
    return datetime.combine(DAY + timedelta(days=days), time(hour))


SAMPLE = Sample(
    records.Company("Green Valley Lawn Care", phone="555-0142", hours="Mon-Fri 7-17"),
    RUTH[0],
    records.Customer(
        record_id="r",
        name="Ruth Alvarez",
        first_name="Ruth",
        street="14 Maple Court",
        city="Springfield",
        region="OH",
        postal_code="45502",
        email="ruth@example.com",
        phones=(records.Phone("home", "555-0109"), records.Phone("mobile", "555-0177")),
        properties=(records.Property("p", street="14 Maple Court"), records.Property("q", name="Lake House")),
        jobs=(
            records.Job(
                "1",
                service="Leaf removal",
                property_id="p",
                next_visit=_on(0, 8),
                delayed=True,
                delay_reason="Moved from Tuesday: heavy rain",
            ),
            records.Job("2", service="Gutter cleaning", property_id="p", next_visit=_on(6, 9)),
            records.Job("3", service="Winter check", property_id="q", next_visit=_on(18, 0)),
        ),
    ),
    tuple(
        records.Visit("1", started=datetime(2026, 5, 30 - 7 * at, 8, 10 + at), service="Mowing <b>& edging</b>")
        for at in range(4)
    ),
)


class StillPreview:
    """`presenters.preview.PreviewWork` without anything behind it."""

    def look(self, _choice: Choice, _portal: str, _progress: PolledProgress) -> Preview:
        """As `PREVIEW` says."""
        return PREVIEW

    def sample(self, _choice: Choice, _number: str, _progress: PolledProgress) -> Sample:
        """Ruth's page."""
        return SAMPLE
