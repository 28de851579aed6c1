"""Removes what the portal holds of a customer who has left, in one transaction with its proof in the audit log.

Kept snapshots lose his records too, so going back to one shows it without him. What stays is what names nobody: his
record id and number in the audit log, and that requests were made at accounts of others. Files go once the rows are
gone; a receiver that is killed in between leaves files that no row names, which go by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.orm import DeclarativeBase, Session

from receiver.domain.audit.trail import Actor, Deed, DetailValue, note
from receiver.domain.companies.models import Company
from receiver.domain.erasing.correspondence import mails_about
from receiver.domain.erasing.departed import Departed, find_departed
from receiver.domain.erasing.holdings import people_of
from receiver.domain.erasing.published import past_numbers, rows_of, shows
from receiver.domain.mail.models import Mail
from receiver.domain.people.invitations import ACCOUNT
from receiver.domain.people.models import Attempt, PortalSession
from receiver.domain.people.users import (
    CUSTOMER,
    AccountLink,
    CalendarFeed,
    Draft,
    OneTimeCode,
    Passkey,
    PortalUser,
)
from receiver.domain.requests.models import CustomerRequest, GivenAnswer, Photo, Reply
from receiver.domain.requests.photos import SMALL
from receiver.domain.snapshots.judged import forget_judged
from receiver.domain.snapshots.models import listing, records
from receiver.files import Files

NAMELESS: Final = "–"
"""Who made a request at an account of somebody else."""

Mark = Callable[[str, str], str]
"""The mark of drafts that a user typed at an account (`Draft.mark`), by their ids."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone."""

    who: Departed
    numbers: Sequence[str]
    records: int
    requests: int
    mails: int
    people: int
    photos: Sequence[str]
    """The names of the pictures in the file store, which are still there."""


def erase(session: Session, company: Company, record_id: str, mark: Mark, actor: Actor, now: datetime) -> Erased | None:
    """Forget him; None where he is still here, or nothing is held. Nobody signs in as somebody who is not published,
    so no visitor writes about him meanwhile."""
    who = find_departed(session, company, record_id)
    if who is None:
        return None
    company_id = company.company_id
    persons = people_of(session, company_id, record_id)
    users = [CUSTOMER + record_id, *persons]
    requests = _requests(session, company_id, record_id)
    photos = session.scalars(
        select(Photo.photo_id).where(Photo.company_id == company_id, Photo.request.in_(requests))
    ).all()
    mails = mails_about(session, company_id, record_id, users, requests)
    numbers = past_numbers(session, company, record_id)
    done = Erased(
        who=who,
        numbers=sorted({*numbers, who.number} - {""}),
        records=_forget_published(session, company, record_id, numbers),
        requests=len(requests),
        mails=len(mails),
        people=len(persons),
        photos=photos,
    )
    _remove(session, Mail, Mail.company_id == company_id, Mail.mail_id.in_(mails))
    _forget_requests(session, company_id, requests, users)
    _forget_drafts(session, company_id, record_id, users, mark)
    _forget_users(session, company_id, record_id, users)
    _note(session, company_id, done, actor, now)
    return done


def remove_pictures(files: Files, company_id: int, photos: Sequence[str]) -> None:
    """Remove the pictures of photos whose rows are gone. Raises `DatabaseFault`; what is left then goes by itself."""
    for photo_id in photos:
        files.remove(company_id, photo_id)
        files.remove(company_id, f"{photo_id}{SMALL}")


def _requests(session: Session, company_id: int, record_id: str) -> Sequence[int]:
    """Those about his account, whoever made them."""
    about = (CustomerRequest.company_id == company_id, CustomerRequest.record_id == record_id)
    return session.scalars(select(CustomerRequest.number).where(*about)).all()


def _forget_published(session: Session, company: Company, record_id: str, numbers: Sequence[str]) -> int:
    forget_judged(session, shows(company, record_id))
    removed = 0
    for number in numbers:
        result = session.execute(delete(records).where(rows_of(company, record_id, number)))
        removed += cast("CursorResult[Any]", result).rowcount
    session.execute(
        delete(listing).where(
            listing.c.company_id == company.company_id,
            listing.c.record_id == record_id,
            listing.c.until <= company.newest,
        )
    )
    return removed


def _forget_requests(session: Session, company_id: int, requests: Sequence[int], users: Sequence[str]) -> None:
    _remove(session, Photo, Photo.company_id == company_id, Photo.request.in_(requests))
    _remove(session, Reply, Reply.company_id == company_id, Reply.request.in_(requests))
    _remove(session, GivenAnswer, GivenAnswer.company_id == company_id, GivenAnswer.request.in_(requests))
    _remove(session, CustomerRequest, CustomerRequest.company_id == company_id, CustomerRequest.number.in_(requests))
    # What they asked for at accounts of others is those customers' own.
    session.execute(
        update(CustomerRequest)
        .where(CustomerRequest.company_id == company_id, CustomerRequest.user_id.in_(users))
        .values(user_name=NAMELESS, user_email="")
        .execution_options(synchronize_session=False)
    )


def _forget_drafts(session: Session, company_id: int, record_id: str, users: Sequence[str], mark: Mark) -> None:
    """What they had typed and not sent, at his account or another."""
    linked = session.scalars(
        select(AccountLink.record_id).where(AccountLink.company_id == company_id, AccountLink.user_id.in_(users))
    )
    accounts = {record_id, *linked}
    marks = [mark(user, account) for user in users for account in accounts]
    _remove(session, Draft, Draft.company_id == company_id, Draft.mark.in_(marks))


def _forget_users(session: Session, company_id: int, record_id: str, users: Sequence[str]) -> None:
    """How they sign in, and what they see; and who else saw his account."""
    for model in (PortalSession, CalendarFeed, AccountLink):
        his = or_(model.user_id.in_(users), model.record_id == record_id)
        _remove(session, model, model.company_id == company_id, his)
    for other in (Passkey, PortalUser):
        _remove(session, other, other.company_id == company_id, other.user_id.in_(users))
    _remove(session, Attempt, Attempt.company_id == company_id, Attempt.subject.in_(users))
    mine = OneTimeCode.user_id.in_([*users, ACCOUNT + record_id])
    _remove(session, OneTimeCode, OneTimeCode.company_id == company_id, mine)
    # A link for all users of one address names them inside.
    shared = session.execute(
        select(OneTimeCode.code_hash, OneTimeCode.details).where(
            OneTimeCode.company_id == company_id, OneTimeCode.user_id == "", OneTimeCode.details != b""
        )
    )
    named = [row.code_hash for row in shared if not set(users).isdisjoint(_strings(row.details))]
    _remove(session, OneTimeCode, OneTimeCode.company_id == company_id, OneTimeCode.code_hash.in_(named))


def _strings(details: bytes) -> list[str]:
    told = json.loads(details)
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _remove(session: Session, model: type[DeclarativeBase], *conditions: ColumnElement[bool]) -> None:
    session.execute(delete(model).where(*conditions).execution_options(synchronize_session=False))


def _note(session: Session, company_id: int, done: Erased, actor: Actor, now: datetime) -> None:
    details: dict[str, DetailValue] = {
        "numbers": ", ".join(done.numbers) or "-",
        "records": done.records,
        "requests": done.requests,
        "photos": len(done.photos),
        "mails": done.mails,
        "people": done.people,
    }
    note(session, company_id, actor, Deed("erasing.done", CUSTOMER + done.who.record_id, details), now)
