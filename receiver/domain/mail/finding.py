"""Looks up the mails of a company, a page at a time (H1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.models import Mail, MailState
from receiver.domain.people.users import CUSTOMER
from receiver.domain.snapshots.models import listing
from receiver.domain.snapshots.queries import ListedCustomer, fold

SEARCH_CHARACTERS: Final = 100

FAILED: Final = "failed"
CHOICES: Final[Mapping[str, tuple[MailState, ...]]] = {
    "waiting": (MailState.WAITING,),
    "sent": (MailState.SENT,),
    FAILED: (MailState.REFUSED, MailState.GIVEN_UP),
    "stopped": (MailState.STOPPED,),
}
"""What can be asked for by state."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mails somebody looks for; empty words want all."""

    state: str = ""
    """A word of `CHOICES`."""
    words: str = ""
    """A part of an address, or a whole customer number."""


@dataclass(frozen=True, slots=True)
class ListedMail:
    """A mail in a list: without its text."""

    mail_id: str
    kind: str
    user_id: str
    recipient: str
    subject: str
    state: MailState
    tries: int
    made_at: datetime
    next_try_at: datetime
    claimed_until: datetime | None
    last_fault: str
    sent_at: datetime | None


_COLUMNS: Final = (
    Mail.mail_id,
    Mail.kind,
    Mail.user_id,
    Mail.recipient,
    Mail.subject,
    Mail.state,
    Mail.tries,
    Mail.made_at,
    Mail.next_try_at,
    Mail.claimed_until,
    Mail.last_fault,
    Mail.sent_at,
)


def page_of_mails(
    session: Session, company_id: int, published: int, wanted: Wanted, *, skip: int, most: int
) -> Sequence[ListedMail]:
    """Some of the mails that are wanted, newest first. `published` is the snapshot whose customer numbers count.

    Which ones those are, indexes alone tell; texts are large, and passing over many of them would take seconds.
    """
    chosen = select(Mail.made_at, Mail.mail_id).where(*_conditions(company_id, published, wanted))
    newest = chosen.order_by(Mail.made_at.desc(), Mail.mail_id.desc()).offset(skip).limit(most).subquery()
    rows = session.execute(
        select(*_COLUMNS)
        .select_from(newest)
        .join(Mail, and_(Mail.company_id == company_id, Mail.mail_id == newest.c.mail_id))
        .order_by(newest.c.made_at.desc(), newest.c.mail_id.desc())
    )
    return [ListedMail(**{**row._mapping, "state": MailState(row.state)}) for row in rows]


def count_mails(session: Session, company_id: int, published: int, wanted: Wanted) -> int:
    """How many are wanted."""
    return session.scalars(select(func.count()).where(*_conditions(company_id, published, wanted))).one()


def customers_of(
    session: Session, company_id: int, published: int, user_ids: Collection[str]
) -> dict[str, ListedCustomer]:
    """Who of these users is a customer in the snapshot, by user id."""
    records = {one.removeprefix(CUSTOMER) for one in user_ids if one.startswith(CUSTOMER)}
    if not records:
        return {}
    rows = session.execute(
        select(listing.c.number, listing.c.record_id, listing.c.name).where(
            listing.c.company_id == company_id,
            listing.c.record_id.in_(sorted(records)),
            listing.c.since <= published,
            listing.c.until > published,
        )
    )
    return {f"{CUSTOMER}{row.record_id}": ListedCustomer(row.number, row.record_id, row.name) for row in rows}


def _conditions(company_id: int, published: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [Mail.company_id == company_id]
    if wanted.state:
        found.append(Mail.state.in_(CHOICES[wanted.state]))
    if wanted.words:
        # What goes to the host can't be found: by and by a search would tell the address.
        found += [Mail.mail_id.in_(_named(company_id, published, wanted.words)), Mail.kind.not_in(sorted(TO_THE_HOST))]
    return found


def _named(company_id: int, published: int, words: str) -> Select[str]:
    """The mails that the words mean; `%`, `_` and `\\` in them are nothing but characters."""
    owner = select(literal(CUSTOMER).concat(listing.c.record_id)).where(
        listing.c.company_id == company_id,
        listing.c.folded_number == fold(words),
        listing.c.since <= published,
        listing.c.until > published,
    )
    meant = or_(Mail.recipient.icontains(words, autoescape=True), Mail.user_id.in_(owner))
    return select(Mail.mail_id).where(Mail.company_id == company_id, meant)
