"""What is told of each of the company's tables, and what is kept back: keys, hashes, tokens, sealed things.

Both are named column by column, so that a new one is neither forgotten nor told by mistake: a test compares them with
the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Table

from receiver.db.base import Base
from receiver.domain.administrators.models import AdministratorSession, SecondFactor
from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company
from receiver.domain.looks.models import CompanyLook, Picture
from receiver.domain.mail.models import Mail, MailSender, MailText
from receiver.domain.people.models import Attempt, PortalSession
from receiver.domain.people.users import AccountLink, CalendarFeed, OneTimeCode, Passkey, PortalUser
from receiver.domain.requests.models import CustomerRequest, Photo, Reply
from receiver.domain.snapshots.models import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """A table of the copy. The company's number is told once for all."""

    name: str
    """Of its files."""
    model: type[Base]
    columns: str
    """Those told, with blanks between."""
    json: frozenset[str] = frozenset()
    """Of these, those that hold JSON: told as what it says."""
    kept_back: frozenset[str] = field(default=frozenset())

    @property
    def table(self) -> Table:
        """In the database."""
        return Base.metadata.tables[self.model.__tablename__]

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns told, in order."""
        return tuple(self.columns.split())


def _told(name: str, model: type[Base], columns: str, *, json: str = "", back: str = "") -> Told:
    return Told(name, model, columns, frozenset(json.split()), frozenset(back.split()))


COMPANY: Final = _told(
    "company",
    Company,
    "name state created_at newest published pinned_at pinned_by confirmed_at hold_uploads second_factor",
    back="last_number practice_id record_key",
)

TOLD: Final = (
    COMPANY,
    _told(
        "computers",
        Device,
        "device_id name paired_at last_seen_at last_address revoked_at schedule",
        back="public_key",
    ),
    _told(
        "snapshots",
        Snapshot,
        "number committed_at device_id person scheduled digest counts difference held passwords bytes attended"
        " published_at pruned_at",
        json="counts difference held passwords",
        back="idempotency_key request_digest emptied",
    ),
    _told(
        "users",
        PortalUser,
        "user_id record_id name email login_id chosen_at language mails created_at invited_by invited_at invited_way"
        " hidden administers deactivated_at deactivated_by signed_in_at visited_at visited visited_before"
        " visited_before_at reset",
        back="folded_name folded_email folded_login verifier moved",
    ),
    _told("linked-accounts", AccountLink, "user_id record_id rights made_at made_by"),
    _told(
        "links-and-codes",
        OneTimeCode,
        "purpose user_id made_at expires_at used_at",
        back="code_hash details tries_left",
    ),
    _told("passkeys", Passkey, "user_id site name made_at used_at", back="credential_id public_key sign_count"),
    _told("calendar-addresses", CalendarFeed, "user_id record_id made_at read_at", back="token_hash"),
    _told(
        "sign-ins",
        PortalSession,
        "user_id own_number number record_id browser way viewer created_at seen_at expires_at",
        back="token_hash verifier_mark viewer_session",
    ),
    _told("failed-attempts", Attempt, "subject failures blocked_until updated_at"),
    _told(
        "sign-ins-of-administrators",
        AdministratorSession,
        "administrator way browser address created_at seen_at expires_at",
        back="token_hash verifier_mark step proved_at",
    ),
    _told(
        "second-factors",
        SecondFactor,
        "administrator made_at confirmed_at",
        back="secret last_step recovery",
    ),
    _told(
        "requests",
        CustomerRequest,
        "number kind state record_id customer_number customer_name user_id user_name user_email body snapshot made_at"
        " seen_at answered_at answered_by reason answered done_at",
        json="body",
        back="folded_name form_key claimed_by claimed_user claimed_until moved",
    ),
    _told("replies", Reply, "request position by text made_at read_at", back="key"),
    _told("photos", Photo, "request position name width height bytes made_at", back="photo_id"),
    _told(
        "mails",
        Mail,
        "mail_id kind language user_id recipient reply_to subject text state tries made_at next_try_at give_up_at"
        " last_fault sent_at",
        back="cause secrets stop_link message_id claimed_until",
    ),
    _told("mail-texts", MailText, "kind language subject text changed_at changed_by"),
    _told(
        "mail-sender",
        MailSender,
        "failures paused_until reason compared told silent_since reminded",
    ),
    _told("look", CompanyLook, "body changed_at changed_by", json="body"),
    _told("pictures", Picture, "name kind type width height made_at", back="body"),
)
"""In the order of the copy. The audit log and the published records are told in their own way."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "answers": "only tells an answer that arrives twice; what was answered stands with the requests",
    "audit_heads": "the last hash of the audit log, which stands there too",
    "counters": "numbers to draw from",
    "drafts": "sealed, for whoever typed them, and gone after two days",
    "listing": "the customers once more, for searching",
    "pairing_codes": "secrets",
    "upload_parts": "an upload that is not complete",
    "uploads": "an upload that is not complete",
}
"""Tables of which nothing is told, and why."""

IN_THEIR_OWN_WAY: Final = frozenset({"audit", "records"})


def plain(value: object) -> object:
    """A value of a column as JSON has it."""
    return value.isoformat() if isinstance(value, datetime) else value
