"""Gathers the copy of a user's data: of himself, and of his own account whichever he looks at just now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from receiver.domain.calendars import feeds
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import masked
from receiver.domain.mydata import copies
from receiver.domain.mydata.published import account_of
from receiver.domain.people import linking
from receiver.domain.people.invitations import invitations
from receiver.domain.people.links import linked_accounts
from receiver.domain.people.models import Attempt, PortalSession
from receiver.domain.people.users import CUSTOMER, CalendarFeed, Passkey, PortalUser
from receiver.domain.requests.models import CustomerRequest, Photo, Reply
from shared.outbound import Wish

MOST: Final = 10_000
"""Requests, and mails: far more than anybody has, so that no copy fills the memory."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data, and as of when."""

    company_id: int
    published: int
    user_id: str
    name: str
    own_number: str
    """Empty for an extra person."""

    @property
    def record_id(self) -> str:
        """The office's record of him; empty for an extra person."""
        return self.user_id.removeprefix(CUSTOMER) if self.user_id.startswith(CUSTOMER) else ""


@dataclass(frozen=True, slots=True)
class Office:
    """What the copy says of the company."""

    name: str
    shares_money: bool
    as_of: datetime | None


def gathered(connection: Connection, whose: Whose, office: Office, now: datetime) -> copies.Copy:
    """All that is held about him."""
    company_id, published = whose.company_id, whose.published
    account = (
        account_of(connection, company_id, published, whose.own_number, money=office.shares_money)
        if whose.own_number
        else None
    )
    return copies.Copy(
        company=office.name,
        company_number=company_id,
        name=whose.name,
        made=now,
        office_data_as_of=office.as_of,
        account=account,
        sign_in=_sign_in(connection, whose),
        sessions=_sessions(connection, whose, now),
        passkeys=_passkeys(connection, whose),
        calendars=_calendars(connection, whose),
        accounts=[
            copies.Seen(one.name, one.number, one.rights, one.made_at)
            for one in linked_accounts(connection, company_id, published, whose.user_id)
        ],
        people=_people(connection, whose, now) if whose.record_id else [],
        requests=_requests(connection, whose),
        mails=_mails(connection, whose),
    )


def photo_files(connection: Connection, whose: Whose) -> list[tuple[str, str]]:
    """The photos of the copy: where each lies in it, and its name in the file store."""
    found = connection.execute(_photos(whose))
    return [(_file(number, position), photo_id) for number, position, _name, photo_id in found]


def _sign_in(connection: Connection, whose: Whose) -> copies.SignIn:
    row = connection.execute(
        select(
            PortalUser.login_id,
            PortalUser.email,
            PortalUser.chosen_at,
            PortalUser.language,
            PortalUser.mails,
            PortalUser.created_at,
            PortalUser.visited_at,
        ).where(PortalUser.company_id == whose.company_id, PortalUser.user_id == whose.user_id)
    ).one_or_none()
    failed = connection.execute(
        select(Attempt.failures).where(Attempt.company_id == whose.company_id, Attempt.subject == whose.user_id)
    ).scalar()
    if row is None:
        return copies.SignIn(failed_attempts=failed or 0)
    login_id, email, chosen_at, language, mails, created_at, visited_at = row
    return copies.SignIn(login_id, email, chosen_at, language, mails.split(), created_at, visited_at, failed or 0)


def _sessions(connection: Connection, whose: Whose, now: datetime) -> list[copies.Session]:
    found = connection.execute(
        select(PortalSession.browser, PortalSession.created_at, PortalSession.seen_at, PortalSession.expires_at)
        .where(
            PortalSession.company_id == whose.company_id,
            PortalSession.user_id == whose.user_id,
            PortalSession.viewer == "",
            PortalSession.expires_at > now,
        )
        .order_by(PortalSession.created_at)
    )
    return [copies.Session(*row) for row in found]


def _passkeys(connection: Connection, whose: Whose) -> list[copies.Passkey]:
    found = connection.execute(
        select(Passkey.name, Passkey.made_at, Passkey.used_at)
        .where(Passkey.company_id == whose.company_id, Passkey.user_id == whose.user_id)
        .order_by(Passkey.made_at)
    )
    return [copies.Passkey(*row) for row in found]


