"""The one open upload of a company: how it begins, what is written for it, how it is removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Table, delete, literal_column, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from receiver.db.base import OPEN
from receiver.db.bulk import Row, for_each_key, insert_rows
from receiver.domain.agents.devices import is_revoked, unknown_device
from receiver.domain.companies.models import Company
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.incoming import Incoming
from receiver.domain.snapshots.models import Upload, UploadPart, listing, records
from receiver.domain.snapshots.requests import Request
from shared.messages import Begin, Begun, Seen

IDLE: Final = timedelta(seconds=60)
"""Another office computer may take over from an upload that has been silent for this long."""

BATCH: Final = 2_000
"""Rows that one transaction closes or removes, so that sign-ins never wait long."""


def open_upload(session: Session, company_id: int) -> Upload | None:
    """The upload that is open, or being removed."""
    return session.get(Upload, company_id)


def own_upload(session: Session, company_id: int, device_id: str, number: int) -> Upload:
    """The open upload `number`, begun by this office computer. Raises `Refused`: whoever slept meanwhile comes with the
    number of a lease that is over, and a computer that was removed meanwhile is told so."""
    if is_revoked(session, company_id, device_id):
        raise unknown_device()
    upload = session.get(Upload, company_id)
    if upload is None or upload.clearing or upload.number != number or upload.device_id != device_id:
        raise Refused("stale", "This upload is not open any more.", "Another one took its place; begin again.")
    return upload


def may_take_over(session: Session, upload: Upload, device_id: str, begin: Begin, now: datetime) -> bool:
    """Whether who begins need not wait for this upload: it is his own, also of a run before this one,
    or nobody is there to go on with it."""
    if upload.clearing or now - upload.touched_at > IDLE or is_revoked(session, upload.company_id, upload.device_id):
        return True
    if begin.base >= upload.number:
        # The office holds a receipt of a later one: this database is an older copy, and nobody sends for that upload.
        return True
    if upload.device_id != device_id:
        return False
    return not upload.run or not begin.run or upload.run in (begin.run, *begin.after)


def start(session: Session, company: Company, device_id: str, request: Request, now: datetime) -> Upload:
    """Open an upload under the next number: one that its office never saw, though this database may be an older copy of
    the one it published to."""
    company.last_number = max(company.last_number, request.begin.base) + 1
    upload = Upload(
        company_id=company.company_id,
        number=company.last_number,
        device_id=device_id,
        idempotency_key=request.key,
        request_digest=request.digest,
        base=company.newest,
        whole=request.begin.whole or request.begin.base != company.newest,
        digest=request.begin.digest,
        counts=msgspec.json.encode(request.begin.counts),
        attended=request.begin.attended,
        started_at=now,
        touched_at=now,
        run=request.begin.run,
        person=request.origin.person,
        scheduled=request.origin.scheduled,
        seen=_told(request.origin.seen),
    )
    session.add(upload)
    session.flush()
    return upload


def go_on(upload: Upload, device_id: str, request: Request, now: datetime) -> None:
    """The same request once more: who asks now brings the rest of it."""
    upload.device_id, upload.run, upload.touched_at = device_id, request.begin.run, now
    upload.person, upload.scheduled = request.origin.person, request.origin.scheduled
    upload.seen = _told(request.origin.seen)


def described(session: Session, upload: Upload) -> Begun:
    """How to go on with the upload."""
    arrived = {str(part.n): part.digest for part in arrived_parts(session, upload)}
    return Begun(state="all" if upload.whole else "changes", id=upload.number, parts=arrived)


def arrived_parts(session: Session, upload: Upload) -> Sequence[UploadPart]:
    """The parts whose records are written."""
    chosen = select(UploadPart).where(UploadPart.company_id == upload.company_id, UploadPart.upload == upload.number)
    return session.scalars(chosen.order_by(UploadPart.n)).all()


def arrived_part(session: Session, upload: Upload, n: int, digest: str) -> bool:
    """Whether part `n` has arrived. Raises `Refused` where it arrived with other content."""
    part = session.get(UploadPart, (upload.company_id, upload.number, n))
    if part is not None and part.digest != digest:
        raise Refused("key-reused", f"Part {n} has arrived with other content already.")
    return part is not None


def write_part(session: Session, upload: Upload, part: UploadPart, incoming: Incoming, now: datetime) -> None:
    """Write the rows of a part; they show only when the snapshot is published. Raises `Refused`."""
    company_id, number = upload.company_id, upload.number
    try:
        insert_rows(session, records, incoming.records)
        insert_rows(session, listing, incoming.listing)
    except IntegrityError as error:
        raise Refused("bad-records", "The upload holds the same record twice.") from error
    if upload.base and not upload.whole and incoming.touched:
        _close(session, company_id, number, incoming.touched)
    session.add(part)
    upload.revision += 1
    upload.touched_at = now


def close_older(session: Session, upload: Upload, table: Table, after: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """End some of the older rows behind `after`, for an upload that brings everything anew.

    Gives the last key it looked at, to go on from; None when no more are left.
    """
    columns = [column for column in table.primary_key if column.name != "company_id"]
    chosen = select(*columns).where(
        table.c.company_id == upload.company_id, table.c.since < upload.number, table.c.until == OPEN
    )
    if after:
        chosen = chosen.where(tuple_(*columns) > after)
    rows = session.execute(chosen.order_by(*columns).limit(BATCH)).all()
    _set_until(session, table, upload.company_id, [row._asdict() for row in rows], upload.number)
    return tuple(rows[-1]) if rows else None


def remove_some(session: Session, upload: Upload) -> bool:
    """Remove some of what an upload left. False when nothing was left; then the upload itself is gone too."""
    for table in (records, listing):
        columns = [column for column in table.primary_key if column.name != "company_id"]
        held = table.c.company_id == upload.company_id
        new = session.execute(select(*columns).where(held, table.c.since == upload.number).limit(BATCH)).all()
        if new:
            for_each_key(session, delete(table).where(held), table, [row._asdict() for row in new])
            return True
        closed = (held, table.c.until == upload.number, table.c.until < literal_column(str(OPEN)))
        ended = session.execute(select(*columns).where(*closed).limit(BATCH)).all()
        if ended:
            _set_until(session, table, upload.company_id, [row._asdict() for row in ended], OPEN)
            return True
    forget(session, upload)
    return False


def forget(session: Session, upload: Upload) -> None:
    """Take the upload and the list of its parts away; its rows stay as they are."""
    session.execute(
        delete(UploadPart).where(UploadPart.company_id == upload.company_id, UploadPart.upload == upload.number)
    )
    session.delete(upload)
    session.flush()


def _told(seen: Seen | None) -> bytes:
    return b"" if seen is None else msgspec.json.encode(seen)


def _close(session: Session, company_id: int, number: int, touched: Sequence[tuple[str, str]]) -> None:
    """End the open rows of these records with snapshot `number`."""
    for table, keys in (
        (records, [{"kind": kind, "key": key} for kind, key in touched]),
        (listing, [{"number": key} for kind, key in touched if kind == "customer"]),
    ):
        older = (table.c.company_id == company_id, table.c.since < number, table.c.until == OPEN)
        for_each_key(session, update(table).where(*older).values(until=number), table, keys)


def _set_until(session: Session, table: Table, company_id: int, keys: Sequence[Row], until: int) -> None:
    """Set `until` of the rows with these keys."""
    for_each_key(session, update(table).where(table.c.company_id == company_id).values(until=until), table, keys)
