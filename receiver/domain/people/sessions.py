"""Sessions of the portal, kept in the database: start, find, end.

The browser holds a random token of 256 bits, the database its SHA-256. A session ends after 30 days without a visit,
after 180 days in any case, at sign-out, and as soon as the published records say something else about the customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql import ColumnElement, FromClause

from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import Portal
from receiver.domain.looks.models import CompanyLook
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.models import PortalSession, Way
from receiver.domain.people.sign_in import Account
from receiver.domain.people.users import AccountLink, PortalUser
from receiver.domain.people.visits import begins, note
from receiver.domain.requests.models import MESSAGE, CustomerRequest, Reply
from receiver.domain.snapshots.models import Snapshot, listing, records
from receiver.domain.tokens import hash_of, may_be_token, new_token
from shared.records import COMPANY_KEY

IDLE: Final = timedelta(days=30)
"""Customers come about once a month; asking for the password each time would drive them to weak ones."""

LONGEST: Final = timedelta(days=180)
TOUCH_EVERY: Final = timedelta(minutes=15)
"""A visit is written down at most this often, so that reading pages does not write."""


KEPT: Final = (
    PortalUser.name,
    PortalUser.email,
    PortalUser.login_id,
    PortalUser.verifier,
    PortalUser.chosen_at,
    PortalUser.reset,
    PortalUser.language,
    PortalUser.mails,
    PortalUser.deactivated_at,
    PortalUser.visited_at,
    PortalUser.visited,
    PortalUser.visited_before,
    PortalUser.visited_before_at,
    PortalUser.hidden,
)
"""In the order of `KeptUser`."""


@dataclass(frozen=True, slots=True)
class Found:
    """A session that has not expired, and what is published just now for it: bodies as they are stored."""

    user_id: str
    own_number: str
    number: str
    record_id: str
    verifier_mark: bytes = field(repr=False)
    created_at: datetime
    seen_at: datetime
    viewer: str
    """The administrator who looks at the portal as this user (C4); empty for the user himself."""
    viewer_session: bytes = field(repr=False)
    portal: Portal
    published_at: datetime | None
    office: bytes | None
    """The company record."""
    customer: bytes | None = field(repr=False)
    """Of the account that is looked at."""
    credential: bytes | None = field(repr=False)
    """The published one of the user's own number."""
    link: str | None
    """The rights at an account that is not his own, None where he has none."""
    own_record: str | None
    """The office's record that his own number belongs to; None where it belongs to nobody."""
    own_name: str | None
    """Whose name that is."""
    links: int
    """How many accounts are linked to him beside his own."""
    unread: int
    """Replies to messages of the account that is looked at, which nobody there has seen."""
    kept: KeptUser


class KeptUser(NamedTuple):
    """What the portal keeps of the user; all None where it keeps nothing yet. The fields of `PortalUser`."""

    name: str | None
    email: str | None
    login_id: str | None
    verifier: bytes | None
    chosen_at: datetime | None
    reset: int | None
    language: str | None
    mails: str | None
    deactivated_at: datetime | None
    visited_at: datetime | None
    visited: int | None
    visited_before: int | None
    visited_before_at: datetime | None
    hidden: str | None


OFFICE, ACCOUNT, CREDENTIAL = (records.alias(name) for name in ("office", "account", "credential"))
OWN = listing.alias("own")
LINK = aliased(AccountLink, name="link")
LINKS: Final = (
    select(func.count())
    .where(LINK.company_id == bindparam("company_id"), LINK.user_id == PortalSession.user_id)
    .scalar_subquery()
)
UNREAD: Final = (
    select(func.count())
    .select_from(CustomerRequest)
    .join(Reply, and_(Reply.company_id == CustomerRequest.company_id, Reply.request == CustomerRequest.number))
    .where(
        CustomerRequest.company_id == bindparam("company_id"),
        CustomerRequest.record_id == PortalSession.record_id,
        CustomerRequest.kind == MESSAGE,
        Reply.read_at.is_(None),
    )
    .scalar_subquery()
)


