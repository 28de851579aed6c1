"""Which stored rows are one customer's. Rows of records go by the customer number, which the office may have given to
somebody else before or afterwards; so whose a row is, the listing says: who had the number while the row stood. Pruning
takes rows of the listing away, and with them what they say; but every kept snapshot that shows a row of records has a
row of the listing for it too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, func, or_, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot, listing, records
from shared.records import KEY_SEPARATOR

BY_NUMBER: Final = ("customer", "credential", "invoices")
_AFTER_SEPARATOR: Final = chr(ord(KEY_SEPARATOR) + 1)
_his, _other = listing.alias("his"), listing.alias("other")


def past_numbers(session: Session, company: Company, record_id: str) -> Sequence[str]:
    """The numbers that were his. What an upload brings that is under way is none of it, here and below."""
    found = select(listing.c.number).where(
        listing.c.company_id == company.company_id,
        listing.c.record_id == record_id,
        listing.c.until <= company.newest,
    )
    return session.scalars(found.distinct().order_by(listing.c.number)).all()


def rows_of(company: Company, record_id: str, number: str) -> ColumnElement[bool]:
    """The rows of records that are his under this number: they stood while it was his, and at no time when it was
    somebody else's, as what the office published of both alike."""
    return and_(
        records.c.company_id == company.company_id,
        # As one range, which the primary key finds; by comparing, since LIKE takes small and capital letters for the
        # same on SQLite.
        records.c.kind.in_((*BY_NUMBER, "history")),
        records.c.key >= number,
        records.c.key < number + _AFTER_SEPARATOR,
        or_(
            and_(records.c.kind != "history", records.c.key == number),
            and_(records.c.kind == "history", records.c.key >= number + KEY_SEPARATOR),
        ),
        records.c.until <= company.newest,
        _stood_with(_his, company.company_id, number, _his.c.record_id == record_id),
        ~_stood_with(_other, company.company_id, number, _other.c.record_id != record_id),
    )


def count_records(session: Session, company: Company, record_id: str, numbers: Collection[str]) -> int:
    """How many rows of records are his under these numbers."""
    return sum(
        session.execute(
            select(func.count()).select_from(records).where(rows_of(company, record_id, number))
        ).scalar_one()
        for number in numbers
    )


def shows(company: Company, record_id: str) -> ColumnElement[bool]:
    """Whether it is a kept snapshot that shows him."""
    listed = select(_his.c.number).where(
        _his.c.company_id == company.company_id,
        _his.c.record_id == record_id,
        _his.c.until <= company.newest,
        _his.c.since + 0 <= Snapshot.number,
        _his.c.until > Snapshot.number,
    )
    return and_(Snapshot.company_id == company.company_id, Snapshot.pruned_at.is_(None), listed.exists())


def snapshots_showing(session: Session, company: Company, record_id: str) -> list[Snapshot]:
    """The kept snapshots that show him, the oldest first."""
    return list(session.scalars(select(Snapshot).where(shows(company, record_id)).order_by(Snapshot.number)))


def _stood_with(holder: FromClause, company_id: int, number: str, whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the row of records stood at a time when the number was such a holder's."""
    return (
        select(holder.c.number)
        .where(
            holder.c.company_id == company_id,
            holder.c.number == number,
            holder.c.since < records.c.until,
            holder.c.until > records.c.since,
            whose,
        )
        .exists()
    )
