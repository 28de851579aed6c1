"""Reminds customers of tomorrow's visits (B15): once for each account and day, from the morning on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from babel.dates import format_time
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import MailSender
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office
from receiver.domain.mail.telling.readers import Reader, readers_of
from receiver.domain.mail.telling.rounds import Due, Round, in_steps
from receiver.domain.mail.telling.wording import day_words, has_time, work_words, zone_of
from receiver.domain.people.users import PortalUser
from shared import records

FROM_HOUR: Final = 9
"""By the office's clock: nobody is woken by it."""


def reminders_round(session: Session, desk: Desk, company: Company) -> Round | None:
    """The reminders for tomorrow; None before the morning, and where it was done. What was published since the last
    time is looked at again; who was reminded of that day is not reminded twice."""
    office = published_office(session, company.company_id)
    if office is None or not company.published:
        return None
    there = desk.clock().astimezone(zone_of(office))
    tomorrow = there.date() + timedelta(days=1)
    sender, done = session.get(MailSender, company.company_id), f"{tomorrow} {company.published}"
    if there.hour < FROM_HOUR or (sender and sender.reminded == done):
        return None
    users = users_who_chose(session, company.company_id, Choice.REMINDER)
    steps = [partial(_letters, desk, company, office, tomorrow, some) for some in in_steps(users)]
    return Round(Choice.REMINDER, steps, partial(_reminded, done))


def _reminded(done: str, sender: MailSender) -> None:
    sender.reminded = done


def _letters(
    desk: Desk, company: Company, office: records.Company, day: date, users: Sequence[PortalUser], session: Session
) -> Iterator[Due]:
    for reader in readers_of(session, company, users):
        for account in reader.accounts if reader.address else ():
            if visits := _planned(account.customer, day):
                lines = [_line(account.customer, job, when, reader.language) for when, job in visits]
                cause = f"reminder:{day}:{account.customer.record_id}:{reader.user_id}"
                yield Due(cause, _letter(desk, company, office, reader, day, lines))


def _letter(
    desk: Desk, company: Company, office: records.Company, reader: Reader, day: date, lines: Sequence[str]
) -> Letter:
    return Letter(
        "reminder",
        reader.address,
        {
            "name": reader.name,
            "company": office.name,
            "day": day_words(day, reader.language),
            "visits": "\n".join(lines),
            "link": desk.page(company.company_id, "schedule"),
        },
        reply_to=office_address(office),
        language=reader.language,
        user_id=reader.user_id,
        stop_link=desk.stop_link(company.company_id, reader.user_id, Choice.REMINDER),
    )


def _planned(customer: records.Customer, day: date) -> list[tuple[datetime, records.Job]]:
    """What is planned for that day, earliest first. A visit that the office calls delayed may well not come then."""
    found = []
    for job in customer.jobs:
        times = set(job.times)
        if job.delayed and job.next_visit is not None:
            times.discard(job.next_visit)
        found += [(when, job) for when in times if when.date() == day]
    return sorted(found, key=lambda one: (one[0], one[1].number))


def _line(customer: records.Customer, job: records.Job, when: datetime, language: str) -> str:
    time = f"{format_time(when.time(), format='short', locale=language)}  " if has_time(when) else ""
    return f"- {time}{work_words(customer, job)}"
