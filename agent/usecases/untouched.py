"""A practice database that nobody wrote to since the last Process is not read again: the receiver alone is asked."""

from __future__ import annotations

import secrets
from dataclasses import replace
from hashlib import blake2b

import msgspec

from agent.domain.portals import Outbox, Portal
from agent.usecases.overlaid import Overlaid
from agent.usecases.portal_ports import Publication, Receiver
from agent.usecases.report import ProcessReport, outcome_of
from shared.messages import Receipt

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(ProcessReport).decode


def mark_of(state: bytes, rules: bytes, overlaid: Overlaid) -> bytes:
    """Stays as long as a Process would find the same: the state of the practice database (see `ports`), the rules and
    the overlay. Empty where that can't be told."""
    if not state:
        return b""
    return blake2b(
        state + rules + _encode((overlaid.kept, overlaid.own, overlaid.staff, overlaid.resets)), digest_size=32
    ).digest()


def remember(publication: Publication, portal: Portal, mark: bytes, report: ProcessReport) -> None:
    """Keep what a Process found that left nothing over for the next one."""
    if mark and not report.credentials["waiting"]:
        publication.remember(portal, mark, report.snapshot, _encode(report))


def remembered(publication: Publication, portal: Portal, mark: bytes) -> ProcessReport | None:
    """What the last Process found, where it would find the same again."""
    kept = publication.remembered(portal, mark) if mark else None
    return _decode(kept) if kept else None


def same_again(receipt: Receipt, *, attended: bool) -> Outbox:
    """Asks the receiver whether it still holds the set of this receipt; where that is held, and a person saw what it
    changes, it is published by this."""
    return Outbox(
        idempotency_key=secrets.token_hex(16),
        base=receipt.snapshot,
        full=False,
        digest=receipt.digest,
        counts=receipt.counts,
        attended=attended,
        parts=(),
    )


def told_again(
    report: ProcessReport, answer: tuple[bool, Receipt], receiver: Receiver, seconds: float
) -> ProcessReport:
    """The report of a Process that found what the one before had found; `answer` is what the receiver said, and whether
    anything changed by it."""
    changed, receipt = answer
    return replace(
        report,
        outcome=outcome_of(receipt, changed=changed),
        snapshot=receipt.snapshot,
        difference=receipt.difference if changed else {},
        reason=receipt.reason,
        held=receipt.held,
        pin=receipt.pin,
        until_import=receipt.until_import,
        requests=receiver.requests,
        bytes_sent=receiver.bytes_sent,
        seconds={"read": 0.0, "upload": round(seconds, 3), "passwords": 0.0},
        credentials={**report.credentials, "hashed": 0},
    )