def _published(
    record: FromClause, kind: str, key: ColumnElement[str] | InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """What joins the one record of a kind that customers see now."""
    return and_(
        record.c.company_id == PortalSession.company_id,
        record.c.kind == kind,
        record.c.key == key,
        record.c.since <= Company.published,
        record.c.until > Company.published,
    )


FIND: Final = (
    select(
        PortalSession.user_id,
        PortalSession.own_number,
        PortalSession.number,
        PortalSession.record_id,
        PortalSession.verifier_mark,
        PortalSession.created_at,
        PortalSession.seen_at,
        PortalSession.viewer,
        PortalSession.viewer_session,
        Company.name,
        Company.state,
        Company.published,
        CompanyLook.body,
        Snapshot.committed_at,
        OFFICE.c.body,
        ACCOUNT.c.body,
        CREDENTIAL.c.body,
        AccountLink.rights,
        OWN.c.record_id,
        OWN.c.name,
        LINKS,
        UNREAD,
        *KEPT,
    )
    .join(Company, Company.company_id == PortalSession.company_id)
    .outerjoin(CompanyLook, CompanyLook.company_id == PortalSession.company_id)
    .outerjoin(Snapshot, and_(Snapshot.company_id == PortalSession.company_id, Snapshot.number == Company.published))
    .outerjoin(OFFICE, _published(OFFICE, "company", literal(COMPANY_KEY)))
    .outerjoin(ACCOUNT, _published(ACCOUNT, "customer", PortalSession.number))
    .outerjoin(CREDENTIAL, _published(CREDENTIAL, "credential", PortalSession.own_number))
    .outerjoin(
        OWN,
        and_(
            OWN.c.company_id == PortalSession.company_id,
            OWN.c.number == PortalSession.own_number,
            OWN.c.since <= Company.published,
            OWN.c.until > Company.published,
        ),
    )
    .outerjoin(
        PortalUser,
        and_(PortalUser.company_id == PortalSession.company_id, PortalUser.user_id == PortalSession.user_id),
    )
    .outerjoin(
        AccountLink,
        and_(
            AccountLink.company_id == PortalSession.company_id,
            AccountLink.user_id == PortalSession.user_id,
            AccountLink.record_id == PortalSession.record_id,
        ),
    )
    .where(
        PortalSession.company_id == bindparam("company_id"),
        PortalSession.token_hash == bindparam("token_hash"),
        PortalSession.expires_at > bindparam("now"),
    )
)
"""All that a page behind the sign-in starts from, in one statement of exact keys."""


def start(
    session: Session, company_id: int, account: Account, now: datetime, *, way: Way = Way.TYPED, browser: str = ""
) -> str:
    """Start a session for `account`; gives the token for the browser. Drops the company's expired ones on the way, and
    notes the sign-in, and that a visit begins, where one does."""
    session.execute(
        delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.expires_at <= now)
    )
    token = new_token()
    begun = begun_session(company_id, token, account, now, IDLE)
    begun.way, begun.browser = way, browser
    session.add(begun)
    user = kept_user(session, company_id, account.user_id, now)
    user.signed_in_at = now
    if begins(user.visited_at, None, now):
        note(session, company_id, account.user_id, now)
    return token


def begun_session(company_id: int, token: str, account: Account, now: datetime, lasting: timedelta) -> PortalSession:
    """A session that `token` opens, looking at `account`; not stored yet."""
    return PortalSession(
        company_id=company_id,
        token_hash=hash_of(token),
        user_id=account.user_id,
        own_number=account.own_number,
        number=account.number,
        record_id=account.record_id,
        verifier_mark=account.verifier_mark,
        created_at=now,
        seen_at=now,
        expires_at=now + lasting,
    )


def find(session: Session | Connection, company_id: int, token: str, now: datetime) -> Found | None:
    """The session of `token`, in one statement; None where there is none of this company that still runs."""
    if not may_be_token(token):
        return None
    values = {"company_id": company_id, "token_hash": hash_of(token), "now": now}
    row = session.execute(FIND, values).one_or_none()
    if row is None:
        return None
    told: Sequence[Any] = tuple(row)
    known, company, shown, kept = told[:9], told[9:13], told[13:22], told[22:]
    held: list[Any] = [*known, Portal(company_id, *company), *shown, KeptUser(*kept)]
    return Found(*held)


def touch(session: Session, company_id: int, token: str, created_at: datetime, now: datetime) -> None:
    """Write down that the customer was here."""
    session.execute(
        update(PortalSession)
        .where(PortalSession.company_id == company_id, PortalSession.token_hash == hash_of(token))
        .values(seen_at=now, expires_at=min(now + IDLE, created_at + LONGEST))
    )


def look_at(session: Session, company_id: int, token: str, *, number: str, record_id: str, own_number: str) -> None:
    """The session looks at this account from now on: the user chose it, or the office gave it another number (A9)."""
    session.execute(
        update(PortalSession)
        .where(PortalSession.company_id == company_id, PortalSession.token_hash == hash_of(token))
        .values(number=number, record_id=record_id, own_number=own_number)
    )


def end(session: Session, company_id: int, token: str) -> None:
    """Sign out. Nothing happens where the session has ended already."""
    session.execute(
        delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.token_hash == hash_of(token))
    )
