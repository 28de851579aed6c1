"""Sessions of the portal, kept in the database: start, find, end.

The browser holds a random token of 256 bits, the database its SHA-256. A session ends after 30 days without a visit,
after 180 days in any case, at sign-out, and as soon as the published records say something else about the customer.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.people.models import PortalSession
from receiver.domain.people.sign_in import Account
from receiver.domain.snapshots.models import Snapshot

IDLE: Final = timedelta(days=30)
"""Customers come about once a month; asking for the password each time would drive them to weak ones."""

LONGEST: Final = timedelta(days=180)
TOUCH_EVERY: Final = timedelta(hours=1)
"""A visit is written down at most this often, so that reading pages does not write."""

TOKEN_BYTES: Final = 32
TOKEN_CHARACTERS: Final = 43


@dataclass(frozen=True, slots=True)
class Found:
    """A session that has not expired, its company, and when the company's published data was committed."""

    session: PortalSession
    company: Company
    published_at: datetime | None


def start(session: Session, company_id: int, account: Account, now: datetime) -> str:
    """Start a session for `account`; gives the token for the browser. Drops the company's expired ones on the way."""
    session.execute(
        delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.expires_at <= now)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        PortalSession(
            company_id=company_id,
            token_hash=_hash(token),
            number=account.number,
            record_id=account.record_id,
            credential_hash=account.credential_hash,
            created_at=now,
            seen_at=now,
            expires_at=now + IDLE,
        )
    )
    return token


def find(session: Session, company_id: int, token: str, now: datetime) -> Found | None:
    """The session of `token`, in one statement; None where there is none of this company that still runs."""
    if len(token) != TOKEN_CHARACTERS:
        return None
    row = session.execute(
        select(PortalSession, Company, Snapshot.committed_at)
        .join(Company, Company.company_id == PortalSession.company_id)
        .outerjoin(Snapshot, (Snapshot.company_id == PortalSession.company_id) & (Snapshot.number == Company.published))
        .where(
            PortalSession.company_id == company_id,
            PortalSession.token_hash == _hash(token),
            PortalSession.expires_at > now,
        )
    ).one_or_none()
    return Found(*row) if row else None


def touch(session: Session, company_id: int, token: str, created_at: datetime, now: datetime) -> None:
    """Write down that the customer was here."""
    session.execute(
        update(PortalSession)
        .where(PortalSession.company_id == company_id, PortalSession.token_hash == _hash(token))
        .values(seen_at=now, expires_at=min(now + IDLE, created_at + LONGEST))
    )


def end(session: Session, company_id: int, token: str) -> None:
    """Sign out. Nothing happens where the session has ended already."""
    session.execute(
        delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.token_hash == _hash(token))
    )


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
