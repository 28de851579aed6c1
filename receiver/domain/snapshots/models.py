"""The tables of snapshots and of the records they consist of."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import OPEN, Base, CompanyOwned, KeyText


class Upload(CompanyOwned, Base):
    """The one open upload of a company: the lease of the computer that publishes. Its number is the epoch: it is given
    once, and every part and the commit name it, so that whoever lost the lease is refused. While `clearing`, what it
    left is being removed and nothing joins it."""

    __tablename__ = "uploads"

    number: Mapped[int]
    device_id: Mapped[str]
    idempotency_key: Mapped[str]
    request_digest: Mapped[bytes]
    base: Mapped[int]
    """The newest snapshot when it began; it is published only while that is still the newest."""
    whole: Mapped[bool]
    """Whether it brings every record of the set, instead of the changes since `base`."""
    digest: Mapped[str]
    """As the office announced it; empty while it still reads (`Begin.streamed`)."""
    counts: Mapped[bytes]
    """JSON, records by kind, as the office announced them."""
    attended: Mapped[bool]
    """Whether a person saw what it changes before it was sent."""
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    """When its office last sent something for it."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts its parts, so that a commit notices one that arrives meanwhile."""
    clearing: Mapped[bool] = mapped_column(default=False)
    run: Mapped[str] = mapped_column(default="")
    """Which run of its computer holds it; empty where that was not told."""
    person: Mapped[str] = mapped_column(default="")
    """Who pressed Process, as the office calls him; empty where that was not told."""
    scheduled: Mapped[bool] = mapped_column(default=False)
    """Whether the office told that its schedule started it."""
    seen: Mapped[bytes] = mapped_column(default=b"")
    """JSON of `shared.messages.Seen`; empty where the office did not tell."""


class UploadPart(CompanyOwned, Base):
    """A part whose records have been written."""

    __tablename__ = "upload_parts"

    upload: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str]
    bytes: Mapped[int]


class Snapshot(CompanyOwned, Base):
    """A complete upload; kept for ever, since it answers a repeated request."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("company_id", "idempotency_key"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    committed_at: Mapped[datetime]
    device_id: Mapped[str]
    idempotency_key: Mapped[str]
    request_digest: Mapped[bytes]
    digest: Mapped[str]
    counts: Mapped[bytes]
    """JSON, records by kind."""
    difference: Mapped[bytes]
    """JSON, by kind: added, changed, removed."""
    held: Mapped[bytes] = mapped_column(default=b"")
    """JSON of `shared.messages.Held`, where it was not shown at once because of that; else empty."""
    passwords: Mapped[bytes] = mapped_column(default=b"")
    """JSON, how many passwords in it are weak or shared, once somebody asked; empty before."""
    bytes: Mapped[int]
    """What its parts weighed on the wire."""
    attended: Mapped[bool]
    person: Mapped[str] = mapped_column(default="")
    """Who pressed Process; see `Upload`."""
    scheduled: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    """When customers first saw it; None where they never did."""
    pruned_at: Mapped[datetime | None]
    """When it was given up: its records may be gone, and nothing goes back to it."""
    emptied: Mapped[bool] = mapped_column(default=False)
    """Whether every record that only it showed is gone."""


WEAK: Final = "weak > 0"
"""Says it literally, for the same reason as `CLOSED`."""
CLOSED: Final = f"until < {OPEN}"
"""Says literally which rows are closed: a bound value would not find the partial index."""

records = Table(
    "records",
    Base.metadata,
    Column("company_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", KeyText, primary_key=True),
    Column("key", KeyText, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("weak", Integer, nullable=False, server_default="0"),
)
"""Rows of this table and the next are written in the order of their columns (`snapshots.incoming`).
Every record ever published and not yet pruned. A row is part of snapshot n when `since <= n < until`. `body` is
zstd of the canonical bytes, for secret kinds of `StoredCredential` or `StoredStaff`. `weak` is 1 for a
`credential` whose password the office thinks weak, or shared, so that lists find those without their bodies; else 0."""

listing = Table(
    "listing",
    Base.metadata,
    Column("company_id", Integer, primary_key=True, autoincrement=False),
    Column("number", KeyText, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("record_id", KeyText, nullable=False),
    Column("name", KeyText, nullable=False),
    Column("folded_number", KeyText, nullable=False),
    Column("folded_email", KeyText, nullable=False),
    Column("folded_name", KeyText, nullable=False),
)
"""The customers once more, with what sign-in and lists look for; versioned like `records`."""

for _table in (records, listing):
    Index(None, _table.c.company_id, _table.c.since)
    Index(
        f"ix_{_table.name}_closed",
        _table.c.company_id,
        _table.c.until,
        sqlite_where=text(CLOSED),
        postgresql_where=text(CLOSED),
    )
Index(
    "ix_records_weak",
    records.c.company_id,
    records.c.key,
    records.c.since,
    records.c.until,
    sqlite_where=text(WEAK),
    postgresql_where=text(WEAK),
)
for _column in (listing.c.folded_number, listing.c.folded_email, listing.c.folded_name, listing.c.record_id):
    Index(None, listing.c.company_id, _column)
