"""The customer's side: what the portal knows of its users, what customers ask for, and mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
LOGIN_TAKEN = sa.text("folded_login <> ''")
GETS_MAILS = sa.text("mails <> ''")
ACCEPTED = sa.text("state = 'accepted'")
DUE = sa.text("state = 'waiting'")
SESSION_COLUMNS = ("user_id", "own_number", "browser", "way")


def upgrade() -> None:
    _sessions()
    _users()
    _what_users_hold()
    _requests()
    _what_is_answered()
    _mails()


def downgrade() -> None:
    for table in (
        "portal_users",
        "account_links",
        "one_time_codes",
        "passkeys",
        "calendar_feeds",
        "drafts",
        "counters",
        "requests",
        "replies",
        "answers",
        "photos",
        "mails",
        "mail_texts",
        "mail_senders",
    ):
        op.drop_table(table)
    _only_customers()
    op.drop_index("ix_sessions_company_id_user_id", "sessions")
    with op.batch_alter_table("sessions") as sessions:
        for name in SESSION_COLUMNS:
            sessions.drop_column(name)


def _sessions() -> None:
    """Until now everybody who was signed in was a customer at his own account."""
    with op.batch_alter_table("sessions") as sessions:
        for name in SESSION_COLUMNS:
            sessions.add_column(sa.Column(name, TEXT, nullable=True))
    op.execute("UPDATE sessions SET user_id = 'record:' || record_id, own_number = number, browser = '', way = 'typed'")
    with op.batch_alter_table("sessions") as sessions:
        for name in SESSION_COLUMNS:
            sessions.alter_column(name, existing_type=TEXT, nullable=False)
    op.create_index("ix_sessions_company_id_user_id", "sessions", ["company_id", "user_id"])


def _only_customers() -> None:
    """An older receiver knows no other users, and no account but a customer's own."""
    op.execute("DELETE FROM sessions WHERE user_id <> 'record:' || record_id")
    op.execute("DELETE FROM attempts WHERE subject LIKE 'person:%'")


def _users() -> None:
    op.create_table(
        "portal_users",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("folded_email", TEXT, nullable=False),
        sa.Column("login_id", TEXT, nullable=False),
        sa.Column("folded_login", TEXT, nullable=False),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=True),
        sa.Column("reset", sa.Integer(), nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("mails", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("invited_by", TEXT, nullable=False),
        sa.Column("deactivated_at", MOMENT, nullable=True),
        sa.Column("signed_in_at", MOMENT, nullable=True),
        sa.Column("visited_at", MOMENT, nullable=True),
        sa.Column("visited", sa.Integer(), nullable=False),
        sa.Column("visited_before", sa.Integer(), nullable=False),
        sa.Column("visited_before_at", MOMENT, nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_portal_users"),
    )
    op.create_index("ix_portal_users_company_id_folded_email", "portal_users", ["company_id", "folded_email"])
    op.create_index("ix_portal_users_company_id_moved", "portal_users", ["company_id", "moved"])
    op.create_index(
        "ix_portal_users_mails",
        "portal_users",
        ["company_id", "user_id"],
        sqlite_where=GETS_MAILS,
        postgresql_where=GETS_MAILS,
    )
    op.create_index(
        "uq_portal_users_login",
        "portal_users",
        ["company_id", "folded_login"],
        unique=True,
        sqlite_where=LOGIN_TAKEN,
        postgresql_where=LOGIN_TAKEN,
    )
    op.create_table(
        "account_links",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("rights", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "user_id", "record_id", name="pk_account_links"),
    )
    op.create_index("ix_account_links_company_id_record_id", "account_links", ["company_id", "record_id"])


def _what_users_hold() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "code_hash", name="pk_one_time_codes"),
    )
    op.create_index("ix_one_time_codes_company_id_user_id", "one_time_codes", ["company_id", "user_id"])
    op.create_table(
        "passkeys",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("company_id", "credential_id", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_company_id_user_id", "passkeys", ["company_id", "user_id"])
    op.create_table(
        "calendar_feeds",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("company_id", "token_hash", name="pk_calendar_feeds"),
    )
    op.create_index("ix_calendar_feeds_company_id_user_id", "calendar_feeds", ["company_id", "user_id"])
    op.create_table(
        "drafts",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("page", TEXT, nullable=False),
        sa.Column("mark", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "token_hash", "page", name="pk_drafts"),
    )


def _requests() -> None:
    op.create_table(
        "counters",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_counters"),
    )
    op.create_table(
        "requests",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form_key", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("customer_number", TEXT, nullable=False),
        sa.Column("customer_name", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("user_name", TEXT, nullable=False),
        sa.Column("user_email", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("claimed_by", TEXT, nullable=False),
        sa.Column("claimed_user", TEXT, nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "number", name="pk_requests"),
        sa.UniqueConstraint("company_id", "form_key", name="uq_requests_company_id_form_key"),
        sa.UniqueConstraint("company_id", "moved", name="uq_requests_company_id_moved"),
    )
    op.create_index("ix_requests_company_id_record_id", "requests", ["company_id", "record_id"])
    op.create_index(
        "ix_requests_accepted",
        "requests",
        ["company_id", "number"],
        sqlite_where=ACCEPTED,
        postgresql_where=ACCEPTED,
    )


def _what_is_answered() -> None:
    op.create_table(
        "replies",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("company_id", "request", "position", name="pk_replies"),
        sa.UniqueConstraint("company_id", "key", name="uq_replies_company_id_key"),
    )
    op.create_table(
        "answers",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "key", name="pk_answers"),
    )
    op.create_table(
        "photos",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("photo_id", TEXT, nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "photo_id", name="pk_photos"),
    )
    op.create_index("ix_photos_company_id_request", "photos", ["company_id", "request"])


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mail_id", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("reply_to", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.Column("stop_link", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("give_up_at", MOMENT, nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("last_fault", TEXT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("company_id", "mail_id", name="pk_mails"),
        sa.UniqueConstraint("company_id", "cause", name="uq_mails_company_id_cause"),
    )
    op.create_index("ix_mails_company_id_made_at", "mails", ["company_id", "made_at"])
    op.create_index("ix_mails_company_id_sent_at", "mails", ["company_id", "sent_at"])
    op.create_index("ix_mails_due", "mails", ["company_id", "next_try_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_table(
        "mail_texts",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "kind", "language", name="pk_mail_texts"),
    )
    op.create_table(
        "mail_senders",
        sa.Column("company_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("silent_since", MOMENT, nullable=True),
        sa.Column("reminded", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_mail_senders"),
    )
