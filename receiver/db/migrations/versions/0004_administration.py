"""The administration site: who administers, what he did, how the portal looks, what users may see."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
MAIL_INDEXES = {
    "ix_mails_listed": ("made_at",),
    "ix_mails_of_state": ("state", "made_at"),
    "ix_mails_found": ("recipient", "user_id"),
}
"""Between company and mail id, so that a list of mails is found without looking at the mails themselves."""

KEYED = sa.text("key <> ''")
GONE = sa.text("deactivated_at IS NOT NULL")

FLAGS = {
    "companies": ("hold_uploads", "second_factor"),
    "uploads": ("scheduled",),
    "snapshots": ("scheduled",),
}
"""Those of yes or no; all of them start with no."""
WORDS = {
    "listing": ("folded_name",),
    "portal_users": ("hidden", "administers", "invited_way", "deactivated_by"),
    "sessions": ("viewer",),
    "uploads": ("person",),
    "snapshots": ("person",),
}
"""Columns of text that are new in tables which may hold rows; all of them start empty."""

SETTLED = ("settled", "settled_staff")

TABLES = ("administrator_sessions", "second_factors", "audit", "audit_heads", "looks", "pictures")

AT_ONCE = 2_000


def upgrade() -> None:
    _add_flags()
    _add_words()
    _add_numbers("counters", SETTLED)
    with op.batch_alter_table("portal_users") as users:
        users.add_column(sa.Column("invited_at", MOMENT, nullable=True))
    _add_bytes("sessions", "viewer_session")
    _add_bytes("snapshots", "passwords")
    _add_bytes("uploads", "seen")
    _fold_names()
    op.create_index("ix_listing_company_id_folded_name", "listing", ["company_id", "folded_name"])
    op.create_index(
        "ix_portal_users_gone", "portal_users", ["company_id", "record_id"], sqlite_where=GONE, postgresql_where=GONE
    )
    _administrators()
    _audit()
    _looks()
    _find_mails()


def downgrade() -> None:
    _find_no_mails()
    _forbid_nothing()
    for table in TABLES:
        op.drop_table(table)
    # An older receiver would let a viewing administrator act as the customer.
    op.execute("DELETE FROM sessions WHERE viewer <> ''")
    op.drop_index("ix_listing_company_id_folded_name", "listing")
    op.drop_index("ix_portal_users_gone", "portal_users")
    for table, names in (
        *FLAGS.items(),
        *WORDS.items(),
        ("counters", SETTLED),
        ("portal_users", ("invited_at",)),
        ("sessions", ("viewer_session",)),
        ("snapshots", ("passwords",)),
        ("uploads", ("seen",)),
    ):
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.drop_column(name)


def _add_flags() -> None:
    for table, names in FLAGS.items():
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        found = sa.table(table, *(sa.column(name, sa.Boolean()) for name in names))
        op.execute(found.update().values(dict.fromkeys(names, False)))
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.alter_column(name, existing_type=sa.Boolean(), nullable=False)


def _add_words() -> None:
    for table, names in WORDS.items():
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.add_column(sa.Column(name, TEXT, nullable=True))
        found = sa.table(table, *(sa.column(name, TEXT) for name in names))
        op.execute(found.update().values(dict.fromkeys(names, "")))
        with op.batch_alter_table(table) as altered:
            for name in names:
                altered.alter_column(name, existing_type=TEXT, nullable=False)


def _add_numbers(table: str, names: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as altered:
        for name in names:
            altered.add_column(sa.Column(name, sa.Integer(), nullable=True))
    found = sa.table(table, *(sa.column(name, sa.Integer()) for name in names))
    op.execute(found.update().values(dict.fromkeys(names, 0)))
    with op.batch_alter_table(table) as altered:
        for name in names:
            altered.alter_column(name, existing_type=sa.Integer(), nullable=False)


def _add_bytes(table: str, name: str) -> None:
    with op.batch_alter_table(table) as altered:
        altered.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
    found = sa.table(table, sa.column(name, sa.LargeBinary()))
    op.execute(found.update().values({name: b""}))
    with op.batch_alter_table(table) as altered:
        altered.alter_column(name, existing_type=sa.LargeBinary(), nullable=False)


def _fold_names() -> None:
    """As `receiver.domain.snapshots.queries.searched` did when this migration was written."""
    names = ("company_id", "number", "since", "name", "folded_name")
    listing = sa.table("listing", *(sa.column(name) for name in names))
    connection = op.get_bind()
    key = (listing.c.company_id, listing.c.number, listing.c.since)
    rows = connection.execute(sa.select(*key, listing.c.name)).all()
    change = listing.update().where(*(column == sa.bindparam(f"of_{column.name}") for column in key))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(
            change.values(folded_name=sa.bindparam("folded")),
            [
                {"of_company_id": row[0], "of_number": row[1], "of_since": row[2], "folded": _searched(row[3])}
                for row in rows[start : start + AT_ONCE]
            ],
        )


def _searched(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _administrators() -> None:
    op.create_table(
        "administrator_sessions",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("administrator", TEXT, nullable=False),
        sa.Column("verifier_mark", sa.LargeBinary(), nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("way", TEXT, nullable=False),
        sa.Column("browser", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "token_hash", name="pk_administrator_sessions"),
    )
    op.create_index(
        "ix_administrator_sessions_company_id_administrator", "administrator_sessions", ["company_id", "administrator"]
    )
    op.create_table(
        "second_factors",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("administrator", TEXT, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "administrator", name="pk_second_factors"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("actor_name", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "number", name="pk_audit"),
    )
    op.create_index("ix_audit_company_id_at", "audit", ["company_id", "at"])
    op.create_index("ix_audit_company_id_about", "audit", ["company_id", "about"])
    op.create_index(
        "uq_audit_key", "audit", ["company_id", "key"], unique=True, sqlite_where=KEYED, postgresql_where=KEYED
    )
    op.create_table(
        "audit_heads",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_audit_heads"),
    )
    companies = sa.table("companies", sa.column("company_id"))
    heads = sa.table("audit_heads", sa.column("company_id"), sa.column("number"), sa.column("chain", sa.LargeBinary()))
    op.execute(
        heads.insert().from_select(
            ["company_id", "number", "chain"],
            sa.select(companies.c.company_id, sa.literal(0), sa.literal(b"", sa.LargeBinary())),
        )
    )
    _forbid_changes()


def _forbid_changes() -> None:
    """Nobody changes or removes what is in the log, whatever program he uses."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION porchlight_keep_audit() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit"
            " FOR EACH ROW EXECUTE FUNCTION porchlight_keep_audit()"
        )
        return
    for word in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_is_kept_{word.lower()} BEFORE {word} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        )


def _forbid_nothing() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_is_kept ON audit")
        op.execute("DROP FUNCTION porchlight_keep_audit()")


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_looks"),
    )
    op.create_table(
        "pictures",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "name", name="pk_pictures"),
    )


def _find_mails() -> None:
    op.drop_index("ix_mails_company_id_made_at", "mails")
    for name, columns in MAIL_INDEXES.items():
        op.create_index(name, "mails", ["company_id", *columns, "mail_id"])


def _find_no_mails() -> None:
    for name in MAIL_INDEXES:
        op.drop_index(name, "mails")
    op.create_index("ix_mails_company_id_made_at", "mails", ["company_id", "made_at"])
