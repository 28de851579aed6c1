"""What keeps a wrong upload from customers: held snapshots, the pin, pruning, runs of a computer, its schedule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("companies") as companies:
        companies.add_column(sa.Column("pinned_at", MOMENT, nullable=True))
        companies.add_column(sa.Column("pinned_by", TEXT, nullable=True))
        companies.add_column(sa.Column("confirmed_at", MOMENT, nullable=True))
    with op.batch_alter_table("devices") as devices:
        devices.add_column(sa.Column("schedule", sa.Integer(), nullable=True))
    with op.batch_alter_table("uploads") as uploads:
        uploads.add_column(sa.Column("run", TEXT, nullable=True))
    with op.batch_alter_table("snapshots") as snapshots:
        snapshots.add_column(sa.Column("held", sa.LargeBinary(), nullable=True))
        snapshots.add_column(sa.Column("published_at", MOMENT, nullable=True))
        snapshots.add_column(sa.Column("pruned_at", MOMENT, nullable=True))
        snapshots.add_column(sa.Column("emptied", sa.Boolean(), nullable=True))
    _fill()
    with op.batch_alter_table("companies") as companies:
        companies.alter_column("pinned_by", existing_type=TEXT, nullable=False)
    with op.batch_alter_table("devices") as devices:
        devices.alter_column("schedule", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("uploads") as uploads:
        uploads.alter_column("run", existing_type=TEXT, nullable=False)
    with op.batch_alter_table("snapshots") as snapshots:
        snapshots.alter_column("held", existing_type=sa.LargeBinary(), nullable=False)
        snapshots.alter_column("emptied", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    _count_by("record:", "account:", "record_id", "number")
    for table, names in (
        ("companies", ("pinned_at", "pinned_by", "confirmed_at")),
        ("devices", ("schedule",)),
        ("uploads", ("run",)),
        ("snapshots", ("held", "published_at", "pruned_at", "emptied")),
    ):
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.drop_column(name)


def _fill() -> None:
    """Until now every complete upload was published at once."""
    op.execute(
        "UPDATE companies SET pinned_by = '', confirmed_at = (SELECT committed_at FROM snapshots"
        " WHERE snapshots.company_id = companies.company_id AND snapshots.number = companies.newest)"
    )
    _count_by("account:", "record:", "number", "record_id")
    op.execute("UPDATE devices SET schedule = 0")
    op.execute("UPDATE uploads SET run = ''")
    nothing = sa.bindparam("nothing", b"", sa.LargeBinary())
    op.execute(
        sa.text("UPDATE snapshots SET held = :nothing, published_at = committed_at, emptied = :no").bindparams(
            nothing, sa.bindparam("no", False, sa.Boolean())
        )
    )


def _count_by(before: str, after: str, known: str, wanted: str) -> None:
    """Attempts at an account go by the record id, which stays when the number changes, instead of by the number."""
    attempts = sa.table("attempts", sa.column("company_id"), sa.column("subject"))
    names = ("company_id", "number", "record_id", "since", "until")
    listing = sa.table("listing", *(sa.column(name) for name in names))
    companies = sa.table("companies", sa.column("company_id"), sa.column("published"))
    seen = sa.and_(
        listing.c.company_id == attempts.c.company_id,
        attempts.c.subject == sa.literal(before, TEXT) + listing.c[known],
    )
    own = sa.and_(
        companies.c.company_id == listing.c.company_id,
        listing.c.since <= companies.c.published,
        listing.c.until > companies.c.published,
    )
    chosen = sa.select(attempts, listing.c[wanted]).join(listing, seen).join(companies, own).order_by(*attempts.c)
    renamed: dict[tuple[int, str], str] = {}
    for company_id, subject, name in op.get_bind().execute(chosen).all():
        renamed.setdefault((company_id, after + name), subject)
    for (company_id, subject), held in renamed.items():
        same = (attempts.c.company_id == company_id, attempts.c.subject == held)
        op.execute(sa.update(attempts).where(*same).values(subject=subject))
