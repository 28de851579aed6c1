"""The mails that customers choose (B15): reminders, moved visits, answers; in their language, and only while they want
them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

import pytest
import requests
import time_machine
from sqlalchemy.orm import Session

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.choices import Choice, choose
from receiver.domain.mail.telling import rounds
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import AccountLink, PortalUser
from receiver.domain.requests.counters import next_request, raised
from receiver.domain.requests.models import CustomerRequest, Reply
from receiver.jobs.telling import Telling
from shared import records
from tests.mail.mailroom import Mailroom
from tests.portal.cast import Office, Person
from tests.portal.conftest import Mailing
from tests.support.visitor import Visitor

PASSWORD = "maple syrup"
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 25, 10, 30)
HOUSE = records.Property("p1", "", "14 Maple Court")


def ruth(*jobs: records.Job, email: str = "ruth@example.com") -> Person:
    """A customer with these jobs."""
    return Person("1047", "", details={"email": email, "properties": (HOUSE,), "jobs": jobs})


def mowing(visit: datetime, delay_reason: str = "") -> records.Job:
    """A job at her house; with a reason it is delayed."""
    delayed = bool(delay_reason)
    return records.Job("7", "Mowing", "p1", next_visit=visit, delayed=delayed, delay_reason=delay_reason)


def wants(
    room: Mailroom, office: Office, choices: Collection[Choice], language: str = "", user: str = "record:R1047"
) -> None:
    """She chooses these mails."""
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        choose(session, office.company_id, user, choices, now())
        kept_user(session, office.company_id, user, now()).language = language


def test_B15_a_visit_is_reminded_of_once_on_the_day_before_in_the_readers_language(room: Mailroom) -> None:
    office = room.office()
    with time_machine.travel(MORNING.replace(hour=5), tick=True) as clock:
        delayed = records.Job("8", "Hedges", "p1", next_visit=TOMORROW, delayed=True)
        office.publish(ruth(mowing(TOMORROW), delayed), time_zone="UTC")
        room.once()
        wants(room, office, {Choice.REMINDER}, "es")
        room.once()
        assert room.sink.taken == [], "nobody is woken"
        clock.move_to(MORNING)
        room.once()
        office.publish(ruth(mowing(TOMORROW), delayed), time_zone="UTC", phone="555-0100")
        room.once()
    (mail,) = room.sink.to("ruth@example.com")
    assert mail.message["Subject"] == "Green Valley Lawn Care: visita el miércoles, 25 de noviembre de 2026"
    assert "Mowing, 14 Maple Court" in mail.text and "10:30" in mail.text
    assert "Hedges" not in mail.text, "a delayed visit may well not come"
    assert f"<{room.settings.public_url}/{office.company_id}/mails/stop/" in mail.message["List-Unsubscribe"]
    assert "Deje de recibirlos con un clic" in mail.text


def test_B15_the_office_s_own_midnight_counts(mailroom: Mailroom) -> None:
    office = mailroom.office()
    with time_machine.travel(MORNING, tick=True):
        # In Auckland it is 23:00: tomorrow is the 25th there; in Honolulu it is midnight of the 24th.
        office.publish(ruth(mowing(datetime(2026, 11, 25, 8))), time_zone="Pacific/Auckland")
        wants(mailroom, office, {Choice.REMINDER})
        mailroom.once()
        assert len(mailroom.sink.taken) == 1
        early = mailroom.office()
        early.publish(ruth(mowing(datetime(2026, 11, 25, 8))), time_zone="Pacific/Honolulu")
        wants(mailroom, early, {Choice.REMINDER})
        mailroom.once()
    assert len(mailroom.sink.taken) == 1, "at midnight nobody is reminded"


def test_B15_a_moved_and_a_delayed_visit_are_told_and_work_that_was_done_is_not(room: Mailroom) -> None:
    office = room.office()
    today = date.today()
    soon, later = (datetime.combine(today + timedelta(days=days), datetime.min.time()) for days in (3, 5))
    office.publish(ruth(mowing(soon)), time_zone="UTC")
    wants(room, office, {Choice.MOVED})
    room.once()
    office.publish(ruth(mowing(soon), email="ruth@new.example"), time_zone="UTC")
    room.once()
    assert room.sink.taken == [], "nothing moved"
    office.publish(ruth(mowing(later)), time_zone="UTC")
    room.once()
    (moved,) = room.sink.taken
    assert "Mowing, 14 Maple Court: " in moved.text and "instead of" in moved.text
    office.publish(ruth(mowing(later, "Heavy rain")), time_zone="UTC")
    room.once()
    assert "delayed" in room.sink.taken[1].text and "Heavy rain" in room.sink.taken[1].text
    wants(room, office, ())
    office.publish(ruth(mowing(soon)), time_zone="UTC")
    room.once()
    assert len(room.sink.taken) == 2, "who stopped them gets none"


class Watched(UnitOfWork):
    """Counts the company's mails after each transaction that writes; after the first one somebody else writes."""

    def __init__(self, room: Mailroom, company: int, between: Callable[[], None]) -> None:
        super().__init__(room.work.engine)
        self._room, self._company, self._between = room, company, between
        self.counts: list[int] = []

    @contextmanager
    def writing(self, company_id: int, lane: Lane = Lane.OFFICE) -> Iterator[Session]:
        with super().writing(company_id, lane) as session:
            yield session
        self.counts.append(len(self._room.rows(self._company)))
        if len(self.counts) == 1:
            self._between()


