"""Remembers which accounts a visitor proved to be his while he chooses one.

It stands in the signed form cookie for five minutes, and only as references: a changed password or a departed
customer is noticed when the choice is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import time
from typing import Final

import flask
import msgspec
from sqlalchemy import Connection

from receiver.domain.companies.queries import Portal
from receiver.domain.people.candidates import candidates_of
from receiver.domain.people.models import Way
from receiver.domain.people.sign_in import Account, account_of

SECONDS: Final = 300
NAME: Final = "choice"


class Kept(msgspec.Struct, frozen=True):
    """What the cookie holds; `users` leads from user id to the mark of the verifier that counts, hexadecimal."""

    company: int
    users: dict[str, str]
    to: str
    way: Way
    until: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """What may be chosen, the page to open afterwards, and how the visitor proved who he is."""

    accounts: list[Account]
    to: str = ""
    way: Way = Way.TYPED


def remember(company_id: int, opened: list[Account], to: str, way: Way = Way.TYPED) -> None:
    """Keep the accounts that are his."""
    users = {one.user_id: one.verifier_mark.hex() for one in opened}
    flask.session[NAME] = msgspec.to_builtins(Kept(company_id, users, to, way, time() + SECONDS))


def remembered(connection: Connection, company: Portal) -> Remembered:
    """What was kept for this company and still holds; no accounts where nothing does."""
    try:
        kept = msgspec.convert(flask.session.get(NAME), Kept)
    except msgspec.ValidationError:
        return Remembered([])
    if kept.company != company.company_id or kept.until < time():
        return Remembered([])
    found = candidates_of(connection, company.company_id, company.published, [], list(kept.users))
    accounts = [account_of(one) for one in found if one.active and one.mark.hex() == kept.users[one.user_id]]
    return Remembered(accounts, kept.to, kept.way)
