"""The tables of the first release: companies, office computers, snapshots and their records, sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
CLOSED = sa.text("until < 4611686018427387904")


def upgrade() -> None:
    _companies()
    _sign_in()
    _uploads()
    _records()


def downgrade() -> None:
    for table in (
        "uploads",
        "upload_parts",
        "snapshots",
        "sessions",
        "records",
        "pairing_codes",
        "listing",
        "devices",
        "companies",
        "attempts",
    ):
        op.drop_table(table)


def _companies() -> None:
    op.create_table(
        "companies",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("practice_id", TEXT, nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_companies"),
    )
    op.create_table(
        "devices",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("paired_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("last_address", TEXT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("company_id", "device_id", name="pk_devices"),
    )
    op.create_table(
        "pairing_codes",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("used_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "code_hash", name="pk_pairing_codes"),
    )


def _sign_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("verifier_mark", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_company_id_record_id", "sessions", ["company_id", "record_id"])
    op.create_table(
        "attempts",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "subject", name="pk_attempts"),
    )


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("clearing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_uploads"),
    )
    op.create_table(
        "upload_parts",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upload", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "upload", "n", name="pk_upload_parts"),
    )
    op.create_table(
        "snapshots",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("committed_at", MOMENT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("difference", sa.LargeBinary(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "number", name="pk_snapshots"),
        sa.UniqueConstraint("company_id", "idempotency_key", name="uq_snapshots_company_id_idempotency_key"),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "kind", "key", "since", name="pk_records"),
    )
    op.create_index(
        "ix_records_closed", "records", ["company_id", "until"], sqlite_where=CLOSED, postgresql_where=CLOSED
    )
    op.create_index("ix_records_company_id_since", "records", ["company_id", "since"])
    op.create_table(
        "listing",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded_number", TEXT, nullable=False),
        sa.Column("folded_email", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "number", "since", name="pk_listing"),
    )
    op.create_index(
        "ix_listing_closed", "listing", ["company_id", "until"], sqlite_where=CLOSED, postgresql_where=CLOSED
    )
    op.create_index("ix_listing_company_id_folded_email", "listing", ["company_id", "folded_email"])
    op.create_index("ix_listing_company_id_folded_number", "listing", ["company_id", "folded_number"])
    op.create_index("ix_listing_company_id_record_id", "listing", ["company_id", "record_id"])
    op.create_index("ix_listing_company_id_since", "listing", ["company_id", "since"])
