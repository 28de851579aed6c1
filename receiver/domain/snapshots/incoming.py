"""Turns a part into rows: checks every record, hashes it, and wraps verifiers before anything touches a disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import msgspec

from receiver.db.base import OPEN
from receiver.domain.companies.office import LOGO, mark_of, split
from receiver.domain.people.verifiers import wrap_credential, wrap_staff
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.bodies import packed
from receiver.domain.snapshots.queries import fold, searched
from receiver.settings import Peppers
from shared import canonical, limits, parts
from shared.records import (
    BODIES,
    COMPANY_KEY,
    KEY_SEPARATOR,
    Company,
    Credential,
    Customer,
    History,
    Invoices,
    Staff,
    is_key,
)

TOLD: Final = 10
"""How many wrong records an answer names."""

AMOUNT_DIGITS: Final = 15
"""The most digits of an amount before its point; offices publish none with more, and pages could not write it."""

_HISTORY_KEY: Final = re.compile(rf"([^{KEY_SEPARATOR}]+){KEY_SEPARATOR}([0-9]{{4}})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is needed to store a company's secret records."""

    company_id: int
    peppers: Peppers
    record_key: bytes = field(repr=False)


@dataclass(slots=True)
class Incoming:
    """The rows of one part, in the columns of their tables."""

    records: list[tuple[Any, ...]] = field(default_factory=list, repr=False)
    listing: list[tuple[Any, ...]] = field(default_factory=list, repr=False)
    touched: list[tuple[str, str]] = field(default_factory=list)
    """The records it puts or takes out: what was open of them ends with this snapshot."""


def read_part(data: bytes, sealing: Sealing, number: int) -> Incoming:
    """The rows of a part for snapshot `number`. Raises `Refused` where the part or a record in it is wrong."""
    try:
        changes = parts.unpack(data)
    except parts.PartError as error:
        raise Refused("bad-request", "A part of the upload can't be read.", str(error)) from error
    incoming = Incoming()
    wrong: list[str] = []
    for change in changes:
        try:
            _take(incoming, change, sealing, number)
        # A body that is nested too deep ends in RecursionError.
        except (ValueError, RecursionError) as error:
            wrong.append(f"{change.kind[:20]} {change.key[:80]!r}: {error}")
    if wrong:
        more = f" And {len(wrong) - TOLD} more." if len(wrong) > TOLD else ""
        raise Refused("bad-records", f"{len(wrong)} records are not as they should be.", "; ".join(wrong[:TOLD]) + more)
    return incoming


def _take(incoming: Incoming, change: parts.Change, sealing: Sealing, number: int) -> None:
    """Add the rows of one change. Raises `ValueError` (`msgspec.DecodeError` is one) where it is wrong."""
    _check_key(change.kind, change.key)
    incoming.touched.append((change.kind, change.key))
    if change.kind == "company":
        incoming.touched.append(LOGO)
    if change.body is None:
        return
    if len(change.body) > limits.BODY_BYTES:
        raise ValueError("larger than a record may be")
    body = canonical.decode(change.kind, change.body)
    _check_amounts(body)
    if isinstance(body, Customer) and any("\0" in text for text in (body.record_id, body.name, body.email)):
        # PostgreSQL's texts have no place for it, so it is refused on every database.
        raise ValueError("a NUL character in the record id, name or e-mail address")
    hash_ = canonical.record_hash(change.kind, change.body, sealing.record_key)
    stored = _stored(change.key, body, change.body, sealing)
    if isinstance(body, Company):
        stored, logo = split(body, change.body)
        if logo:
            incoming.records.append(_row(sealing, LOGO, number, mark_of(logo).encode(), logo))
    weak = isinstance(body, Credential) and (body.weak or body.shared)
    incoming.records.append(_row(sealing, (change.kind, change.key), number, hash_, stored, weak=weak))
    if isinstance(body, Customer):
        listed = (body.record_id, body.name, fold(change.key), fold(body.email), searched(body.name))
        incoming.listing.append((sealing.company_id, change.key, number, OPEN, *listed))


def _row(
    sealing: Sealing, record: tuple[str, str], number: int, hash_: bytes, body: bytes, *, weak: bool = False
) -> tuple[Any, ...]:
    return (sealing.company_id, *record, number, OPEN, hash_, packed(body), int(weak))


def _check_key(kind: str, key: str) -> None:
    """Raises `ValueError` where `key` is none for that kind."""
    if kind not in BODIES:
        raise ValueError("of a kind that this receiver does not know")
    found = _HISTORY_KEY.fullmatch(key) if kind == "history" else None
    name = found.group(1) if found else key
    if (kind == "company" and key != COMPANY_KEY) or (kind == "history" and not found) or not is_key(name):
        raise ValueError("not a key")
    if len(key.encode("utf-8", "replace")) > limits.KEY_BYTES:
        raise ValueError("a key longer than keys may be")


def _stored(key: str, body: msgspec.Struct, data: bytes, sealing: Sealing) -> bytes:
    """What is stored for a body: its bytes, but verifiers only wrapped."""
    if isinstance(body, Credential):
        return msgspec.json.encode(wrap_credential(sealing.peppers, sealing.company_id, key, body))
    if isinstance(body, Staff):
        return msgspec.json.encode(wrap_staff(sealing.peppers, sealing.company_id, key, body))
    return data


def _check_amounts(body: msgspec.Struct) -> None:
    """Raises `ValueError` where an amount of money in the body is none that a page could write."""
    # Plain loops: nearly every body has no amounts, and all of them are looked at.
    found: list[Decimal] = []
    if isinstance(body, History):
        for visit in body.visits:
            if visit.amount is not None:
                found.append(visit.amount)
    elif isinstance(body, Customer):
        if body.balance is not None:
            found.append(body.balance)
        for job in body.jobs:
            if job.price is not None:
                found.append(job.price)
    elif isinstance(body, Invoices):
        told = [body.brought_forward, *[one.amount for one in body.payments]]
        for bill in body.invoices:
            told += [bill.amount, bill.open_amount]
        found += [one for one in told if one is not None]
    for amount in found:
        if not amount.is_finite() or abs(amount.adjusted()) > AMOUNT_DIGITS:
            raise ValueError("an amount that is none")
