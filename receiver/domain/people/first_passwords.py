"""First passwords: those of the office that are weak or shared, which in a live company are good once (reliability
2.5, C11)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from receiver.domain.companies.models import Company
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.models import PortalSession, Way
from receiver.domain.people.users import CUSTOMER, PortalUser
from receiver.domain.people.verifiers import StoredVerifier
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import listing, records


@dataclass(frozen=True, slots=True)
class FirstPasswords:
    """Whose passwords are good once, in what customers see now."""

    customers: int
    """All that have a password."""
    first: int
    """Of these, those with a first password."""
    without_address: int
    """Of these, those to whom no code can be mailed: the office has to give them one of their own."""
    marks: frozenset[bytes] = field(repr=False)
    """Of their verifiers."""


class _Marked(msgspec.Struct, frozen=True):
    """The fields of `StoredCredential`; the verifier is read only where it is wanted."""

    record_id: str
    verifier: msgspec.Raw
    weak: bool = False
    shared: bool = False
    reset: int = 0


_marked = msgspec.json.Decoder(_Marked)
_verifier = msgspec.json.Decoder(StoredVerifier)
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[.\-_+][a-z0-9]+)*")
"""What nobody doubts that it may stand before the @."""
SHORT: Final = 50
HOSTS: Final = 4096
"""Of addresses: so many that were looked at are remembered."""


def first_passwords(session: Session, company: Company) -> FirstPasswords:
    """What is published of the company now."""
    company_id, published = company.company_id, company.published
    bodies = session.execute(
        select(records.c.body).where(
            records.c.company_id == company_id,
            records.c.kind == "credential",
            # A sum, so that SQLite goes by the primary key.
            records.c.since + 0 <= published,
            records.c.until > published,
        )
    ).scalars()
    every = [_marked.decode(unpacked(body)) for body in bodies]
    chose = session.execute(
        select(PortalUser.record_id, PortalUser.reset).where(
            PortalUser.company_id == company_id, PortalUser.verifier != b"", PortalUser.user_id.startswith(CUSTOMER)
        )
    )
    own = {row.record_id: row.reset for row in chose}
    first = {
        one.record_id: _verifier.decode(one.verifier).mark
        for one in every
        if (one.weak or one.shared) and own.get(one.record_id, -1) < one.reset
    }
    reached = session.execute(
        select(listing.c.record_id, listing.c.folded_email).where(
            listing.c.company_id == company_id, listing.c.since <= published, listing.c.until > published
        )
    )
    addresses = sum(record in first and _reached(email) for record, email in reached)
    return FirstPasswords(len(every), len(first), len(first) - addresses, frozenset(first.values()))


def _reached(folded_email: str) -> bool:
    """Whether that is an address; looking at each of 100,000 in full would take longer than all the rest."""
    name, _at, host = folded_email.rpartition("@")
    if len(name) <= SHORT and _PLAIN.fullmatch(name):
        return _is_host(host)
    return bool(one_address(folded_email))


@lru_cache(HOSTS)
def _is_host(host: str) -> bool:
    return bool(one_address(f"a@{host}"))


def end_sessions_of(session: Session, company_id: int, found: FirstPasswords) -> int:
    """End the sessions that were started with a first password; whoever came by a link or passkey stays. Gives their
    number. Call it in a transaction on `Lane.VISITORS`."""
    held = session.execute(
        select(PortalSession.token_hash, PortalSession.verifier_mark).where(
            PortalSession.company_id == company_id, PortalSession.way == Way.TYPED
        )
    ).all()
    ended = [row.token_hash for row in held if row.verifier_mark in found.marks]
    for token_hash in ended:
        session.execute(
            delete(PortalSession).where(PortalSession.company_id == company_id, PortalSession.token_hash == token_hash)
        )
    return len(ended)
