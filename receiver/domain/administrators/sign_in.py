"""Who signs in to the administration site with what was typed (C1): a level-1 user of the office by his user name,
exactly, or in any case where only one matches; a portal user who administers by login id or e-mail address.

Every failure looks the same to the visitor, and takes the time of one password check. The user names of the office that
are of another level never come here, so nothing tells them from names that do not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.administrators.rights import Administrator, rights_of, staff_id
from receiver.domain.administrators.staff import may_sign_in, office_staff
from receiver.domain.companies.models import Company
from receiver.domain.people.candidates import named
from receiver.domain.people.users import PERSON, STAFF, PortalUser
from receiver.domain.people.verifiers import (
    StoredStaff,
    StoredVerifier,
    burn,
    chosen_place,
    matches,
    read_verifier,
    staff_place,
)
from receiver.domain.snapshots.queries import fold
from receiver.settings import Peppers


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the name means, and the password that opens for him."""

    administrator: Administrator
    verifier: StoredVerifier = field(repr=False)
    place: tuple[str, ...] = field(repr=False)


def candidate_of(session: Session, company: Company, name: str) -> Candidate | None:
    """The one administrator whom `name` means; None where there is none, or more than one."""
    staff = office_staff(session, company)
    folded = fold(name)
    if not folded:
        return None
    named = [key for key in staff if key == name] or [key for key in staff if fold(key) == folded]
    if len(named) == 1:
        return _of_staff(company, named[0], staff[named[0]])
    return None if named else _of_users(session, company.company_id, folded)


def candidate_with_id(session: Session, company: Company, administrator: str) -> Candidate | None:
    """The administrator of that id; None where it is nobody's who administers now."""
    if administrator.startswith(STAFF):
        name = administrator.removeprefix(STAFF)
        body = office_staff(session, company).get(name)
        return None if body is None else _of_staff(company, name, body)
    user = session.get(PortalUser, (company.company_id, administrator))
    if user is None or not rights_of(user.administers) or user.deactivated_at is not None or not user.verifier:
        return None
    return _of_user(company.company_id, user)


def user_named(session: Session, company_id: int, folded: str) -> PortalUser | None:
    """The one portal user who administers and whom that means, whether or not he has a password by now."""
    return _only(folded, _users(session, company_id, folded)) if folded else None


def right_one(peppers: Peppers, candidate: Candidate | None, password: str) -> bool:
    """Whether the password is the candidate's. Takes 27 ms, and as long where there is nobody."""
    if candidate is None:
        burn(password)
        return False
    return matches(peppers, candidate.place, candidate.verifier, password)


def _of_staff(company: Company, name: str, staff: StoredStaff) -> Candidate | None:
    if not may_sign_in(company, staff):
        return None
    who = Administrator(staff_id(name), name, frozenset(), staff.email)
    return Candidate(who, staff.verifier, staff_place(company.company_id, name))


def _of_users(session: Session, company_id: int, folded: str) -> Candidate | None:
    user = _only(folded, [one for one in _users(session, company_id, folded) if one.verifier])
    return _of_user(company_id, user) if user else None


def _users(session: Session, company_id: int, folded: str) -> Sequence[PortalUser]:
    """Customers never administer; so those whom the name means are extra people where they do."""
    return session.scalars(
        select(PortalUser).where(
            PortalUser.company_id == company_id,
            PortalUser.user_id.in_(select(named(company_id, folded).subquery().c.user_id)),
            PortalUser.user_id.startswith(PERSON),
            PortalUser.administers != "",
            PortalUser.deactivated_at.is_(None),
        )
    ).all()


def _only(folded: str, users: Sequence[PortalUser]) -> PortalUser | None:
    """The one whose login id it is, else whose e-mail address; None where there is none, or more than one."""
    meant = [one for one in users if one.folded_login == folded] or users
    return meant[0] if len(meant) == 1 else None


def _of_user(company_id: int, user: PortalUser) -> Candidate:
    who = Administrator(user.user_id, user.name, rights_of(user.administers), user.email)
    return Candidate(who, read_verifier(user.verifier), chosen_place(company_id, user.user_id))
