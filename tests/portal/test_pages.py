"""B3 - B6: what the pages show, at a real receiver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from shared import records
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
ZONE = "America/New_York"
TODAY = datetime.now(ZoneInfo(ZONE)).replace(tzinfo=None, hour=8, minute=15, second=0, microsecond=0)
SOON, LATER, PAST = TODAY + timedelta(days=2), TODAY + timedelta(days=9), TODAY - timedelta(days=9)
HOUSES = (
    records.Property("p1", "", "14 Maple Court", "Springfield", notes="Gate code 4711"),
    records.Property("p2", "Lake House"),
)
JOBS = (
    records.Job("3", "Winter check", "p2"),
    records.Job("2", "Gutters", "p1", next_visit=LATER, crew="South", price=Decimal("140")),
    records.Job(
        "1",
        "Leaf removal",
        "p1",
        "every 14 days",
        next_visit=SOON,
        delayed=True,
        delay_reason="heavy rain",
        note="Leave the side gate open",
        visits=(records.PlannedVisit(SOON), records.PlannedVisit(SOON + timedelta(days=14))),
    ),
)


def done(year: int, visits: int) -> records.History:
    """A year of visits, newest first, alternately at both houses."""
    days = [datetime(year, 11, 1, 8, 15) - timedelta(days=one) for one in range(visits)]
    return records.History(
        tuple(
            records.Visit(
                "1", day, day + timedelta(hours=1), None, "Leaf removal", f"p{1 + n % 2}", "North", Decimal("85")
            )
            for n, day in enumerate(days)
        )
    )


def ruth(**details: object) -> Person:
    known = {"first_name": "Ruth", "properties": HOUSES, "jobs": JOBS, "balance": Decimal("184.5")}
    return Person("1047", "maple", details=known | details, history={2026: done(2026, 30), 2025: done(2025, 90)})


@pytest.fixture
def visitor(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in at an office that does not share money."""
    served.publish(ruth(), time_zone=ZONE)
    one = guest(served)
    one.sign_in("1047", "maple")
    return one


def moments(part: Element) -> list[str]:
    return [one.attributes["datetime"] for one in part.all("time")]


def test_B3_home_shows_the_next_visit_and_what_else_is_planned(visitor: Visitor) -> None:
    page = visitor.get()
    assert page.one("h1").text.endswith(", Ruth")
    card = page.one("section", aria_labelledby="next")
    assert moments(card) == [one.isoformat() for one in (SOON, LATER, SOON + timedelta(days=14))]
    assert all(words in card.text for words in ("Next Visit", "Delayed", "heavy rain", "Leaf removal", "Gutters"))
    assert page.one("div", **{"class": "who"}).text.endswith("1047")
    assert "Office data as of" in page.one("footer").text


@pytest.mark.parametrize("shared", [True, False])
def test_B3_money_is_shown_only_where_the_office_shares_it(served: Office, guest: Guests, shared: bool) -> None:
    served.publish(ruth(), shares_money=shared, currency="EUR")
    visitor = guest(served)
    visitor.sign_in("1047", "maple")
    for path, amount in (("", "€184.50"), ("schedule", "€140.00"), ("history", "€85.00")):
        assert (amount in visitor.get(path).text) is shared, path


def test_B3_a_visit_that_has_passed_is_not_called_planned(served: Office, guest: Guests) -> None:
    served.publish(ruth(jobs=(records.Job("1", "Leaf removal", next_visit=PAST),)), time_zone=ZONE)
    visitor = guest(served)
    card = visitor.sign_in("1047", "maple").one("section", aria_labelledby="next")
    assert "date has passed" in card.text
    assert moments(card) == [PAST.isoformat()]