def _calendars(connection: Connection, whose: Whose) -> list[copies.Calendar]:
    found = connection.execute(
        select(CalendarFeed.made_at, CalendarFeed.read_at)
        .where(CalendarFeed.company_id == whose.company_id, CalendarFeed.user_id == whose.user_id)
        .order_by(CalendarFeed.made_at)
        .limit(feeds.MOST * (linking.MOST_ACCOUNTS + 1))
    )
    return [copies.Calendar(*row) for row in found]


def _people(connection: Connection, whose: Whose, now: datetime) -> list[copies.Seen]:
    """Who sees his account, and who is invited to."""
    seers = linking.seers(connection, whose.company_id, whose.published, whose.record_id)
    invited = invitations(connection, whose.company_id, whose.record_id, now)
    return [copies.Seen(one.name, one.email, one.rights, one.made_at) for one in seers] + [
        copies.Seen("", one.details.email, one.details.rights, one.made_at, accepted=False) for one in invited
    ]


def _his(whose: Whose) -> ColumnElement[bool]:
    """Requests that he made, and those about his account, whoever made them."""
    mine = CustomerRequest.user_id == whose.user_id
    about = or_(mine, CustomerRequest.record_id == whose.record_id) if whose.record_id else mine
    return and_(CustomerRequest.company_id == whose.company_id, about)


def _requests(connection: Connection, whose: Whose) -> list[copies.Request]:
    """The newest first."""
    replies: defaultdict[int, list[copies.Reply]] = defaultdict(list)
    for row in connection.execute(
        select(Reply.request, Reply.by, Reply.text, Reply.made_at, Reply.read_at)
        .join(
            CustomerRequest,
            and_(CustomerRequest.company_id == Reply.company_id, CustomerRequest.number == Reply.request),
        )
        .where(Reply.company_id == whose.company_id, _his(whose))
        .order_by(Reply.request, Reply.position)
    ):
        replies[row.request].append(copies.Reply(row.by, row.text, row.made_at, row.read_at))
    photos: defaultdict[int, list[copies.Photo]] = defaultdict(list)
    for number, position, name, _photo_id in connection.execute(_photos(whose)):
        photos[number].append(copies.Photo(name, _file(number, position)))
    found = connection.execute(
        select(
            # In the order of `copies.Request`.
            CustomerRequest.number,
            CustomerRequest.kind,
            CustomerRequest.customer_number,
            CustomerRequest.user_name,
            CustomerRequest.user_email,
            CustomerRequest.state,
            CustomerRequest.made_at,
            CustomerRequest.body,
            CustomerRequest.seen_at,
            CustomerRequest.answered_at,
            CustomerRequest.answered_by,
            CustomerRequest.reason,
            CustomerRequest.done_at,
        )
        .where(_his(whose))
        .order_by(CustomerRequest.number.desc())
        .limit(MOST)
    )
    return [_request(list(row), replies[row.number], photos[row.number]) for row in found]


def _request(told: list[Any], replies: list[copies.Reply], photos: list[copies.Photo]) -> copies.Request:
    wish = msgspec.json.decode(told[7], type=Wish)
    held = [*told[:7], wish, *told[8:], replies, photos]
    return copies.Request(*held)


def _photos(whose: Whose) -> Select[int, int, str, str]:
    return (
        select(Photo.request, Photo.position, Photo.name, Photo.photo_id)
        .join(
            CustomerRequest,
            and_(CustomerRequest.company_id == Photo.company_id, CustomerRequest.number == Photo.request),
        )
        .where(Photo.company_id == whose.company_id, _his(whose))
        .order_by(Photo.request, Photo.position)
    )


def _file(number: int, position: int) -> str:
    """Photos are stored as JPEG, whatever they were called."""
    return f"photos/{number}-{position + 1}.jpg"


def _mails(connection: Connection, whose: Whose) -> list[copies.Mail]:
    """The newest first; those to the office about him are the office's."""
    found = connection.execute(
        select(Mail.recipient, Mail.subject, Mail.text, Mail.state, Mail.made_at, Mail.sent_at)
        .where(Mail.company_id == whose.company_id, Mail.user_id == whose.user_id)
        .order_by(Mail.made_at.desc(), Mail.mail_id)
        .limit(MOST)
    )
    return [
        copies.Mail(row.recipient, row.subject, masked(Mail(text=row.text)), row.state, row.made_at, row.sent_at)
        for row in found
    ]
