"""Tells customers that a visit was moved, delayed or dropped (B15): after a publication, against what they were told
before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import MailSender
from receiver.domain.mail.outbox import Letter
from receiver.domain.mail.senders import office_address, published_office
from receiver.domain.mail.telling.readers import Account, Reader, readers_of, who_see
from receiver.domain.mail.telling.rounds import Due, Round, in_steps
from receiver.domain.mail.telling.wording import moment_words, work_words, zone_of
from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.changed import Change, Delayed, Dropped, Moved, changes, work_done
from receiver.domain.people.users import PortalUser
from receiver.domain.snapshots.earlier import Earlier, Versions, changed_customers, versions
from receiver.languages import words
from shared import records

MOVED = N_("{work}: {after} instead of {before}")
DELAYED_TO = N_("{work}: delayed, now {after} instead of {before}")
DELAYED = N_("{work}: delayed. Planned was {before}")
DROPPED = N_("{work}: not planned any more for {before}")


def moved_round(session: Session, desk: Desk, company: Company) -> Round | None:
    """The mails about what moved since the snapshot that was compared last; None where nothing was published since.
    Going back to an earlier snapshot tells nobody anything; what is published after that is told against what people
    heard before."""
    sender = session.get(MailSender, company.company_id)
    then = sender.compared if sender else 0
    if company.published <= then:
        return None
    keep = partial(_compared, company.published)
    changed = changed_customers(session.connection(), company.company_id, then, company.published) if then else set()
    office = published_office(session, company.company_id) if changed else None
    if office is None:
        return Round(Choice.MOVED, (), keep)
    told = _Moved(desk, company, office, then, frozenset(changed))
    users = who_see(session, company, users_who_chose(session, company.company_id, Choice.MOVED), changed)
    return Round(Choice.MOVED, [partial(told.letters, users=some) for some in in_steps(users)], keep)


def _compared(published: int, sender: MailSender) -> None:
    sender.compared = max(sender.compared, published)


@dataclass(frozen=True)
class _Moved:
    """What is told of a publication."""

    desk: Desk
    company: Company
    """As it was when the round began: what is published meanwhile is the next round's."""
    office: records.Company
    then: int
    changed: frozenset[str]
    """The record ids whose customers are not what they were."""

    def letters(self, session: Session, users: Sequence[PortalUser]) -> Iterator[Due]:
        """To these users."""
        zone = zone_of(self.office)
        today = self.desk.clock().astimezone(zone).date()
        readers = [one for one in readers_of(session, self.company, users) if one.address]
        accounts = {one.number: one for reader in readers for one in self._of(reader)}
        wanted = [key for number in sorted(accounts) for key in _keys(number, today)]
        found = versions(session.connection(), self.company.company_id, self.then, self.company.published, wanted)
        if found is None:
            return
        changed = {number: _changes(found, one, zone, today) for number, one in accounts.items()}
        for reader in readers:
            for account in self._of(reader):
                told = [_lines(account.customer, one, reader.language) for one in changed[account.number]]
                if lines := [line for some in told for line in some]:
                    yield self._due(reader, account, lines)

    def _of(self, reader: Reader) -> list[Account]:
        return [one for one in reader.accounts if one.customer.record_id in self.changed]

    def _due(self, reader: Reader, account: Account, lines: Sequence[str]) -> Due:
        company_id = self.company.company_id
        letter = Letter(
            "moved",
            reader.address,
            {
                "name": reader.name,
                "company": self.office.name,
                "changes": "\n".join(lines),
                "link": self.desk.page(company_id, "schedule"),
            },
            reply_to=office_address(self.office),
            language=reader.language,
            user_id=reader.user_id,
            stop_link=self.desk.stop_link(company_id, reader.user_id, Choice.MOVED),
        )
        return Due(f"moved:{self.company.published}:{account.customer.record_id}:{reader.user_id}", letter)


def _keys(number: str, today: date) -> list[tuple[str, str]]:
    """The records that tell what moved: the customer, and what was done lately."""
    years = [("history", records.history_key(number, year)) for year in (today.year, today.year - 1)]
    return [("customer", number), *years]


def _changes(found: Earlier, account: Account, zone: tzinfo, today: date) -> Sequence[Change]:
    customer, *years = _keys(account.number, today)
    body = found.versions[customer].then
    before = msgspec.json.decode(body, type=records.Customer) if body else None
    if before is None or before.record_id != account.customer.record_id:
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
