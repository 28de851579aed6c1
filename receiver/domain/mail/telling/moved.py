"""Tells customers that a visit was moved, delayed or dropped (B15): after a publication, against what they were told
before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, tzinfo

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office, sender_of
from receiver.domain.mail.telling.readers import Account, reader_of
from receiver.domain.mail.telling.wording import moment_words, work_words, zone_of
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.changed import Change, Delayed, Dropped, Moved, changes, work_done
from receiver.domain.snapshots.earlier import Versions, versions
from receiver.languages import words
from shared import records

MOVED = N_("{work}: {after} instead of {before}")
DELAYED_TO = N_("{work}: delayed, now {after} instead of {before}")
DELAYED = N_("{work}: delayed. Planned was {before}")
DROPPED = N_("{work}: not planned any more for {before}")


def tell_moved(session: Session, desk: Desk, company: Company) -> None:
    """Write the mails about what moved since the snapshot that was compared last, in `Lane.VISITORS`. Going back to an
    earlier snapshot tells nobody anything; what is published after that is told against what people heard before."""
    sender = sender_of(session, company.company_id)
    then = sender.compared
    if company.published <= then:
        return
    sender.compared = company.published
    office = published_office(session, company.company_id) if then else None
    if office is None:
        return
    zone = zone_of(office)
    for user in users_who_chose(session, company.company_id, Choice.MOVED):
        reader = reader_of(session, company, user)
        for account in reader.accounts if reader.address else ():
            found = _changes(session, company, then, account, zone, desk.clock().astimezone(zone).date())
            lines = [line for one in found for line in _lines(account.customer, one, reader.language)]
            if not lines:
                continue
            letter = Letter(
                "moved",
                reader.address,
                {
                    "name": reader.name,
                    "company": office.name,
                    "changes": "\n".join(lines),
                    "link": desk.page(company.company_id, "schedule"),
                },
                reply_to=office_address(office),
                language=reader.language,
                user_id=reader.user_id,
                stop_link=desk.stop_link(company.company_id, reader.user_id, Choice.MOVED),
            )
            cause = f"moved:{company.published}:{account.customer.record_id}:{reader.user_id}"
            desk.post(session, company.company_id, letter, cause=cause)


def _changes(
    session: Session, company: Company, then: int, account: Account, zone: tzinfo, today: date
) -> Iterable[Change]:
    customer = ("customer", account.number)
    years = [("history", records.history_key(account.number, year)) for year in (today.year, today.year - 1)]
    found = versions(session.connection(), company.company_id, then, company.published, [customer, *years])
    body = found.versions[customer].then if found else None
    before = msgspec.json.decode(body, type=records.Customer) if body else None
    if found is None or before is None or before.record_id != account.customer.record_id:
        return ()
    kept = [found.versions[year] for year in years]
    committed = found.committed_at.astimezone(zone).replace(tzinfo=None)
    old, new = _visits(kept, lambda one: one.then), _visits(kept, lambda one: one.now)
    return changes(before, account.customer, work_done(old, new, committed), today)


def _visits(kept: Iterable[Versions], of: Callable[[Versions], bytes | None]) -> list[records.Visit]:
    bodies = [body for one in kept if (body := of(one)) is not None]
    return [visit for body in bodies for visit in msgspec.json.decode(body, type=records.History).visits]


def _lines(customer: records.Customer, change: Change, language: str) -> list[str]:
    """What is to be said of a change: nothing of what does not concern a day that somebody may wait for."""
    said = words(language).gettext
    match change:
        case Moved():
            pattern = DELAYED_TO if change.delayed else MOVED
            before, after = moment_words(change.before, language), moment_words(change.after, language)
        case Delayed():
            pattern, before, after = DELAYED, moment_words(change.time, language), ""
        case Dropped():
            before, after = "; ".join(moment_words(one, language) for one in change.times), ""
            pattern = DROPPED
        case _:
            return []
    reason = change.job.delay_reason if change.job.delayed else ""
    line = said(pattern).format(work=work_words(customer, change.job), before=before, after=after)
    return [f"- {line}", *([f"  {reason}"] if reason else [])]
