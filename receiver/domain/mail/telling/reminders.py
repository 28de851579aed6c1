"""Reminds customers of tomorrow's visits (B15): once for each account and day, from the morning on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_time
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office, sender_of
from receiver.domain.mail.telling.readers import Account, Reader, reader_of
from receiver.domain.mail.telling.wording import day_words, has_time, work_words, zone_of
from shared import records

FROM_HOUR: Final = 9
"""By the office's clock: nobody is woken by it."""


def remind(session: Session, desk: Desk, company: Company) -> None:
    """Write the reminders for tomorrow, in `Lane.VISITORS`. What was published since the last time is looked at again;
    who was reminded of that day is not reminded twice."""
    office = published_office(session, company.company_id)
    if office is None or not company.published:
        return
    there = desk.clock().astimezone(zone_of(office))
    tomorrow = there.date() + timedelta(days=1)
    sender, done = sender_of(session, company.company_id), f"{tomorrow} {company.published}"
    if there.hour < FROM_HOUR or sender.reminded == done:
        return
    for user in users_who_chose(session, company.company_id, Choice.REMINDER):
        reader = reader_of(session, company, user)
        for account in reader.accounts if reader.address else ():
            _remind(session, desk, company, office, reader, account, tomorrow)
    sender.reminded = done


def _remind(
    session: Session,
    desk: Desk,
    company: Company,
    office: records.Company,
    reader: Reader,
    account: Account,
    day: date,
) -> None:
    visits = _planned(account.customer, day)
    if not visits:
        return
    lines = [_line(account.customer, job, when, reader.language) for when, job in visits]
    letter = Letter(
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
    cause = f"reminder:{day}:{account.customer.record_id}:{reader.user_id}"
    desk.post(session, company.company_id, letter, cause=cause)


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
