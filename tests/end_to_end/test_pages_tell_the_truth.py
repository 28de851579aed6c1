"""Every page of every customer of an office, compared with the practice database by SQL of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from tests.conftest import TwoCompanies
from tests.end_to_end.shown import Row, history, job_blocks, times
from tests.support.office import Office
from tests.support.visitor import Visitor

Guests = dict[str, Visitor]


@pytest.fixture(scope="module")
def office(two_companies: TwoCompanies) -> Office:
    """The office whose pages are compared."""
    return two_companies.green_valley


@pytest.fixture(scope="module")
def guests(two_companies: TwoCompanies, office: Office) -> Iterator[Guests]:
    """Every customer with a password, signed in, by customer number."""
    made = {number: Visitor(two_companies.receiver.url, office.company) for number in office.passwords()}
    for number, password in office.passwords().items():
        made[number].sign_in(number, password)
        assert made[number].signed_in, number
    assert len(made) > 20
    yield made
    for one in made.values():
        one.session.close()


def test_B3_home_names_the_account(office: Office, guests: Guests) -> None:
    for number, visitor in guests.items():
        ((name,),) = office.rows("SELECT name FROM customers WHERE number = ?", number)
        page = visitor.get()
        facts = [one.text for one in page.all("dd")]
        assert number in facts
        assert any(" ".join(name.split()) in fact for fact in facts)
        links = {one.text for one in page.all("a")}
        assert {"Contact Information", "See Schedule", "History"} <= links


def test_B3_pages_say_how_old_the_data_is(guests: Guests) -> None:
    page = next(iter(guests.values())).get()
    assert "as of" in page.text.casefold()


def test_B4_contact_information_is_what_the_office_has(office: Office, guests: Guests) -> None:
    for number, visitor in guests.items():
        text = visitor.get("contact").text
        wanted = office.rows(
            "SELECT name, street, city, region, postal_code, email FROM customers WHERE number = ?", number
        )
        wanted += office.rows(
            "SELECT phones.number FROM phones JOIN customers ON customers.id = customer_id WHERE customers.number = ?",
            number,
        )
        places = office.rows(
            "SELECT p.name, p.street, p.city, p.postal_code, p.notes FROM properties p"
            " JOIN customers ON customers.id = customer_id WHERE customers.number = ?",
            number,
        )
        for value in (value for row in [*wanted, *places] for value in row if value):
            assert " ".join(str(value).split()) in text, (number, value)


def test_B5_schedule_is_that_of_the_office(office: Office, guests: Guests) -> None:
    delayed = planned = 0
    for number, visitor in guests.items():
        blocks = job_blocks(visitor.get("schedule"))
        jobs = office.rows(
            "SELECT jobs.id, jobs.number, next_visit, delayed, delay_reason, service, portal_note FROM jobs"
            " JOIN customers ON customers.id = customer_id WHERE customers.number = ?",
            number,
        )
        assert set(blocks) == {row[1] for row in jobs}
        for id_, job, next_visit, is_delayed, reason, service, note in jobs:
            visits = office.rows("SELECT planned FROM work WHERE job_id = ? AND NOT posted ORDER BY planned", id_)
            wanted = [next_visit] if next_visit else []
            wanted += [row[0] for row in visits]
            assert times(blocks[job]) == [datetime.fromisoformat(one) for one in wanted], (number, job)
            words = blocks[job].text
            assert bool(is_delayed) == ("Delayed" in words), (number, job)
            assert all(
                " ".join(one.split()) in words for one in (service, note or "", reason if is_delayed else "") if one
            )
            delayed, planned = delayed + bool(is_delayed), planned + len(visits)
    assert delayed and planned


def test_B6_history_shows_each_visit_with_its_start(office: Office, guests: Guests) -> None:
    since = f"{date.today().year - 1}-01-01"
    rows_seen = 0
    for number, visitor in guests.items():
        done = office.rows(
            "SELECT jobs.number, started FROM work JOIN jobs ON jobs.id = job_id"
            " JOIN customers ON customers.id = customer_id WHERE customers.number = ? AND posted AND started >= ?",
            number,
            since,
        )
        shown = history(visitor)
        wanted = [Row(job, datetime.fromisoformat(started)) for job, started in done]
        assert sorted(shown, key=order) == sorted(wanted, key=order), number
        assert [one.started for one in shown] == sorted((one.started for one in shown), reverse=True), number
        rows_seen += len(shown)
    assert rows_seen > 100


def order(row: Row) -> tuple[datetime, str]:
    """A total order of rows, for comparing them as sets with repetitions."""
    return row.started, row.job


def test_A9_who_is_not_published_is_refused(two_companies: TwoCompanies, office: Office) -> None:
    outside = office.rows(
        "SELECT number, COALESCE(password, '') FROM customers WHERE number <> '' AND"
        " (status <> 'ACTIVE' OR is_employee = 1 OR not_on_portal = 1 OR is_customer = 0) ORDER BY number"
    )
    statuses = {row[0] for row in office.rows("SELECT DISTINCT status FROM customers")}
    assert {"ON HOLD", "PATTERN", "INACTIVE"} <= statuses
    assert outside
    with Visitor(two_companies.receiver.url, office.company) as visitor:
        for number, password in outside[:8]:
            visitor.sign_in(number, password or "clip", status=401)
            assert not visitor.signed_in
