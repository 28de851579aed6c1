"""Which stored rows are one customer's. Rows of records go by the customer number, which the office may give to
somebody else afterwards; so a row is his only where it lies wholly in a time when the number was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot, listing, records
from shared.records import KEY_SEPARATOR

BY_NUMBER: Final = ("customer", "credential", "invoices")
_AFTER_SEPARATOR: Final = chr(ord(KEY_SEPARATOR) + 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The snapshots from `since` on, before `until`, in which the number was his."""

    number: str
    since: int
    until: int

    def rows(self, company_id: int) -> ColumnElement[bool]:
        """The rows of records in it."""
        history = and_(
            records.c.kind == "history",
            # By comparing, since LIKE takes small and capital letters for the same on SQLite.
            records.c.key >= self.number + KEY_SEPARATOR,
            records.c.key < self.number + _AFTER_SEPARATOR,
        )
        return and_(
            records.c.company_id == company_id,
            or_(and_(records.c.kind.in_(BY_NUMBER), records.c.key == self.number), history),
            # A sum, so that SQLite goes by the primary key.
            records.c.since + 0 >= self.since,
            records.c.until <= self.until,
        )


def spans_of(session: Session, company: Company, record_id: str) -> list[Span]:
    """His, by number and time; those that follow one another are one. What an upload brings that is under way is none
    of it."""
    found = session.execute(
        select(listing.c.number, listing.c.since, listing.c.until)
        .where(
            listing.c.company_id == company.company_id,
            listing.c.record_id == record_id,
            listing.c.until <= company.newest,
        )
        .order_by(listing.c.number, listing.c.since)
    )
    return list(_joined(Span(*row) for row in found))


def count_records(session: Session, company_id: int, spans: list[Span]) -> int:
    """How many rows of records are his."""
    return sum(
        session.execute(select(func.count()).select_from(records).where(span.rows(company_id))).scalar_one()
        for span in spans
    )


def snapshots_showing(session: Session, company_id: int, spans: list[Span]) -> list[Snapshot]:
    """The kept snapshots that show him, the oldest first."""
    if not spans:
        return []
    shown = or_(*(and_(Snapshot.number >= span.since, Snapshot.number < span.until) for span in spans))
    wanted = select(Snapshot).where(Snapshot.company_id == company_id, Snapshot.pruned_at.is_(None), shown)
    return list(session.scalars(wanted.order_by(Snapshot.number)))


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is not None and held.number == span.number and held.until == span.since:
            held = Span(held.number, held.since, span.until)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held
