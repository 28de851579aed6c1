"""The requests of an account, for its pages; messages have a page of their own (`threads`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from receiver.domain.requests.models import MESSAGE, UNDONE, CustomerRequest
from receiver.domain.requests.shown import shows
from shared import records
from shared.outbound import Wish

MOST_WAITING: Final = 60

SHOWN: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    CustomerRequest.number,
    CustomerRequest.kind,
    CustomerRequest.state,
    CustomerRequest.body,
    CustomerRequest.user_id,
    CustomerRequest.user_name,
    CustomerRequest.made_at,
    CustomerRequest.seen_at,
    CustomerRequest.answered_at,
    CustomerRequest.answered_by,
    CustomerRequest.reason,
    CustomerRequest.answered,
    CustomerRequest.done_at,
)
"""In the order of `Request`."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a page shows it."""

    number: int
    kind: str
    state: str
    wish: Wish
    user_id: str
    user_name: str
    made: datetime
    seen: datetime | None
    answered_at: datetime | None
    answered_by: str
    reason: str
    answered: int
    done: datetime | None


def one_request(connection: Connection, company_id: int, record_id: str, number: int) -> Request | None:
    """A request of this account; None where it has none of that number."""
    row = connection.execute(_of(company_id, record_id).where(CustomerRequest.number == number)).one_or_none()
    return _read(row) if row else None


def requests_of(connection: Connection, company_id: int, record_id: str, page: int, size: int) -> list[Request]:
    """One page of the requests of an account, newest first; page 1 holds the newest."""
    newest = _of(company_id, record_id).order_by(CustomerRequest.number.desc())
    return [_read(row) for row in connection.execute(newest.offset((page - 1) * size).limit(size))]


def how_many(connection: Connection, company_id: int, record_id: str) -> int:
    """How many there are."""
    counted = connection.execute(_of(company_id, record_id).with_only_columns(func.count())).scalar_one()
    return int(counted)


def waiting(connection: Connection, company_id: int, published: int, customer: records.Customer) -> list[Request]:
    """What the account waits for, newest first: what the office has not answered, and what it accepted and this account
    does not show yet."""
    rows = connection.execute(
        _of(company_id, customer.record_id)
        .where(CustomerRequest.state.in_(UNDONE))
        .order_by(CustomerRequest.number.desc())
        .limit(MOST_WAITING)
    )
    return [one for one in map(_read, rows) if not is_shown(one, published, customer)]


def is_shown(request: Request, published: int, customer: records.Customer) -> bool:
    """Whether an accepted request is done, although nobody wrote that down yet."""
    return request.state == "accepted" and request.answered < published and shows(customer, request.kind, request.wish)


def _of(company_id: int, record_id: str) -> Select[Any]:
    return select(*SHOWN).where(
        CustomerRequest.company_id == company_id,
        CustomerRequest.record_id == record_id,
        CustomerRequest.kind != MESSAGE,
    )


def _read(row: Row[Any]) -> Request:
    told: Sequence[Any] = tuple(row)
    number, kind, state, body, *rest = told
    return Request(number, kind, state, msgspec.json.decode(body, type=Wish), *rest)
