"""Remembers which accounts a password opened while the visitor chooses one.

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
from receiver.domain.people.sign_in import Account
from receiver.domain.people.verifiers import read_credential
from receiver.domain.snapshots.queries import published_records
from shared import records
from shared.canonical import decode_as

SECONDS: Final = 300
NAME: Final = "choice"


class Kept(msgspec.Struct, frozen=True):
    """What the cookie holds; `accounts` leads from number to the mark of its verifier, hexadecimal."""

    company: int
    accounts: dict[str, str]
    to: str
    until: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """What may be chosen, and the page to open afterwards."""

    accounts: list[Account]
    to: str


def remember(company_id: int, opened: list[Account], to: str) -> None:
    """Keep what the password opened."""
    accounts = {one.number: one.verifier_mark.hex() for one in opened}
    flask.session[NAME] = msgspec.to_builtins(Kept(company_id, accounts, to, time() + SECONDS))


def remembered(connection: Connection, company: Portal) -> Remembered:
    """What was kept for this company and still holds; no accounts where nothing does."""
    try:
        kept = msgspec.convert(flask.session.get(NAME), Kept)
    except msgspec.ValidationError:
        return Remembered([], "")
    if kept.company != company.company_id or kept.until < time():
        return Remembered([], "")
    wanted = [(kind, number) for number in kept.accounts for kind in ("customer", "credential")]
    stored = published_records(connection, company.company_id, company.published, wanted)
    accounts = []
    for number, mark in kept.accounts.items():
        record, credential = stored.get(("customer", number)), stored.get(("credential", number))
        if record and credential and read_credential(credential.body).verifier.mark.hex() == mark:
            body = decode_as(records.Customer, record.body)
            accounts.append(Account(number, body.record_id, body.name, bytes.fromhex(mark)))
    return Remembered(accounts, kept.to)
