"""B4, B5, B8: an accepted request is done once a snapshot shows what was asked for."""

from __future__ import annotations

import time
from datetime import datetime

import msgspec

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.companies.queries import find_company
from receiver.domain.requests.models import CustomerRequest
from receiver.domain.requests.settling import BATCH, settle
from receiver.domain.requests.shown import shows
from shared import records
from shared.outbound import Answer, Asked, Change, Wish
from tests.receiver.hosted import Hosted, Hosting, publish
from tests.receiver.publishing import House
from tests.receiver.signed import Computer
from tests.receiver.wishes import Wishing, answer_of, moved

SOON = datetime(2026, 12, 1, 8)
OFFICE = {("company", records.COMPANY_KEY): records.Company("Green Valley")}
RUTH = records.Customer(
    "1",
    "Ruth Alvarez",
    street="PO Box 7",
    email="ruth@example.com",
    phones=(records.Phone("mobile", "555-0102"), records.Phone("work", "555-0103")),
    properties=(records.Property("p1", notes="Ring twice."),),
    jobs=(records.Job("22001", next_visit=SOON),),
)


def changed(**details: object) -> records.Customer:
    """Ruth, as a later snapshot shows her."""
    return msgspec.structs.replace(RUTH, **details)


def contact(field: str, before: str, after: str) -> Wish:
    return Wish(changes=(Change(field, before, after),))


PHONES = (records.Phone("mobile", "(555) 0199"), records.Phone("work", "555-0103"))
MOVED = (records.Job("22001", next_visit=datetime(2026, 12, 3, 8)),)
STREET = contact("street", "PO Box 7", "14 Oak Street")
NOTES = Wish(changes=(Change("notes", "Ring twice.", "Knock.\nThank you."),), property_id="p1")
SHOWN = [
    ("contact", STREET, changed(street=" 14  Oak Street"), True),
    ("contact", STREET, changed(street="14 Oak St"), False),
    ("contact", contact("name", "Ruth Alvarez", "ruth alvarez"), RUTH, False),
    ("contact", contact("email", "ruth@example.com", "New@Example.com"), changed(email="new@example.com"), True),
    ("contact", contact("email", "ruth@example.com", ""), RUTH, False),
    ("contact", contact("email", "ruth@example.com", ""), changed(email=""), True),
    ("contact", contact("phones/0/mobile", "555-0102", "555-0199"), changed(phones=PHONES), True),
    ("contact", contact("phones/0/mobile", "555-0102", "(555) 0102"), RUTH, False),
    ("contact", contact("phones/1/work", "555-0103", "555-0199"), changed(phones=PHONES), False),
    ("contact", contact("phones/1/work", "555-0103", ""), changed(phones=PHONES[:1]), True),
    ("contact", contact("phones/2/", "", "555-0199"), changed(phones=PHONES), True),
    ("property", NOTES, changed(properties=(records.Property("p1", notes="Knock. \r\nThank you."),)), True),
    ("property", NOTES, changed(properties=()), False),
    ("schedule", Wish(job="22001", planned=SOON, wanted="move"), RUTH, False),
    ("schedule", Wish(job="22001", planned=SOON, wanted="move"), changed(jobs=MOVED), True),
    ("schedule", Wish(job="22001", planned=SOON, wanted="skip"), changed(jobs=()), True),
    ("schedule", Wish(job="22001", wanted="pause"), RUTH, True),
    ("job", Wish(job="22001", text="Mind the roses."), RUTH, True),
]


def test_B4_a_snapshot_shows_a_request_or_does_not() -> None:
    assert [one for one in SHOWN if shows(one[2], one[0], one[1]) is not one[3]] == []


def until_done(computer: Computer, number: int, after: int) -> Asked:
    """The request as it goes home, once it is done; the receiver says so behind its answer to the office."""
    for _ in range(200):
        found = [one for one in moved(computer, after).requests if one.number == number and one.state == "done"]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError("it is not done")


def test_B4_what_the_office_published_is_done_and_goes_home(
    hosting: Hosting, hosted: Hosted, computer: Computer
) -> None:
    wishing = Wishing(hosting.work, computer.company)
    first = publish(computer, "settle-0001", {**OFFICE, ("customer", "00001"): RUTH})
    street, notes = wishing.ask("contact", STREET), wishing.ask("property", NOTES)
    for number in (street, notes):
        said = answer_of(Answer(f"settle-answer-{number:03}", "accepted", "Dana"))
        assert computer.send("POST", f"outbound/{number}/answer", said).status_code == 200
    before = moved(computer).until
    second = publish(computer, "settle-0002", {**OFFICE, ("customer", "00001"): changed(first_name="R")}, first.id)
    assert second.state == "done"
    third = {**OFFICE, ("customer", "00001"): changed(street="14 Oak Street")}
    assert publish(computer, "settle-0003", third, second.id).state == "done"
    assert until_done(computer, street, before).done
    assert {one.number: one.state for one in moved(computer).requests} == {notes: "accepted", street: "done"}


def test_B4_requests_that_nothing_shows_do_not_keep_later_ones_from_being_done(house: House) -> None:
    wishing = Wishing(house.work, house.company)
    for _ in range(BATCH):
        wishing.ask("contact", contact("street", "", "nowhere"))
    last = wishing.ask("job")
    bodies = {**OFFICE, ("customer", "00001"): RUTH}
    done = house.publish("key-0001", {}, bodies, base=0)
    with house.work.writing(house.company, Lane.VISITORS) as session:
        for number in range(1, last + 1):
            row = session.get(CustomerRequest, (house.company, number))
            assert row is not None
            row.state, row.answered = "accepted", done.id - (number < last)
    found = []
    # What the office had published before it accepted shows nothing.
    for published in (done.id, done.id + 1, done.id + 1):
        with house.work.writing(house.company, Lane.VISITORS) as session:
            company = find_company(session, house.company)
            assert company is not None
            company.published = published
            session.flush()
            found.append([one.number for one in settle(session, house.company, now())])
    assert found == [[], [last], []]
