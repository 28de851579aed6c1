"""The sessions of the administration site as they are listed, and how they end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, select, tuple_, update
from sqlalchemy.orm import Session

from receiver.domain.administrators.models import AdministratorSession, Step
from receiver.domain.people.models import Way
from receiver.domain.people.session_list import Running
from receiver.domain.tokens import hash_of

SHOWN: Final = 100
"""At most; a company has a handful."""


@dataclass(frozen=True, slots=True)
class Entered(Running):
    """A session of the administration site."""

    administrator: str
    address: str


def running(session: Session, company_id: int, token: str, marks: Mapping[str, bytes], now: datetime) -> list[Entered]:
    """The sessions that go on: that of `token` first, then by when they were seen last. `marks` tells whose, by
    administrator, and the mark of the password that opens for him now: with any other a session is over."""
    holding = AdministratorSession.administrator, AdministratorSession.verifier_mark
    found = session.execute(
        select(
            AdministratorSession.token_hash,
            AdministratorSession.browser,
            AdministratorSession.way,
            AdministratorSession.created_at,
            AdministratorSession.seen_at,
            AdministratorSession.administrator,
            AdministratorSession.address,
        )
        .where(
            AdministratorSession.company_id == company_id,
            AdministratorSession.step == Step.IN,
            AdministratorSession.expires_at > now,
            tuple_(*holding).in_(marks.items()),
        )
        .order_by(AdministratorSession.seen_at.desc(), AdministratorSession.token_hash)
        .limit(SHOWN)
    )
    here = hash_of(token)
    held = [
        Entered(hash_, browser, Way(way), made, seen, hash_ == here, whose, address)
        for hash_, browser, way, made, seen, whose, address in found
    ]
    return sorted(held, key=lambda one: not one.here)


def end_one(session: Session, company_id: int, mark: str, administrator: str = "") -> str:
    """End the session that `Entered.mark` names; gives whose it was. Empty where there is none of that name, or where
    it is not the `administrator`'s."""
    whose: str | None = None
    with suppress(ValueError):
        held = delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id, AdministratorSession.token_hash == bytes.fromhex(mark)
        )
        if administrator:
            held = held.where(AdministratorSession.administrator == administrator)
        whose = session.execute(held.returning(AdministratorSession.administrator)).scalar_one_or_none()
    return whose or ""


def end_others(session: Session, company_id: int, administrator: str, token: str) -> int:
    """End every session of the administrator but that of `token`; gives their number."""
    ended = session.execute(
        delete(AdministratorSession).where(
            AdministratorSession.company_id == company_id,
            AdministratorSession.administrator == administrator,
            AdministratorSession.token_hash != hash_of(token),
        )
    )
    return cast("CursorResult[Any]", ended).rowcount


def proved_by_no_passkey(session: Session, company_id: int, administrator: str) -> None:
    """Let none of his sessions count as one that a passkey opened: he has none any more."""
    session.execute(
        update(AdministratorSession)
        .where(AdministratorSession.company_id == company_id, AdministratorSession.administrator == administrator)
        .values(way=Way.TYPED)
    )


def proved_by_passkey(session: Session, company_id: int, token: str) -> None:
    """Let the session of `token` count as one that a passkey opened: its device has just made one."""
    session.execute(
        update(AdministratorSession)
        .where(AdministratorSession.company_id == company_id, AdministratorSession.token_hash == hash_of(token))
        .values(way=Way.PASSKEY)
    )


def opened_by(session: Session, company_id: int, token: str, verifier_mark: bytes) -> None:
    """Let the session of `token` go on with another password of its administrator."""
    session.execute(
        update(AdministratorSession)
        .where(AdministratorSession.company_id == company_id, AdministratorSession.token_hash == hash_of(token))
        .values(verifier_mark=verifier_mark)
    )
