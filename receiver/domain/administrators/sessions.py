"""Sessions of the administration site, kept in the database: start, find, end.

The browser holds a random token of 256 bits, the database its SHA-256. A session ends after two hours without a page
and after twelve in any case. Level-1 users are looked up in the newest upload, not in what customers see: who was
removed at the office is out with the next upload, even while the portal is pinned or waits for an import.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, and_, bindparam, delete, literal, select, update
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import AdministratorSession, SecondFactor, Step
from receiver.domain.administrators.rights import Administrator, rights_of
from receiver.domain.companies.models import Company, CompanyState
from receiver.domain.people.models import Way
from receiver.domain.people.users import STAFF, PortalUser
from receiver.domain.people.verifiers import read_staff, read_verifier
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, records
from receiver.domain.tokens import hash_of, may_be_token, new_token
from shared.records import COMPANY_KEY

IDLE: Final = timedelta(hours=2)
LONGEST: Final = timedelta(hours=12)
HALFWAY: Final = timedelta(minutes=10)
"""How long a right password waits for the second factor."""
TOUCH_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that has not expired, and what is known just now for it."""

    administrator: str
    verifier_mark: bytes = field(repr=False)
    step: Step
    way: Way
    created_at: datetime
    proved_at: datetime
    seen_at: datetime
    company: Company
    published_at: datetime | None
    office: bytes | None
    """The company record that customers see."""
    staff: bytes | None = field(repr=False)
    """The level-1 user in the newest upload."""
    user: PortalUser | None
    """The portal user who administers."""
    factor_at: datetime | None
    """Since when he has a second factor."""


_OFFICE = records.alias("office")
_STAFF = records.alias("staff")

_FIND: Final = (
    select(AdministratorSession, Company, Snapshot.committed_at, _OFFICE.c.body, _STAFF.c.body, PortalUser)
    .add_columns(SecondFactor.confirmed_at)
    .join(Company, Company.company_id == AdministratorSession.company_id)
    .outerjoin(
        Snapshot, and_(Snapshot.company_id == AdministratorSession.company_id, Snapshot.number == Company.published)
    )
    .outerjoin(
        _OFFICE,
        and_(
            _OFFICE.c.company_id == AdministratorSession.company_id,
            _OFFICE.c.kind == "company",
            _OFFICE.c.key == COMPANY_KEY,
            _OFFICE.c.since <= Company.published,
            _OFFICE.c.until > Company.published,
        ),
    )
    .outerjoin(
        _STAFF,
        and_(
            _STAFF.c.company_id == AdministratorSession.company_id,
            _STAFF.c.kind == "staff",
            literal(STAFF).concat(_STAFF.c.key) == AdministratorSession.administrator,
            _STAFF.c.since <= Company.newest,
            _STAFF.c.until > Company.newest,
        ),
    )
    .outerjoin(
        PortalUser,
        and_(
            PortalUser.company_id == AdministratorSession.company_id,
            PortalUser.user_id == AdministratorSession.administrator,
        ),
    )
    .outerjoin(
        SecondFactor,
        and_(
            SecondFactor.company_id == AdministratorSession.company_id,
            SecondFactor.administrator == AdministratorSession.administrator,
        ),
    )
    .where(
        AdministratorSession.company_id == bindparam("company_id"),
        AdministratorSession.token_hash == bindparam("token_hash"),
        AdministratorSession.expires_at > bindparam("now"),
    )
)


def find(session: Session, company_id: int, token: str, now: datetime) -> FoundSession | None:
    """The session of `token`, in one statement; None where there is none of this company that still runs."""
    return find_hash(session, company_id, hash_of(token), now) if may_be_token(token) else None


def find_hash(session: Session, company_id: int, token_hash: bytes, now: datetime) -> FoundSession | None:
    """The same by the hash of the token."""
    row = session.execute(_FIND, {"company_id": company_id, "token_hash": token_hash, "now": now}).one_or_none()
    if row is None:
        return None
    held, company, published_at, office, staff, user, factor_at = row
    return FoundSession(
        held.administrator,
        held.verifier_mark,
        Step(held.step),
        Way(held.way),
        held.created_at,
        held.proved_at,
        held.seen_at,
        company,
        published_at,
        office,
        staff,
        user,
        factor_at,
    )


def administrator_of(found: FoundSession) -> Administrator | None:
    """Who that is, where he still administers with the very password that he signed in with; else None (A14, T22)."""
    if found.staff is not None:
        staff = read_staff(unpacked(found.staff))
        weak = staff.weak and found.company.state == CompanyState.LIVE
        if staff.level != 1 or weak or staff.verifier.mark != found.verifier_mark:
            return None
        return Administrator(found.administrator, found.administrator.removeprefix(STAFF), frozenset(), staff.email)
    return of_user(found.user, found.verifier_mark) if found.user is not None else None


def of_user(user: PortalUser, verifier_mark: bytes) -> Administrator | None:
    """The portal user as an administrator, where he is one and that is his password."""
    rights = rights_of(user.administers)
    if not rights or user.deactivated_at is not None or not user.verifier:
        return None
    if read_verifier(user.verifier).mark != verifier_mark:
        return None
    return Administrator(user.user_id, user.name, rights, user.email)


def start(
    session: Session,
    company_id: int,
    administrator: str,
    verifier_mark: bytes,
    now: datetime,
    *,
    step: Step,
    way: Way,
    browser: str,
    address: str,
) -> str:
    """Start a session; gives the token for the browser. Drops the company's expired ones on the way."""
    session.execute(
        delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id, AdministratorSession.expires_at <= now
        )
    )
    token = new_token()
    session.add(
        AdministratorSession(
            company_id=company_id,
            token_hash=hash_of(token),
            administrator=administrator,
            verifier_mark=verifier_mark,
            step=step,
            way=way,
            browser=browser,
            address=address,
            created_at=now,
            proved_at=now,
            seen_at=now,
            expires_at=now + (IDLE if step is Step.IN else HALFWAY),
        )
    )
    return token


def touch(session: Session, company_id: int, token: str, created_at: datetime, now: datetime) -> None:
    """Write down that the administrator was here."""
    session.execute(
        update(AdministratorSession)
        .where(AdministratorSession.company_id == company_id, AdministratorSession.token_hash == hash_of(token))
        .values(seen_at=now, expires_at=min(now + IDLE, created_at + LONGEST))
    )


def prove(session: Session, company_id: int, token: str, now: datetime) -> None:
    """Write down that the administrator proved just now who he is."""
    session.execute(
        update(AdministratorSession)
        .where(AdministratorSession.company_id == company_id, AdministratorSession.token_hash == hash_of(token))
        .values(proved_at=now)
    )


def end(session: Session, company_id: int, token: str) -> None:
    """Sign out. Nothing happens where the session has ended already."""
    session.execute(
        delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id, AdministratorSession.token_hash == hash_of(token)
        )
    )


def end_all(session: Session, company_id: int, administrator: str) -> int:
    """End every session of an administrator; gives their number."""
    ended = session.execute(
        delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id, AdministratorSession.administrator == administrator
        )
    )
    return cast("CursorResult[Any]", ended).rowcount
