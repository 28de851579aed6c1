"""A customer's messages to the company and the office's replies, as his page shows them (B7); and what of the answers
he has seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.requests.counters import raised
from receiver.domain.requests.models import MESSAGE, UNDONE, CustomerRequest, Photo, Reply
from shared.outbound import Wish
from shared.photo import SMALL_PIXELS


@dataclass(frozen=True, slots=True)
class Written:
    """A reply of the office."""

    by: str
    text: str
    time: datetime
    new: bool
    """Whether the customer had not seen it yet."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that came with a message."""

    position: int
    name: str
    width: int
    height: int

    @property
    def small_width(self) -> int:
        """Of the small picture."""
        return _small(self.width, self.height)

    @property
    def small_height(self) -> int:
        """Of the small picture."""
        return _small(self.height, self.width)


@dataclass(frozen=True, slots=True)
class Message:
    """A message, how far it is, and what came back."""

    number: int
    user_id: str
    user_name: str
    state: str
    text: str
    made: datetime
    photos: tuple[Picture, ...]
    replies: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages, newest first; `older` says that there are more before them."""

    messages: tuple[Message, ...]
    older: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A request that waits for the office, or whose answer is news to the customer."""

    number: int
    kind: str
    state: str
    made: datetime
    settled: datetime | None
    """When the office answered it last, or a snapshot showed it."""
    unread: int
    """Replies that nobody at the account has seen."""


def thread(connection: Connection, company_id: int, record_id: str, page: int, size: int) -> Thread:
    """One page of the messages of an account; page 1 holds the newest."""
    rows = connection.execute(
        select(
            CustomerRequest.number,
            CustomerRequest.user_id,
            CustomerRequest.user_name,
            CustomerRequest.state,
            CustomerRequest.body,
            CustomerRequest.made_at,
        )
        .where(
            CustomerRequest.company_id == company_id,
            CustomerRequest.record_id == record_id,
            CustomerRequest.kind == MESSAGE,
        )
        .order_by(CustomerRequest.number.desc())
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    numbers = [row.number for row in rows[:size]]
    pictures, replies = _pictures(connection, company_id, numbers), replies_to(connection, company_id, numbers)
    messages = tuple(
        Message(
            row.number,
            row.user_id,
            row.user_name,
            row.state,
            msgspec.json.decode(row.body, type=Wish).text,
            row.made_at,
            tuple(pictures[row.number]),
            tuple(replies[row.number]),
        )
        for row in rows[:size]
    )
    return Thread(messages, len(rows) > size)


def read_replies(session: Session, company_id: int, numbers: Collection[int], now: datetime) -> None:
    """The customer sees the replies to these requests: the office learns of it."""
    unread = session.scalars(
        select(Reply).where(Reply.company_id == company_id, Reply.request.in_(numbers), Reply.read_at.is_(None))
    ).all()
    for reply in unread:
        reply.read_at = now
    for number in sorted({reply.request for reply in unread}):
        request = session.get(CustomerRequest, (company_id, number))
        if request is not None:
            request.moved = raised(session, company_id)


def standing(
    connection: Connection, company_id: int, record_id: str, since: datetime | None, most: int
) -> list[Standing]:
    """The requests of an account that wait, that have an answer nobody has read, or that were answered `since`; the
    newest first."""
    unread = (
        select(func.count())
        .where(Reply.company_id == company_id, Reply.request == CustomerRequest.number, Reply.read_at.is_(None))
        .scalar_subquery()
    )
    news: list[ColumnElement[bool]] = [CustomerRequest.state.in_(UNDONE), unread > 0]
    if since is not None:
        news += [CustomerRequest.answered_at > since, CustomerRequest.done_at > since]
    rows = connection.execute(
        select(
            CustomerRequest.number,
            CustomerRequest.kind,
            CustomerRequest.state,
            CustomerRequest.made_at,
            CustomerRequest.answered_at,
            CustomerRequest.done_at,
            unread.label("unread"),
        )
        .where(CustomerRequest.company_id == company_id, CustomerRequest.record_id == record_id, or_(*news))
        .order_by(CustomerRequest.number.desc())
        .limit(most)
    )
    return [
        Standing(row.number, row.kind, row.state, row.made_at, row.done_at or row.answered_at, row.unread)
        for row in rows
    ]


def _small(side: int, other: int) -> int:
    return max(1, round(side * min(1.0, SMALL_PIXELS / max(side, other))))


def _pictures(connection: Connection, company_id: int, numbers: Collection[int]) -> dict[int, list[Picture]]:
    found: dict[int, list[Picture]] = defaultdict(list)
    for row in connection.execute(
        select(Photo.request, Photo.position, Photo.name, Photo.width, Photo.height)
        .where(Photo.company_id == company_id, Photo.request.in_(numbers))
        .order_by(Photo.request, Photo.position)
    ):
        found[row.request].append(Picture(row.position, row.name, row.width, row.height))
    return found


def replies_to(connection: Connection, company_id: int, numbers: Collection[int]) -> dict[int, list[Written]]:
    """The replies to requests, oldest first, by the number of the request."""
    found: dict[int, list[Written]] = defaultdict(list)
    for row in connection.execute(
        select(Reply.request, Reply.by, Reply.text, Reply.made_at, Reply.read_at)
        .where(Reply.company_id == company_id, Reply.request.in_(numbers))
        .order_by(Reply.request, Reply.position)
    ):
        found[row.request].append(Written(row.by, row.text, row.made_at, row.read_at is None))
    return found
