"""Makes requests of customers: once for each form, within limits, in `Lane.VISITORS`."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receiver.domain.requests.counters import next_request, raised, request_count
from receiver.domain.requests.models import UNANSWERED, CustomerRequest
from receiver.domain.snapshots.queries import searched
from shared.outbound import Kind, Wish

OPEN_AT_ONCE: Final = 30
"""Requests of one account that the office has not answered."""

AN_HOUR: Final = 20
"""Requests of one account within an hour."""

COMPANY_AN_HOUR: Final = 1_000
"""Requests of all accounts of a company within an hour."""

HOUR: Final = timedelta(hours=1)

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and for which account."""

    record_id: str
    """The account."""
    customer_number: str
    customer_name: str
    user_id: str
    user_name: str
    user_email: str
    """One address that the office can answer to; empty where there is none."""


class TooManyRequests(Exception):
    """The account, or the company, asked for more than an office can read. `until`: when it can be tried again; None
    where the office has to answer first."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("too many requests")
        self.until = until


class NoForm(Exception):
    """The form does not carry the key that it was given."""


def new_form_key() -> str:
    """For a form as it is shown."""
    return secrets.token_urlsafe(16)


def make(
    session: Session, company_id: int, asker: Asker, kind: Kind, wish: Wish, *, form_key: str, seen: int, now: datetime
) -> tuple[CustomerRequest, bool]:
    """Make a request of what a form says, and whether it is a new one.

    The same form with the same words makes one, however often it is sent; and what waits at the office unanswered is
    not asked for a second time from another tab. `seen` is the snapshot that the customer looked at. Raises
    `TooManyRequests`, `NoForm`.
    """
    if not _KEY.fullmatch(form_key):
        raise NoForm
    body = msgspec.json.encode(wish)
    key = _key_of(form_key, asker, kind, body)
    held = _held(session, company_id, asker, kind, body, key)
    if held is not None:
        return held, False
    _require_room(session, company_id, asker.record_id, now)
    made = CustomerRequest(
        company_id=company_id,
        number=next_request(session, company_id),
        form_key=key,
        record_id=asker.record_id,
        customer_number=asker.customer_number,
        customer_name=asker.customer_name,
        folded_name=searched(asker.customer_name),
        user_id=asker.user_id,
        user_name=asker.user_name,
        user_email=asker.user_email,
        kind=kind,
        state="sent",
        body=body,
        snapshot=seen,
        made_at=now,
        moved=raised(session, company_id),
    )
    session.add(made)
    session.flush()
    return made, True


def _key_of(form_key: str, asker: Asker, kind: str, body: bytes) -> str:
    """Who goes back and writes something else asks for something else."""
    said = msgspec.json.encode((form_key, asker.user_id, asker.record_id, kind)) + body
    return sha256(said).hexdigest()


def _held(session: Session, company_id: int, asker: Asker, kind: str, body: bytes, key: str) -> CustomerRequest | None:
    same_form = session.scalars(
        select(CustomerRequest).where(CustomerRequest.company_id == company_id, CustomerRequest.form_key == key)
    ).one_or_none()
    return (
        same_form
        or session.scalars(
            select(CustomerRequest)
            .where(
                CustomerRequest.company_id == company_id,
                CustomerRequest.record_id == asker.record_id,
                CustomerRequest.user_id == asker.user_id,
                CustomerRequest.kind == kind,
                CustomerRequest.state.in_(UNANSWERED),
                CustomerRequest.body == body,
            )
            .limit(1)
        ).one_or_none()
    )


def _require_room(session: Session, company_id: int, record_id: str, now: datetime) -> None:
    own = (CustomerRequest.company_id == company_id, CustomerRequest.record_id == record_id)
    open_ = session.scalar(
        select(func.count()).select_from(CustomerRequest).where(*own, CustomerRequest.state.in_(UNANSWERED))
    )
    if (open_ or 0) >= OPEN_AT_ONCE:
        raise TooManyRequests(None)
    times = session.scalars(
        select(CustomerRequest.made_at)
        .where(*own, CustomerRequest.made_at > now - HOUR)
        .order_by(CustomerRequest.made_at.desc())
        .limit(AN_HOUR)
    ).all()
    if len(times) == AN_HOUR:
        raise TooManyRequests(times[-1] + HOUR)
    # Numbers count up, so the one so many back tells how long that many took.
    earlier = session.get(CustomerRequest, (company_id, request_count(session, company_id) - COMPANY_AN_HOUR + 1))
    if earlier is not None and earlier.made_at > now - HOUR:
        raise TooManyRequests(earlier.made_at + HOUR)
