"""Adds to the audit log, in the transaction of what was done: both happen, or neither.

Every entry carries a hash over itself and the entry before, so whoever changes one behind the database's back has to
change all that follow. The row of the head is what those who add wait for, whatever lane they write in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from receiver.domain.audit.models import AuditEntry, AuditHead, Side
from receiver.domain.audit.words import WORDS

CHAIN_BYTES: Final = 32
DetailValue = str | int
"""What an action's sentence can name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and where."""

    side: Side
    id: str = ""
    name: str = ""
    address: str = ""


RECEIVER: Final = Actor(Side.RECEIVER)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done. `details` has a value for every name in the sentence of the action."""

    action: str
    about: str = ""
    details: Mapping[str, DetailValue] = field(default_factory=dict)
    at: datetime | None = None
    """When, where that was before now."""
    key: str = ""


def note(session: Session, company_id: int, actor: Actor, deed: Deed, now: datetime) -> None:
    """Add an entry. Raises `KeyError` for an action that has no words: nobody could read it."""
    WORDS[deed.action]
    head = session.execute(
        update(AuditHead)
        .where(AuditHead.company_id == company_id)
        .values(number=AuditHead.number + 1)
        .returning(AuditHead.number, AuditHead.chain)
    ).one()
    entry = AuditEntry(
        company_id=company_id,
        number=head.number,
        at=deed.at or now,
        noted_at=now,
        side=actor.side,
        actor=actor.id,
        actor_name=actor.name,
        action=deed.action,
        about=deed.about,
        details=json.dumps(dict(deed.details), sort_keys=True, ensure_ascii=False).encode(),
        address=actor.address,
        key=deed.key,
    )
    entry.chain = chained(head.chain, entry)
    session.add(entry)
    session.execute(update(AuditHead).where(AuditHead.company_id == company_id).values(chain=entry.chain))
    session.flush()


def chained(before: bytes, entry: AuditEntry) -> bytes:
    """The hash over an entry and the chain of the entry before."""
    told: list[Any] = [
        entry.company_id,
        entry.number,
        _moment(entry.at),
        _moment(entry.noted_at),
        str(entry.side),
        entry.actor,
        entry.actor_name,
        entry.action,
        entry.about,
        entry.details.decode(),
        entry.address,
        entry.key,
    ]
    said = json.dumps([before.hex(), *told], ensure_ascii=False).encode()
    return blake2b(said, digest_size=CHAIN_BYTES).digest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
