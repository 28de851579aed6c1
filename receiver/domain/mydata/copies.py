"""What a copy of somebody's data says, as it stands in `data.json`.

Times are UTC; those of the office's records are its own wall-clock times. Secrets are no part of it: of a password it
says when it was chosen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from shared import records
from shared.outbound import Wish


class Account(msgspec.Struct, frozen=True):
    """The customer's own account, as the office published it."""

    number: str
    customer: dict[str, Any]
    history: list[dict[str, Any]]
    """Newest first."""
    more: dict[str, Any] = {}
    """Other records of the account, by kind."""


class SignIn(msgspec.Struct, frozen=True):
    """How he signs in."""

    login_id: str = ""
    email: str = ""
    """Of an extra person; a customer's is part of his account."""
    password_chosen: datetime | None = None
    """None where the password is the office's."""
    language: str = ""
    mails_chosen: list[str] = []
    known_since: datetime | None = None
    last_visit: datetime | None = None
    failed_attempts: int = 0
    """In a row, since the last sign-in."""


class Session(msgspec.Struct, frozen=True):
    """A browser in which he is signed in."""

    browser: str
    began: datetime
    last_seen: datetime
    ends: datetime


class Passkey(msgspec.Struct, frozen=True):
    """A passkey of his."""

    name: str
    made: datetime
    used: datetime | None


class Calendar(msgspec.Struct, frozen=True):
    """A calendar address that he made; the address itself is kept nowhere."""

    made: datetime
    last_read: datetime | None


class Seen(msgspec.Struct, frozen=True):
    """An account that he sees beside his own, or somebody who sees his."""

    name: str
    number_or_email: str
    rights: str
    since: datetime
    accepted: bool = True
    """False for an invitation that nobody accepted yet."""


class Reply(msgspec.Struct, frozen=True):
    """What the office wrote back."""

    by: str
    text: str
    time: datetime
    read: datetime | None


class Photo(msgspec.Struct, frozen=True):
    """A photo that came along; `file` is where it lies in the copy."""

    name: str
    file: str


class Request(msgspec.Struct, frozen=True):
    """What was asked for, by him or at his account, and what came of it."""

    number: int
    kind: str
    account: str
    asked_by: str
    asked_by_email: str
    state: str
    time: datetime
    wish: Wish
    seen: datetime | None
    answered: datetime | None
    answered_by: str
    reason: str
    done: datetime | None
    replies: list[Reply]
    photos: list[Photo]


class Mail(msgspec.Struct, frozen=True):
    """A mail to him. Links and codes in it that open something are dots."""

    to: str
    subject: str
    text: str
    state: str
    written: datetime
    sent: datetime | None


class Copy(msgspec.Struct, frozen=True):
    """All of it."""

    company: str
    company_number: int
    name: str
    made: datetime
    office_data_as_of: datetime | None
    account: Account | None
    """None for an extra person, who has none of his own."""
    sign_in: SignIn
    sessions: list[Session]
    passkeys: list[Passkey]
    calendars: list[Calendar]
    accounts: list[Seen]
    people: list[Seen]
    requests: list[Request]
    mails: list[Mail]


def plain(body: msgspec.Struct, *, money: bool) -> dict[str, Any]:
    """A published body as JSON has it; without amounts where the office shares none."""
    told: dict[str, Any] = msgspec.to_builtins(body)
    return told if money else {name: _without(value) for name, value in told.items() if name not in AMOUNTS}


AMOUNTS = frozenset({"balance", "price", "amount"})


def _without(told: object) -> object:
    if isinstance(told, dict):
        return {name: _without(value) for name, value in told.items() if name not in AMOUNTS}
    return [_without(one) for one in told] if isinstance(told, list | tuple) else told


PUBLISHED = {kind: body for kind, body in records.BODIES.items() if kind not in records.SECRET_KINDS | {"company"}}
"""The kinds of record that an account may have."""
