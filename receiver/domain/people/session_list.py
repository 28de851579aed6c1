"""The sessions of one user: the list of them, and how they end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, delete, select, update
from sqlalchemy.orm import Session

from receiver.domain.people.models import PortalSession, Way
from receiver.domain.tokens import hash_of


@dataclass(frozen=True, slots=True)
class Running:
    """A session in a list of those that have not expired."""

    token_hash: bytes = field(repr=False)
    browser: str
    way: Way
    created_at: datetime
    seen_at: datetime
    here: bool
    """Whether it is the one that asks."""

    @property
    def mark(self) -> str:
        """What a form calls it by; it opens nothing."""
        return self.token_hash.hex()


def running(session: Session | Connection, company_id: int, user_id: str, token: str, now: datetime) -> list[Running]:
    """The sessions of a user that go on: the one of `token` first, then by when they were seen last. That one was just
    found to hold, so those of another password are over."""
    here = hash_of(token)
    mark = select(PortalSession.verifier_mark).where(
        PortalSession.company_id == company_id, PortalSession.token_hash == here
    )
    found = session.execute(
        select(
            PortalSession.token_hash,
            PortalSession.browser,
            PortalSession.way,
            PortalSession.created_at,
            PortalSession.seen_at,
        )
        .where(
            PortalSession.company_id == company_id,
            PortalSession.user_id == user_id,
            PortalSession.viewer == "",
            PortalSession.expires_at > now,
            PortalSession.verifier_mark == mark.scalar_subquery(),
        )
        .order_by(PortalSession.seen_at.desc(), PortalSession.token_hash)
    )
    held = [Running(hash_, browser, Way(way), made, seen, hash_ == here) for hash_, browser, way, made, seen in found]
    return sorted(held, key=lambda one: not one.here)


def way_of(session: Session | Connection, company_id: int, token: str) -> tuple[Way, datetime]:
    """How the user of a session that runs proved who he is, and when."""
    way, since = session.execute(
        select(PortalSession.way, PortalSession.created_at).where(
            PortalSession.company_id == company_id, PortalSession.token_hash == hash_of(token)
        )
    ).one()
    return Way(way), since


def end_one(session: Session, company_id: int, user_id: str, mark: str) -> bool:
    """End the user's session that `Running.mark` names; whether he has such a one."""
    with suppress(ValueError):
        ended = session.execute(
            delete(PortalSession).where(
                PortalSession.company_id == company_id,
                PortalSession.user_id == user_id,
                PortalSession.token_hash == bytes.fromhex(mark),
            )
        )
        return bool(cast("CursorResult[Any]", ended).rowcount)
    return False


def end_others(
    session: Session, company_id: int, user_id: str, *, keep: str | None, verifier_mark: bytes | None = None
) -> None:
    """End every session of the user but the one of the token `keep`, which goes on with `verifier_mark` where one is
    given."""
    kept = hash_of(keep) if keep else b""
    session.execute(
        delete(PortalSession).where(
            PortalSession.company_id == company_id,
            PortalSession.user_id == user_id,
            PortalSession.token_hash != kept,
        )
    )
    if kept and verifier_mark is not None:
        session.execute(
            update(PortalSession)
            .where(
                PortalSession.company_id == company_id,
                PortalSession.user_id == user_id,
                PortalSession.token_hash == kept,
            )
            .values(verifier_mark=verifier_mark)
        )
