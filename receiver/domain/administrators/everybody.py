"""Everybody who administers a company, and how it stands with his sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import SecondFactor
from receiver.domain.administrators.rights import staff_id
from receiver.domain.administrators.staff import may_sign_in, office_staff
from receiver.domain.companies.models import Company
from receiver.domain.people.attempts import locked
from receiver.domain.people.users import AFTER_PERSONS, PERSON, STAFF, Passkey, PortalUser, Site
from receiver.domain.people.verifiers import read_verifier


@dataclass(frozen=True, slots=True)
class Standing:
    """An administrator, and how he can sign in."""

    id: str
    name: str
    email: str = ""
    """That mails about his sign-in go to; empty where none is known."""
    weak: bool = False
    """His password opens nothing, because the company is live."""
    factor_at: datetime | None = None
    """Since when he has a second factor."""
    mark: bytes = field(default=b"", repr=False)
    """Tells the password that opens for him now from every other; empty where none does."""
    passkeys: int = 0
    """Those that open the administration site."""
    locked: bool = False
    """Too many attempts: somebody has to unlock him."""

    @property
    def chief(self) -> bool:
        """Whether he is a level-1 user of the office."""
        return self.id.startswith(STAFF)

    @property
    def armed(self) -> bool:
        """Whether he has what he needs where a second factor is required."""
        return self.factor_at is not None or self.passkeys > 0


def everybody(session: Session, company: Company) -> list[Standing]:
    """All of them, level-1 users of the newest upload first, each by name."""
    company_id = company.company_id
    people = _staff(session, company) + _persons(session, company_id)
    ids = [one.id for one in people]
    factors: dict[str, datetime] = {
        row.administrator: row.confirmed_at
        for row in session.execute(
            select(SecondFactor.administrator, SecondFactor.confirmed_at).where(
                SecondFactor.company_id == company_id, SecondFactor.confirmed_at.is_not(None)
            )
        )
    }
    passkeys: dict[str, int] = {
        row[0]: row[1]
        for row in session.execute(
            select(Passkey.user_id, func.count())
            .where(Passkey.company_id == company_id, Passkey.user_id.in_(ids), Passkey.site == Site.ADMINISTRATION)
            .group_by(Passkey.user_id)
        )
    }
    shut = locked(session, company_id, ids)
    return [
        replace(one, factor_at=factors.get(one.id), passkeys=passkeys.get(one.id, 0), locked=one.id in shut)
        for one in people
    ]


def _staff(session: Session, company: Company) -> list[Standing]:
    return [
        Standing(staff_id(name), name, one.email, mark=one.verifier.mark)
        if may_sign_in(company, one)
        else Standing(staff_id(name), name, one.email, weak=True)
        for name, one in office_staff(session, company).items()
    ]


def _persons(session: Session, company_id: int) -> list[Standing]:
    """By the range of their ids, which is read in order: a company may have a hundred thousand customers."""
    rows = session.execute(
        select(PortalUser.user_id, PortalUser.name, PortalUser.email, PortalUser.verifier)
        .where(
            PortalUser.company_id == company_id,
            PortalUser.user_id >= PERSON,
            PortalUser.user_id < AFTER_PERSONS,
            PortalUser.administers != "",
            PortalUser.deactivated_at.is_(None),
        )
        .order_by(PortalUser.folded_name, PortalUser.user_id)
    )
    return [
        Standing(user_id, name, email, mark=read_verifier(verifier).mark if verifier else b"")
        for user_id, name, email, verifier in rows
    ]
