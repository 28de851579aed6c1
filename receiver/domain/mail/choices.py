"""The mails that a user asked for (B15): all off until he does, and each stopped with one click that needs no sign-in.

The address of that click holds whose mails it stops and a signature that only this receiver can make. Whoever has the
mail has it; it stops mails and does nothing else.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from receiver.domain.looks.look import look_of
from receiver.domain.looks.models import CompanyLook
from receiver.domain.looks.sections import Section, sections_of
from receiver.domain.mail.models import Mail, MailState
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.users import PortalUser

MAC_BYTES: Final = 18
"""144 bits, and no padding in base64."""


_GETS_MAILS: Final = PortalUser.mails != literal("", literal_execute=True)
"""Literally so, else the index is not used."""


class Choice(StrEnum):
    """A sort of mails; also the name of its kind (`receiver.domain.mail.kinds`)."""

    REMINDER = "reminder"
    MOVED = "moved"
    ANSWERED = "answered"


TELLS_OF: Final = {Choice.REMINDER: Section.SCHEDULE, Choice.MOVED: Section.SCHEDULE}
"""The section of the portal that a sort of mails tells of: nobody gets it who does not see that."""


def chosen(mails: str | None) -> frozenset[Choice]:
    """The sorts in `PortalUser.mails`; words of other releases are left out."""
    known = {one.value for one in Choice}
    return frozenset(Choice(word) for word in (mails or "").split() if word in known)


def choose(session: Session, company_id: int, user_id: str, choices: Collection[Choice], now: datetime) -> None:
    """Keep what the user asked for; waiting mails of a sort that he no longer wants are not sent any more. Raises
    `LookupError` for an extra person who does not exist."""
    user = kept_user(session, company_id, user_id, now)
    gone = chosen(user.mails) - set(choices)
    user.mails = " ".join(one.value for one in Choice if one in choices)
    if gone:
        session.execute(
            update(Mail)
            .where(
                Mail.company_id == company_id,
                Mail.user_id == user_id,
                Mail.kind.in_(sorted(gone)),
                Mail.state == MailState.WAITING,
            )
            .values(state=MailState.STOPPED, secrets=b"")
        )


def stop(session: Session, company_id: int, user_id: str, choice: Choice, now: datetime) -> None:
    """Stop one sort of mails; nothing happens where the user is gone, or does not get them."""
    user = session.get(PortalUser, (company_id, user_id))
    if user is not None and choice in chosen(user.mails):
        choose(session, company_id, user_id, chosen(user.mails) - {choice}, now)


def companies_that_chose(session: Session, choice: Choice) -> list[int]:
    """The companies where somebody wants mails of this sort; across companies."""
    wanted = PortalUser.mails.contains(choice.value)
    return sorted(session.scalars(select(PortalUser.company_id).where(_GETS_MAILS, wanted).distinct()))


def users_who_chose(
    session: Session, company_id: int, choice: Choice, among: Collection[str] | None = None
) -> list[PortalUser]:
    """Who of the company wants mails of this sort, may still sign in, and sees the section that they tell of; where
    user ids are named, who `among` them."""
    section = TELLS_OF.get(choice)
    if section and section in hidden_from_all(session, company_id):
        return []
    wanted = select(PortalUser).where(
        PortalUser.company_id == company_id, _GETS_MAILS, PortalUser.deactivated_at.is_(None)
    )
    if among is not None:
        wanted = wanted.where(PortalUser.user_id.in_(sorted(among)))
    found = session.scalars(wanted.order_by(PortalUser.user_id))
    return [one for one in found if choice in chosen(one.mails) and section not in sections_of(one.hidden)]


def hidden_from_all(session: Session, company_id: int) -> frozenset[Section]:
    """The sections that the company shows nobody."""
    look = session.get(CompanyLook, company_id)
    return look_of(look.body if look else None).hidden_sections


def stop_token(key: bytes, company_id: int, user_id: str, choice: Choice) -> str:
    """What the address that stops these mails ends with; `key` is `Secrets.form_key`."""
    what = msgspec.json.encode([choice.value, user_id])
    return _text(_mac(key, company_id, what) + what)


def read_token(key: bytes, company_id: int, token: str) -> tuple[str, Choice] | None:
    """The user and the sort of mails; None where it was not made here, or for another company."""
    try:
        held = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    mac, what = held[:MAC_BYTES], held[MAC_BYTES:]
    if _text(held) != token or not hmac.compare_digest(mac, _mac(key, company_id, what)):
        return None
    word, user_id = msgspec.json.decode(what, type=tuple[str, str])
    return user_id, Choice(word)


def _mac(key: bytes, company_id: int, what: bytes) -> bytes:
    return hmac.digest(key, b"stop mails of %d " % company_id + what, "sha256")[:MAC_BYTES]


def _text(held: bytes) -> str:
    return base64.urlsafe_b64encode(held).decode().rstrip("=")
