"""Companies and customers that between them bring every page of the portal into every state.

Days hang on the `now` that the town is made with, so that a test shows today and a picture always the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.people.attempts import LOCKED_AFTER, account_subject
from receiver.domain.people.models import Attempt
from receiver.settings import Secrets
from shared import records
from tests.admin import boss
from tests.portal.cast import Office, Person
from tests.support.asked import ask_in_town
from tests.support.pictures import drawing
from tests.support.written import vera, visited_before, write_in_town

LIVE, TRIAL, CLOSED, NEW = 112, 113, 114, 115
"""The companies: one that works, one that is being set up, one that the host closed, one that never published."""

PASSWORD: Final = "maple syrup"
RUTH, TOM, IDA, MIA, OTTO, LEO = "1047", "1048", "1049", "1050", "1051", "1052"
"""Much and delayed; one plain job; a date that has passed; nothing at all; very long texts; locked."""
NINA, ZOE = "1053", "1054"
"""Asked for this and that, and has answers; asked for as much as can wait."""
ANN, BEA, JON, NED = "1070", "1073", "1071", "1072"
"""A first password, two with an address and one without; one who tries everything about signing in."""
VERA: Final = "1055"
"""Comes back and finds much that is new."""
MAIL: Final = "ruth@example.com"
"""The address of two accounts with one password."""
FIRM: Final = "1060"
PAT, SAM = "1080", "1081"
"""Have left."""

OFFICE: Final = {
    "phone": "555-0142",
    "hours": "Mon–Fri 7–17",
    "email": "office@greenvalley.example",
    "street": "1 Garden Road",
    "city": "Springfield",
    "currency": "USD",
    "shares_money": True,
    "pay_link": "https://pay.greenvalley.example/?account={number}&invoice={invoice}&amount={amount}",
    "change_note": "Please ask two working days ahead. A visit that is called off on the day itself costs $25.",
    "logo": drawing(),
}
HOUSES: Final = (
    records.Property(
        "p1", "", "14 Maple Court", "Springfield", "IL", "62704", notes="Gate code 4711. The dog is kind."
    ),
    records.Property("p2", "Lake House", "2 Shore Lane", "Shelbyville", "IL", "62565"),
)


class Town:
    """The companies on one receiver. `now` is the clock of their offices, which keep UTC, without zone."""

    def __init__(self, work: UnitOfWork, secrets: Secrets, now: datetime) -> None:
        self.now = now
        self._trial: tuple[object, ...] = ()
        self.others: set[int] = set()
        """Companies that a subject made for itself on the way."""
        self.live = Office.create(work, secrets, LIVE, "Green Valley Lawn Care")
        self.trial = Office.create(work, secrets, TRIAL, "Blue Window Cleaning")
        self.closed = Office.create(work, secrets, CLOSED, "Old Mill Repairs")
        Office.create(work, secrets, NEW, "Corner Carpets")
        self.live.publish(vera(VERA, PASSWORD, now, earlier=True), *self.departed(), **OFFICE)
        visited_before(self.live, VERA, self.clock())
        everybody = (self.ruth(), self.tom(), self.ida(), self.mia(), self.otto(), self.leo(), self.firm())
        askers = (self.nina(), vera(VERA, PASSWORD, now), Person(ZOE, PASSWORD, "Zoe Hill"))
        self.live.publish(boss.ANN, boss.SAM, boss.KIM, *everybody, *askers, *self.beginners(), **OFFICE)
        self.live.set_state("live")
        self.publish_trial("first word")
        self.closed.publish(Person("1", "", "Nobody"), name="Old Mill Repairs", phone="555-0199")
        self.closed.set_state("suspended")
        with work.writing(LIVE) as session:
            session.add(
                Attempt(
                    company_id=LIVE, subject=account_subject(f"R{LEO}"), failures=LOCKED_AFTER, updated_at=self.clock()
                )
            )
        ask_in_town(self.live, self.clock())
        write_in_town(self.live, VERA, self.clock())

    def clock(self) -> datetime:
        """The receiver's clock at the same moment."""
        return self.now.replace(tzinfo=UTC)

    def publish_trial(self, password: str, *, number: str = "1", details: Mapping[str, object] | None = None) -> None:
        """What the company that is being set up publishes: one customer. Nothing where that is what it has."""
        if self._trial == (number, password, details):
            return
        self._trial = number, password, details
        office = {"name": "Blue Window Cleaning", "phone": "555-0177"}
        nora = Person(number, password, "Nora Field", details={"first_name": "Nora", **(details or {})})
        self.trial.publish(boss.ANN, nora, **office)

    def day(self, days: int, hour: int = 8, minute: int = 0) -> datetime:
        """A moment so many days from now."""
        there = self.now + timedelta(days=days)
        return there.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def ruth(self) -> Person:
        """Two houses, a delayed visit, money, years of history."""
        jobs = (
            records.Job(
                "1047-1",
                "Leaf removal",
                "p1",
                "every 14 days",
                "fall",
                next_visit=self.day(2),
                delayed=True,
                delay_reason="Moved from Tuesday: heavy rain",
                crew="North",
                note="Please leave the side gate open.\nWe bring our own bags.",
                price=Decimal("85"),
                visits=(
                    records.PlannedVisit(self.day(2)),
                    records.PlannedVisit(self.day(16)),
                    records.PlannedVisit(self.day(30), "South"),
                ),
            ),
            records.Job(
                "1047-2", "Gutter cleaning", "p1", "once", next_visit=self.day(8, 10, 30), price=Decimal("140")
            ),
            records.Job("1047-3", "Winter check", "p2", next_visit=self.day(20, 9)),
            records.Job("1047-4", "Spring clean-up", "p2", season="spring"),
        )
        phones = (records.Phone("mobile", "555-0102"), records.Phone("work", "555-0103"))
        details = {
            "first_name": "Ruth",
            "email": MAIL,
            "street": "PO Box 7",
            "city": "Springfield",
            "region": "IL",
            "postal_code": "62704",
            "phones": phones,
            "properties": HOUSES,
            "jobs": jobs,
            "balance": Decimal("184.5"),
        }
        return Person(RUTH, PASSWORD, "Ruth Alvarez", details=details, history=self.done(130), invoices=self.billed())

    def billed(self) -> records.Invoices:
        """An invoice of each state, what was paid of them, and more than a page of what is long settled."""
        first = self.day(-500).date()
        invoices, payments = [], []
        for number, (days, amount, left) in enumerate(((-12, "94.5", "94.5"), (-45, "85", "40"), (-75, "140", "50"))):
            day = self.day(days).date()
            bill = records.Invoice(f"I00{90 - number}", day, day + timedelta(days=30), Decimal(amount), Decimal(left))
            invoices.append(bill)
            if left != amount:
                paid = Decimal(amount) - Decimal(left)
                payments.append(records.Payment(f"P00{80 - number}", day, paid, "check", bill.number))
        for week in range(13, 70):
            day = self.day(-7 * week).date()
            bill = records.Invoice(f"I{week:05}", day, day + timedelta(days=30), Decimal("85"), Decimal("0"))
            invoices.append(bill)
            payments.append(records.Payment(f"P{week:05}", day + timedelta(days=9), Decimal("85"), "card", bill.number))
        return records.Invoices(tuple(invoices), tuple(payments), first, Decimal("0"))

    def done(self, visits: int) -> dict[int, records.History]:
        """A visit a week, newest first, by year."""
        years: dict[int, list[records.Visit]] = {}
        for week in range(1, visits + 1):
            started = self.day(-7 * week, 8, 12)
            note = "Bags taken along." if week % 5 == 0 else ""
            visit = records.Visit(
                "1047-1",
                started,
                started + timedelta(minutes=55),
                None,
                "Leaf removal" if week % 3 else "Lawn mowing",
                "p2" if week % 4 == 0 else "p1",
                "North",
                Decimal("85"),
                note,
            )
            years.setdefault(started.year, []).append(visit)
        return {year: records.History(tuple(found)) for year, found in years.items()}

    def tom(self) -> Person:
        """One house, one job, nothing to tell."""
        job = records.Job("1048-1", "Lawn mowing", "p1", "every 7 days", next_visit=self.day(5, 13, 15), crew="South")
        details = {"first_name": "Tom", "properties": (HOUSES[0],), "jobs": (job,)}
        return Person(TOM, PASSWORD, "Tom Baker", details=details)

    def ida(self) -> Person:
        """The planned day has passed and nobody moved it."""
        job = records.Job("1049-1", "Hedge trimming", "p1", next_visit=self.day(-3))
        visit = records.Visit("1049-1", self.day(-40, 9), service="Hedge trimming", property_id="p1")
        history = {visit.started.year: records.History((visit,))} if visit.started else {}
        return Person(IDA, PASSWORD, "Ida Lund", details={"properties": HOUSES, "jobs": (job,)}, history=history)

    def mia(self) -> Person:
        """A customer of whom only the name is known."""
        return Person(MIA, PASSWORD, "Mia Stone")

    def otto(self) -> Person:
        """Texts as long as offices write them, and a job for every day."""
        long = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"
        houses = (records.Property("p1", "", f"{long} 123, second entrance behind the old tannery", "Springfield"),)
        jobs = tuple(
            records.Job(
                f"1051-{number}",
                f"{long} care" if number == 3 else "Weeding of the flower beds along the drive and behind the garage",
                "p1",
                "every second Tuesday of the month and before each holiday",
                next_visit=self.day(number, 7 + number % 9),
                delayed=number % 4 == 3,
                delay_reason="The machine is being repaired. " * 3 if number % 4 == 3 else "",
                crew="The crew of the north-eastern districts",
                price=Decimal("12345.67"),
                visits=tuple(records.PlannedVisit(self.day(number + 7 * week, 7)) for week in range(12)),
            )
            for number in range(1, 15)
        )
        details = {
            "company_name": f"{long} & Sons, Gardeners and Nurserymen since 1899",
            "email": f"{long.lower()}@very-long-name-of-a-provider.example",
            "phones": (records.Phone("holiday house, evenings only", "+49 (0) 555 010 204 - 1234"),),
            "properties": houses,
            "jobs": jobs,
            "balance": Decimal("-1234567.89"),
        }
        day = self.day(-20).date()
        bills = (
            records.Invoice(f"{long}-2026-000000001", day, None, Decimal("1234567.89"), Decimal("1234567.89")),
            records.Invoice("C-1", day, day, Decimal("-2469135.78"), Decimal("-2469135.78")),
        )
        paid = (records.Payment(f"{long}-1", day, Decimal("12"), f"{long} by mail order", f"{long}-2026-000000001"),)
        invoices = records.Invoices(bills, paid, self.day(-400).date(), Decimal("12"))
        return Person(OTTO, PASSWORD, f"Otto Friedrich Wilhelm {long}", details=details, invoices=invoices)

    def nina(self) -> Person:
        """One house, two jobs; what she asked for is made by `tests.support.asked`."""
        jobs = (
            records.Job("1053-1", "Window cleaning", "p1", "every 4 weeks", next_visit=self.day(4, 9)),
            records.Job("1053-2", "Gutter cleaning", "p1", "once", next_visit=self.day(12, 10)),
        )
        details = {
            "first_name": "Nina",
            "email": "nina@example.com",
            "street": "3 Elm Row",
            "city": "Springfield",
            "phones": (records.Phone("mobile", "555-0110"),),
            "properties": (records.Property("p1", "", "3 Elm Row", notes="Ring twice."),),
            "jobs": jobs,
        }
        return Person(NINA, PASSWORD, "Nina Berg", details=details)

    def leo(self) -> Person:
        """Whose account was guessed at until it locked."""
        return Person(LEO, PASSWORD, "Leo Grant")

    def departed(self) -> tuple[Person, ...]:
        """Two who left after the first snapshot."""
        pat = Person(PAT, PASSWORD, "Pat Lane", details={"email": "pat@example.com"}, history=self.done(60))
        return pat, Person(SAM, PASSWORD, "Sam Wood")

    def firm(self) -> Person:
        """A second account of Ruth's address, with her password."""
        return Person(FIRM, PASSWORD, "Alvarez & Sons", details={"email": MAIL, "company_name": "Alvarez & Sons"})

    def beginners(self) -> tuple[Person, ...]:
        """Who sign in for the first time, and Ned."""
        return (
            Person(ANN, "clip", "Ann Wells", details={"first_name": "Ann", "email": "ann@example.com"}, shared=True),
            Person(BEA, "clip", "Bea Long", details={"first_name": "Bea", "email": "bea@example.com"}, shared=True),
            Person(JON, "clip", "Jon Reed", details={"first_name": "Jon"}, shared=True),
            Person(NED, PASSWORD, "Ned Hall", details={"first_name": "Ned", "email": "ned@example.com"}),
        )