def test_B15_many_are_told_in_short_transactions_and_nobody_who_stopped_meanwhile(
    room: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "STEP", 2)
    office, soon = room.office(), datetime.combine(date.today() + timedelta(days=3), datetime.min.time())
    numbers, phones = [str(number) for number in range(5)], count()

    def published(visit: datetime, between: Callable[[], None] = lambda: None) -> list[int]:
        """What the worker wrote after that publication."""
        details = [{"email": f"{one}@example.com", "properties": (HOUSE,), "jobs": (mowing(visit),)} for one in numbers]
        people = [Person(one, "", details=words) for one, words in zip(numbers, details, strict=True)]
        office.publish(*people, time_zone="UTC", phone=f"555-010{next(phones)}")
        watched = Watched(room, office.company_id, between)
        Telling(watched, room.settings, room.secrets).tell(office.company_id)
        return watched.counts

    published(soon)
    for one in numbers:
        wants(room, office, {Choice.MOVED}, user=f"record:R{one}")
    assert published(soon) == [0], "where nothing moved nobody is looked at"
    stops = partial(wants, room, office, (), user="record:R4")
    assert published(soon + timedelta(days=1), stops) == [2, 4, 4, 4]
    assert "4@example.com" not in [to for (to,) in room.rows(office.company_id, "recipient")]


def test_B15_an_answer_is_told_once_to_whoever_asked(room: Mailroom) -> None:
    office = room.office()
    office.publish(ruth(), time_zone="UTC", email="office@example.com")
    request = asked(room, office)
    wants(room, office, {Choice.ANSWERED})
    room.once()
    assert room.sink.taken == []
    answered(room, office, request, "declined", reason="We do not come on Sundays.")
    room.once()
    answered(room, office, request, "declined", reply="Would Monday do?")
    room.once()
    answered(room, office, request, "declined")
    room.once()
    first, second = room.sink.taken
    assert "declined" in first.text and "We do not come on Sundays." in first.text
    assert "Would Monday do?" in second.text and "Sundays" not in second.text
    assert first.message["Reply-To"] == "office@example.com"
    assert f"/{office.company_id}/requests/{request}" in first.text


def test_B15_an_extra_person_is_told_of_the_accounts_that_he_sees(mailroom: Mailroom) -> None:
    office = mailroom.office()
    with time_machine.travel(MORNING, tick=True):
        office.publish(ruth(mowing(TOMORROW)), time_zone="UTC")
        with mailroom.work.writing(office.company_id, Lane.VISITORS) as session:
            words = {"name": "Sam", "email": "sam@example.com", "mails": "reminder"}
            session.add(PortalUser(company_id=office.company_id, user_id="person:1", created_at=now(), **words))
            link = {"user_id": "person:1", "record_id": "R1047", "rights": Rights.SEE, "made_by": "record:R1047"}
            session.add(AccountLink(company_id=office.company_id, made_at=now(), **link))
        mailroom.once()
        assert [one.to for one in mailroom.sink.taken] == ["sam@example.com"]


def test_B15_answers_lead_to_what_is_shown_and_end_with_the_account(mailroom: Mailroom) -> None:
    office = mailroom.office()
    office.publish(ruth(), time_zone="UTC")
    link = {"company_id": office.company_id, "user_id": "person:1", "record_id": "R1047"}
    with mailroom.work.writing(office.company_id, Lane.VISITORS) as session:
        words = {"name": "Sam", "email": "sam@example.com", "mails": "answered", "hidden": "message"}
        session.add(PortalUser(company_id=office.company_id, user_id="person:1", created_at=now(), **words))
        session.add(AccountLink(**link, rights=Rights.ASK, made_at=now(), made_by="record:R1047"))
    first, second = (asked(mailroom, office, user_id="person:1", kind="message") for _ in range(2))
    answered(mailroom, office, first, "seen", reply="We come on Monday.")
    mailroom.once()
    (mail,) = mailroom.sink.taken
    assert f"{mailroom.settings.public_url}/{office.company_id}/" in mail.text.split(), "messages are hidden from him"
    with mailroom.work.writing(office.company_id, Lane.VISITORS) as session:
        session.delete(session.get_one(AccountLink, (office.company_id, "person:1", "R1047")))
    answered(mailroom, office, second, "seen", reply="The key is under the mat.")
    mailroom.once()
    assert len(mailroom.sink.taken) == 1, "it is not his account any more"


