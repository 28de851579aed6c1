"""Requests as they go home to the office (`shared.outbound`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import Final, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.agents.models import Device
from receiver.domain.people.users import CUSTOMER, PortalUser
from receiver.domain.requests.counters import moved_until
from receiver.domain.requests.models import CustomerRequest, Reply
from receiver.domain.snapshots.receipts import wire_time
from shared import limits
from shared.outbound import REQUESTS_AT_ONCE, Asked, Kind, Outbound, OwnPassword, Said, State, Wish

PASSWORDS_AT_ONCE: Final = 1_000

ANSWER_BYTES: Final = limits.CONTROL_BYTES - PASSWORDS_AT_ONCE * 100
"""How much the requests of one answer may take; an own password takes less than the hundred bytes kept for it."""


LOOKED_BACK: Final = 50
"""Rows that are asked whether they moved later than the office heard of them."""


def outbound(session: Session, company_id: int, after: int, now: datetime, heard: datetime | None = None) -> Outbound:
    """What moved after the number `after`, oldest first, as much as fits. A number that was never reached, and one up
    to which something moved after it was `heard`, stand for a receiver that was put back to an earlier copy: everything
    goes home anew."""
    until = moved_until(session, company_id)
    anew = after > until or (heard is not None and _overtaken(session, company_id, after, heard))
    after = 0 if anew else after
    rows = _moved_requests(session, company_id, after)
    passwords = _moved_passwords(session, company_id, after)
    taken: list[Asked] = []
    left = ANSWER_BYTES
    for one in asked(session, company_id, rows[:REQUESTS_AT_ONCE], now):
        left -= len(msgspec.json.encode(one))
        if left < 0 and taken:
            break
        taken.append(one)
    cuts = [row.moved for row in rows[len(taken) :][:1]] + [moved for moved, _ in passwords[PASSWORDS_AT_ONCE:]]
    if cuts:
        until = min(cuts) - 1
    # Set back, a clock would else let all that moved before look as if it came after.
    moment = now if heard is None or anew else max(now, heard)
    return Outbound(
        until=until,
        requests=tuple(one for one, row in zip(taken, rows, strict=False) if row.moved <= until),
        passwords=tuple(one for moved, one in passwords if moved <= until),
        more=bool(cuts),
        heard=ceil(moment.timestamp()),
        anew=anew,
    )


def _overtaken(session: Session, company_id: int, after: int, heard: datetime) -> bool:
    """Whether numbers that the office has heard of were given a second time since."""
    requests = session.execute(
        select(CustomerRequest.made_at, CustomerRequest.seen_at, CustomerRequest.answered_at, CustomerRequest.done_at)
        .where(CustomerRequest.company_id == company_id, CustomerRequest.moved <= after)
        .order_by(CustomerRequest.moved.desc())
        .limit(LOOKED_BACK)
    )
    choices = session.execute(
        select(PortalUser.chosen_at)
        .where(PortalUser.company_id == company_id, PortalUser.moved <= after, PortalUser.moved > 0)
        .order_by(PortalUser.moved.desc())
        .limit(LOOKED_BACK)
    )
    return any(moment is not None and moment > heard for row in (*requests, *choices) for moment in row)


def asked(session: Session, company_id: int, rows: Sequence[CustomerRequest], now: datetime) -> Iterator[Asked]:
    """These requests with their replies, as the office reads them."""
    numbers = [row.number for row in rows]
    replies: dict[int, list[Said]] = defaultdict(list)
    for reply in session.scalars(
        select(Reply)
        .where(Reply.company_id == company_id, Reply.request.in_(numbers))
        .order_by(Reply.request, Reply.position)
    ):
        replies[reply.request].append(Said(reply.by, reply.text, wire_time(reply.made_at), _time(reply.read_at)))
    computers = {
        one.device_id: one.name for one in session.scalars(select(Device).where(Device.company_id == company_id))
    }
    for row in rows:
        claimed = row.claimed_until is not None and row.claimed_until > now
        yield _asked(row, tuple(replies[row.number]), computers.get(row.claimed_by, "") if claimed else "")


def _asked(row: CustomerRequest, said: tuple[Said, ...], claimed_by: str) -> Asked:
    return Asked(
        number=row.number,
        kind=cast(Kind, row.kind),
        state=cast(State, row.state),
        record_id=row.record_id,
        customer_number=row.customer_number,
        customer_name=row.customer_name,
        user_name=row.user_name,
        user_email=row.user_email,
        own=row.user_id == f"{CUSTOMER}{row.record_id}",
        made=wire_time(row.made_at),
        snapshot=row.snapshot,
        wish=msgspec.json.decode(row.body, type=Wish),
        seen=_time(row.seen_at),
        answered=_time(row.answered_at),
        answered_by=row.answered_by,
        reason=row.reason,
        done=_time(row.done_at),
        claimed_by=claimed_by,
        said=said,
    )


def _moved_requests(session: Session, company_id: int, after: int) -> Sequence[CustomerRequest]:
    """One more than goes into an answer, where there is one."""
    return session.scalars(
        select(CustomerRequest)
        .where(CustomerRequest.company_id == company_id, CustomerRequest.moved > after)
        .order_by(CustomerRequest.moved)
        .limit(REQUESTS_AT_ONCE + 1)
    ).all()


def _moved_passwords(session: Session, company_id: int, after: int) -> list[tuple[int, OwnPassword]]:
    """Customers who chose a password, or whose choice ended; extra persons are none of the office's customers."""
    rows = session.scalars(
        select(PortalUser)
        .where(PortalUser.company_id == company_id, PortalUser.moved > after, PortalUser.record_id != "")
        .order_by(PortalUser.moved)
        .limit(PASSWORDS_AT_ONCE + 1)
    )
    return [
        (row.moved, OwnPassword(row.record_id, _time(row.chosen_at if row.verifier else None), row.reset))
        for row in rows
    ]


def _time(moment: datetime | None) -> str:
    return wire_time(moment) if moment else ""
