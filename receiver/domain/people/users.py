"""The tables of portal users: what the portal itself knows of whoever can sign in, beside what the office publishes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from receiver.db.base import Base, CompanyOwned

CUSTOMER: Final = "record:"
PERSON: Final = "person:"
STAFF: Final = "staff:"
"""Leads the id of a level-1 user of the office, who is no portal user; his user name follows."""
AFTER_PERSONS: Final = f"{PERSON[:-1]}{chr(ord(PERSON[-1]) + 1)}"
"""The first word after all ids of extra people: their range is read in order, which LIKE is not on SQLite."""

_LOGIN_TAKEN: Final = text("folded_login <> ''")
_GETS_MAILS: Final = text("mails <> ''")
_GONE: Final = text("deactivated_at IS NOT NULL")


class PortalUser(CompanyOwned, Base):
    """Somebody who can sign in.

    `user_id` is `record:<record id>` for a customer of the office and `person:<random>` for an extra person; attempts
    are counted by the same words. A customer's row is made when the portal first has something to keep of him; who has
    none is a customer of whom only the published records are known.
    """

    __tablename__ = "portal_users"
    __table_args__ = (
        Index(None, "company_id", "folded_email"),
        Index(
            "uq_portal_users_login",
            "company_id",
            "folded_login",
            unique=True,
            sqlite_where=_LOGIN_TAKEN,
            postgresql_where=_LOGIN_TAKEN,
        ),
        Index(None, "company_id", "moved"),
        Index(
            "ix_portal_users_mails",
            "company_id",
            "user_id",
            sqlite_where=_GETS_MAILS,
            postgresql_where=_GETS_MAILS,
        ),
        Index(
            "ix_portal_users_gone",
            "company_id",
            "record_id",
            sqlite_where=_GONE,
            postgresql_where=_GONE,
        ),
    )

    user_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(default="")
    """The office's record of a customer; empty for an extra person."""
    name: Mapped[str] = mapped_column(default="")
    """Of an extra person; a customer's comes with the snapshot."""
    folded_name: Mapped[str] = mapped_column(default="")
    """As it is sorted and searched (`snapshots.queries.searched`)."""
    email: Mapped[str] = mapped_column(default="")
    """Of an extra person; a customer's comes with the snapshot."""
    folded_email: Mapped[str] = mapped_column(default="")
    login_id: Mapped[str] = mapped_column(default="")
    """A name to sign in with, where one was chosen."""
    folded_login: Mapped[str] = mapped_column(default="")
    verifier: Mapped[bytes] = mapped_column(default=b"")
    """JSON of `StoredVerifier`: of the password that was chosen on the portal; empty where none was."""
    chosen_at: Mapped[datetime | None]
    """When it was chosen."""
    reset: Mapped[int] = mapped_column(default=0)
    """The office's count of deliberate resets at that time: with a higher one its password counts again."""
    language: Mapped[str] = mapped_column(default="")
    """The language chosen for pages and mails; empty: what the browser asks for."""
    mails: Mapped[str] = mapped_column(default="")
    """The mails that were asked for (B15), words with a blank between: `reminder moved answered`."""
    created_at: Mapped[datetime]
    invited_by: Mapped[str] = mapped_column(default="")
    """The `user_id` of who invited an extra person."""
    invited_at: Mapped[datetime | None]
    """When the office last invited this customer."""
    invited_way: Mapped[str] = mapped_column(default="")
    """How: `mail` or `letter`."""
    hidden: Mapped[str] = mapped_column(default="")
    """The sections that this user does not see, words with a blank between (C7)."""
    administers: Mapped[str] = mapped_column(default="")
    """`receiver.domain.administrators.rights.Right` of an extra person who administers, words with a blank between."""
    deactivated_at: Mapped[datetime | None]
    """Since when nobody signs in as this user, whatever is published."""
    deactivated_by: Mapped[str] = mapped_column(default="")
    """The administrator who did that."""
    signed_in_at: Mapped[datetime | None]
    """The last sign-in."""
    visited_at: Mapped[datetime | None]
    """When the visit that is going on, or the last one, began."""
    visited: Mapped[int] = mapped_column(default=0)
    """The snapshot that was published then; 0 before the first visit."""
    visited_before: Mapped[int] = mapped_column(default=0)
    """The snapshot of the visit before that: what is new is told against it (B13)."""
    visited_before_at: Mapped[datetime | None]
    """When that visit began."""
    moved: Mapped[int] = mapped_column(default=0)
    """The company's `Counter.moved` when `chosen_at` last changed, so that the office learns of it; 0: never."""


class AccountLink(CompanyOwned, Base):
    """An account that a user sees beside his own (B11)."""

    __tablename__ = "account_links"
    __table_args__ = (Index(None, "company_id", "record_id"),)

    user_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    rights: Mapped[str]
    """`Rights` as a word: `own` (linked by its number and password), `see`, `ask`, `money`."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    """The `user_id` of who linked or invited."""


class OneTimeCode(CompanyOwned, Base):
    """A link or code that was mailed or printed: consumed once, by POST only, until it expires (B10)."""

    __tablename__ = "one_time_codes"
    __table_args__ = (Index(None, "company_id", "user_id"),)

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token, which is kept nowhere."""
    purpose: Mapped[str]
    """`sign-in`, `initial`, `password`, `letter`, `invitation`, ...: a code opens nothing else."""
    user_id: Mapped[str]
    """For whom; `account:<record id>` for an invitation to that account, whoever accepts it."""
    details: Mapped[bytes] = mapped_column(default=b"")
    """JSON, what its purpose needs besides."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries_left: Mapped[int] = mapped_column(default=5)
    """For codes that are typed."""


class Site(StrEnum):
    """Where a passkey was made, which is the only site that it opens."""

    PORTAL = ""
    ADMINISTRATION = "administration"


class Passkey(CompanyOwned, Base):
    """A passkey of a user (WebAuthn)."""

    __tablename__ = "passkeys"
    __table_args__ = (Index(None, "company_id", "user_id"),)

    credential_id: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[str]
    site: Mapped[str] = mapped_column(default=Site.PORTAL)
    """`Site` as a word. The portal lets anybody add one who knows the password: it must not open more than that."""
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CalendarFeed(CompanyOwned, Base):
    """An address at which a calendar program reads the visits of an account (B12)."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (Index(None, "company_id", "user_id"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token in the address."""
    user_id: Mapped[str]
    record_id: Mapped[str]
    """The account."""
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Draft(CompanyOwned, Base):
    """What somebody had typed when his session ended, until he is signed in again."""

    __tablename__ = "drafts"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    """SHA-256 of the token in the browser's cookie."""
    page: Mapped[str] = mapped_column(primary_key=True)
    """The view of the form, by its endpoint."""
    mark: Mapped[str]
    """Of the user who typed it, and of the account it was typed for: the receiver's own digest of them, which says
    nothing about either. The form carried it, so it is known when the session is not."""
    body: Mapped[bytes]
    """msgpack of `Sealed`: `receiver.domain.people.drafts.Typed` as JSON."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