def test_B15_a_closed_company_reminds_nobody(mailroom: Mailroom) -> None:
    office = mailroom.office()
    with time_machine.travel(MORNING, tick=True):
        office.publish(ruth(mowing(TOMORROW)), time_zone="UTC")
        wants(mailroom, office, {Choice.REMINDER})
        office.set_state("suspended")
        mailroom.once()
        assert mailroom.rows(office.company_id) == []
        office.set_state("live")
        mailroom.once()
    assert mailroom.rows(office.company_id) == [("sent",)]


@pytest.mark.parametrize("address", ["", "none", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"])
def test_bad_input_an_address_of_the_office_that_is_none_gets_no_mail(mailroom: Mailroom, address: str) -> None:
    office = mailroom.office()
    with time_machine.travel(MORNING, tick=True):
        office.publish(ruth(mowing(TOMORROW), email=address), time_zone="UTC")
        wants(mailroom, office, {Choice.REMINDER})
        mailroom.once()
    assert mailroom.sink.taken == [] and mailroom.rows(office.company_id) == []


def asked(room: Mailroom, office: Office, user_id: str = "record:R1047", kind: str = "schedule") -> int:
    """She, or who is named, asks for something; gives the number."""
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        number = next_request(session, office.company_id)
        session.add(
            CustomerRequest(
                company_id=office.company_id,
                number=number,
                form_key=f"form-{number}",
                record_id="R1047",
                customer_number="1047",
                customer_name="Ruth Alvarez",
                user_id=user_id,
                user_name="Ruth Alvarez",
                user_email="ruth@example.com",
                kind=kind,
                state="sent",
                body=b"{}",
                snapshot=1,
                made_at=now(),
                moved=raised(session, office.company_id),
            )
        )
    return number


def answered(room: Mailroom, office: Office, number: int, state: str, *, reason: str = "", reply: str = "") -> None:
    """The office answers."""
    with room.work.writing(office.company_id, Lane.VISITORS) as session:
        request = session.get(CustomerRequest, (office.company_id, number))
        assert request is not None
        request.state, request.answered_at, request.reason = state, now(), reason or request.reason
        request.moved = raised(session, office.company_id)
        if reply:
            key = f"key-{request.moved}"
            row = {"request": number, "position": 0, "key": key, "by": "Ann", "text": reply}
            session.add(Reply(company_id=office.company_id, made_at=now(), **row))


def test_B15_one_click_stops_a_sort_of_mails_without_signing_in(mailing: Mailing) -> None:
    office = mailing.office()
    tomorrow = datetime.combine(date.today() + timedelta(days=1), datetime.min.time())
    jobs = {"email": "ruth@example.com", "properties": (HOUSE,), "jobs": (mowing(tomorrow),)}
    office.publish(Person("1047", PASSWORD, details=jobs), time_zone="UTC")
    with Visitor(mailing.receiver.url, office.company_id) as visitor:
        visitor.sign_in("1047", PASSWORD)
        saved = visitor.submit(visitor.get("account/mails"), "account/mails", {"moved": "1", "answered": "1"})
        assert "Your choice is saved." in saved.text
        ticked = [one.attributes["name"] for one in saved.all("input") if "checked" in one.attributes]
        assert ticked == ["moved", "answered"]
    wait_until_compared(mailing, office)
    later = tomorrow + timedelta(days=2)
    office.publish(Person("1047", PASSWORD, details={**jobs, "jobs": (mowing(later),)}), time_zone="UTC")
    (mail,) = mailing.sink.wait_for(1, to="ruth@example.com")
    link = mail.message["List-Unsubscribe"].strip("<>")
    looked = requests.get(link, timeout=10)
    assert looked.status_code == 200 and chosen_of(mailing, office) == "moved answered", "looking stops nothing"
    forged = requests.post(link[:-4] + "AAAA", data={"List-Unsubscribe": "One-Click"}, timeout=10)
    elsewhere = requests.post(link.replace(f"/{office.company_id}/", f"/{mailing.office().company_id}/"), timeout=10)
    assert (forged.status_code, elsewhere.status_code) == (404, 404)
    # As mail programs do it (RFC 8058): no cookie, no page of ours, and a body of either kind.
    pressed = requests.post(link, files={"List-Unsubscribe": (None, "One-Click")}, timeout=10)
    assert pressed.status_code == 200 and chosen_of(mailing, office) == "answered"
    again = requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=10)
    assert again.status_code == 200 and chosen_of(mailing, office) == "answered"


def chosen_of(mailing: Mailing, office: Office) -> str:
    """What she chose, as independent SQL finds it."""
    sql = "SELECT mails FROM portal_users WHERE company_id = :company AND user_id = 'record:R1047'"
    ((mails,),) = mailing.receiver.told(sql, company=office.company_id)
    return str(mails)


def wait_until_compared(mailing: Mailing, office: Office) -> None:
    """Wait until the worker knows what was published: changes are told against that."""
    sql = "SELECT compared FROM mail_senders WHERE company_id = :company"
    end = time.monotonic() + 30
    while mailing.receiver.told(sql, company=office.company_id) != [(1,)]:
        assert time.monotonic() < end, "the worker does not look"
        time.sleep(0.05)
