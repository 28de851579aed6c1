"""The administration site: who administers, what he did, how the portal looks, what users may see."""

from __future__ import annotations

import json
import sys
import unicodedata

import sqlalchemy as sa
from alembic import op

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

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

PRESSING = sa.text(
    "state = 'waiting' AND kind IN ('heard-host', 'held-host', 'paused', 'silent-host', 'stuck', 'heard', 'held', "
    "'password-changed', 'set-password', 'sign-in-code', 'sign-in-link', 'silent')"
)
"""Mails that go before others."""

KEYED = sa.text("key <> ''")
WEAK = sa.text("weak > 0")
GONE = sa.text("deactivated_at IS NOT NULL")

FLAGS = {
    "companies": ("hold_uploads", "second_factor"),
    "uploads": ("scheduled",),
    "snapshots": ("scheduled",),
}
"""Those of yes or no; all of them start with no."""
WORDS = {
    "listing": ("folded_name",),
    "passkeys": ("site",),
    "portal_users": ("folded_name", "hidden", "administers", "invited_way", "deactivated_by"),
    "requests": ("folded_name",),
    "sessions": ("viewer",),
    "uploads": ("person",),
    "snapshots": ("person",),
}
"""Columns of text that are new in tables which may hold rows; all of them start empty."""

NAMED = {
    "listing": (("company_id", "number", "since"), "name"),
    "portal_users": (("company_id", "user_id"), "name"),
    "requests": (("company_id", "number"), "customer_name"),
}
"""Tables with a folded name, how a row of each is found, and the name that is folded."""

SETTLED = ("settled", "settled_staff")
"""Numbers of snapshots that are new in the table of counters; they start with 0."""

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
    for table, (key, name) in NAMED.items():
        _fold_names(table, key, name)
    _mark_weak()
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
    op.drop_index("ix_records_weak", "records")
    # Not in a batch: that would write the largest table anew.
    op.drop_column("records", "weak")
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


def _fold_names(table: str, key: tuple[str, ...], name: str) -> None:
    """As `receiver.domain.snapshots.queries.searched` did when this migration was written."""
    named = sa.table(table, *(sa.column(one) for one in (*key, name, "folded_name")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(*(named.c[one] for one in key), named.c[name])).all()
    change = named.update().where(*(named.c[one] == sa.bindparam(f"of_{one}") for one in key))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(
            change.values(folded_name=sa.bindparam("folded")),
            [
                {**{f"of_{one}": value for one, value in zip(key, row, strict=False)}, "folded": _searched(row[-1])}
                for row in rows[start : start + AT_ONCE]
            ],
        )


def _mark_weak() -> None:
    """Which passwords the office thinks weak or shared stands in the bodies of credentials alone until now."""
    op.add_column("records", sa.Column("weak", sa.Integer(), nullable=False, server_default="0"))
    names = ("company_id", "kind", "key", "since", "body", "weak")
    records = sa.table("records", *(sa.column(name) for name in names))
    connection, key = op.get_bind(), (records.c.company_id, records.c.key, records.c.since)
    chosen = sa.select(*key, records.c.body).where(records.c.kind == "credential").order_by(*key).limit(AT_ONCE)
    change = records.update().where(
        records.c.kind == "credential", *(column == sa.bindparam(f"of_{column.name}") for column in key)
    )
    rows = connection.execute(chosen).all()
    while rows:
        found = [row for row in rows if _is_weak(row.body)]
        if found:
            connection.execute(
                change.values(weak=1),
                [{"of_company_id": row.company_id, "of_key": row.key, "of_since": row.since} for row in found],
            )
        rows = connection.execute(chosen.where(sa.tuple_(*key) > sa.tuple_(*tuple(rows[-1])[:3]))).all()
    op.create_index(
        "ix_records_weak", "records", ["company_id", "key", "since", "until"], sqlite_where=WEAK, postgresql_where=WEAK
    )


def _is_weak(body: bytes) -> bool:
    """Of a body that can't be read, no."""
    try:
        told = json.loads(zstd.decompress(body))
    except (zstd.ZstdError, ValueError):
        return False
    return bool(told.get("weak") or told.get("shared"))


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
    op.create_index(
        "ix_mails_pressing",
        "mails",
        ["company_id", "next_try_at"],
        sqlite_where=PRESSING,
        postgresql_where=PRESSING,
    )


def _find_no_mails() -> None:
    for name in (*MAIL_INDEXES, "ix_mails_pressing"):
        op.drop_index(name, "mails")
    op.create_index("ix_mails_company_id_made_at", "mails", ["company_id", "made_at"])