def test_B4_contact_information_shows_everything(served: Office, guest: Guests) -> None:
    details = {"street": "PO Box 7", "city": "Shelbyville", "region": "IL", "postal_code": "62565", "country": "USA"}
    phones = (records.Phone("mobile", "555-0102"), records.Phone("", "555-0103"))
    served.publish(ruth(**details, phones=phones, email="ruth@example.com", company_name="Alvarez Inc"))
    visitor = guest(served)
    visitor.sign_in("1047", "maple")
    text = visitor.get("contact").one("main").text
    for words in [*details.values(), "555-0102", "555-0103", "ruth@example.com", "Alvarez Inc", "Gate code 4711"]:
        assert words in text


def test_B5_schedule_has_a_card_for_each_job(visitor: Visitor) -> None:
    cards = visitor.get("schedule").all(data_job="*")
    assert [one.attributes["data-job"] for one in cards] == ["1", "2", "3"]
    assert moments(cards[0]) == [SOON.isoformat(), SOON.isoformat(), (SOON + timedelta(days=14)).isoformat()]
    for words in ("Delayed", "heavy rain", "every 14 days", "Leave the side gate open", "14 Maple Court"):
        assert words in cards[0].text
    assert "Delayed" not in cards[1].text
    assert "no visit planned" in cards[2].text


def test_B6_history_is_paged_and_filtered(visitor: Visitor) -> None:
    page = visitor.get("history")
    rows = page.all("tr", data_job="*")
    assert len(rows) == 100
    assert moments(rows[0]) == ["2026-11-01T08:15:00", "2026-11-01T09:15:00"]
    assert "Lake House" in rows[1].text
    older = page.one("a", rel="next").attributes["href"].removeprefix(f"/{visitor.company}/")
    assert len(visitor.get(older).all(data_job="*")) == 20
    assert len(visitor.get("history?year=2026").all(data_job="*")) == 30
    assert len(visitor.get("history?year=2025&property=p2").all(data_job="*")) == 45
    assert page.one("main").all("a")[-1].text == "Back"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("year=1999", 404),
        ("year=2026x", 404),
        ("property=p9", 404),
        ("page=0", 404),
        ("page=3", 404),
        ("page=-1", 404),
        ("page=1e3", 404),
        ("page=²", 404),
        ("year=2026&year=2025", 400),
        ("year=&property=&page=", 200),
        ("utm_source=mail", 200),
    ],
)
def test_B6_an_address_that_names_nothing_of_the_customer_is_refused(visitor: Visitor, query: str, status: int) -> None:
    visitor.get(f"history?{query}", status=status)


def test_B6_a_date_without_a_time_stays_one(served: Office, guest: Guests) -> None:
    visit = records.Visit("10248", started=datetime(1996, 7, 4))
    served.publish(Person("1", "x", history={1996: records.History((visit,))}))
    visitor = guest(served)
    visitor.sign_in("1", "x")
    row = visitor.get("history").one("tr", data_job="10248")
    assert moments(row) == ["1996-07-04"]
    assert row.one("time").text == "Thu 4 Jul 1996"


def test_B3_empty_pages_say_what_will_be_there(served: Office, guest: Guests) -> None:
    served.publish(Person("1", "x"))
    visitor = guest(served)
    assert "No visit is planned" in visitor.sign_in("1", "x").text
    assert "Nothing is scheduled yet" in visitor.get("schedule").text
    assert "No work is recorded yet" in visitor.get("history").text
    assert "none on file" in visitor.get("contact").text


def test_C11_a_trial_says_so(served: Office, guest: Guests) -> None:
    served.publish(ruth())
    assert "Trial" in guest(served).get("sign-in").text
    served.set_state("live")
    assert "Trial" not in guest(served).get("sign-in").text


def test_F44_an_office_with_an_unknown_time_zone_and_currency_is_shown_all_the_same(
    served: Office, guest: Guests
) -> None:
    served.publish(ruth(balance=Decimal("12.50")), time_zone="../Mars", currency="¤!", shares_money=True)
    visitor = guest(served)
    visitor.sign_in("1047", "maple")
    assert "140.00 ¤!" in visitor.get("schedule").text
