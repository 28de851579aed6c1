"""Login ids: names that users chose to sign in with, each of them one user's in his company.

A login id looks like no e-mail address, and nobody's who would be taken for a customer by his number. Should the office
give a customer that number later, the number is his: sign-in looks for numbers first.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum, auto
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.people.keeping import kept_user
from receiver.domain.people.users import PortalUser
from receiver.domain.snapshots.queries import find_customers, fold

_FORM: Final = re.compile(r"[^\W\d_][\w.-]{2,39}")
"""A letter, then letters, digits, dots, hyphens, underscores."""


class Unusable(Enum):
    """Why a login id can't be had."""

    FORM = auto()
    TAKEN = auto()


class BadLogin(Exception):
    """The login id can't be had."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.name)
        self.why = why


def keep_login(session: Session, company_id: int, published: int, user_id: str, login: str, now: datetime) -> None:
    """Let the user sign in as `login` too; empty: not any more. Raises `BadLogin`.

    Call it in a transaction on `Lane.VISITORS`: nobody takes the same one meanwhile.
    """
    folded = fold(login)
    if login and not _FORM.fullmatch(folded):
        raise BadLogin(Unusable.FORM)
    if login and (_others(session, company_id, user_id, folded) or _number(session, company_id, published, folded)):
        raise BadLogin(Unusable.TAKEN)
    user = kept_user(session, company_id, user_id, now)
    user.login_id, user.folded_login = login, folded


def _others(session: Session, company_id: int, user_id: str, folded: str) -> bool:
    found = session.scalars(
        select(PortalUser.user_id).where(PortalUser.company_id == company_id, PortalUser.folded_login == folded)
    ).all()
    return any(one != user_id for one in found)


def _number(session: Session, company_id: int, published: int, folded: str) -> bool:
    return bool(find_customers(session, company_id, published, folded_number=folded))
