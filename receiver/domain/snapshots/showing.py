"""What customers see: going back to an earlier snapshot, importing the newest, confirming a held one (C2, C3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from receiver.domain.audit.trail import Actor, Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.receipts import find_snapshot, held_of, pin_of
from shared.messages import Held, Pin

NAME_CHARACTERS: Final = 80


class CantShow(Exception):
    """That snapshot can't be shown; `title` and `remedy` are sentences for the host."""

    def __init__(self, title: str, remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Shown:
    """What customers see after a change, and what they saw before."""

    snapshot: Snapshot
    before: int
    pin: Pin | None
    """Of before: what an import ended, what a further step back replaced."""
    released: bool = False
    """Whether the snapshot had been held."""

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return self.before != self.snapshot.number or self.pin is not None


@dataclass(frozen=True, slots=True)
class Switched:
    """What became of the switch that lets uploads wait until they are imported."""

    changed: bool
    """Whether it was otherwise before."""
    shown: Shown | None = None
    """What had waited by it, and is shown now."""
    held: Held | None = None
    """Why what waits goes on waiting: for somebody who confirms it."""
    pin: Pin | None = None
    """Where the portal is pinned, so that nothing is shown by itself either way."""


def hold(session: Session, company: Company, actor: Actor, now: datetime, *, on: bool) -> Switched:
    """Let uploads wait until they are imported, or be shown by themselves again: then what waits by that is shown at
    once, unless too many customers would leave. It is noted."""
    if company.hold_uploads is on:
        return Switched(changed=False, pin=pin_of(session, company))
    company.hold_uploads = on
    done, deed = Switched(changed=True, pin=pin_of(session, company)), Deed(f"snapshots.hold-{'on' if on else 'off'}")
    newest = find_snapshot(session, company.company_id, company.newest)
    if not on and newest is not None and waits(company):
        held = held_of(newest)
        done = replace(done, held=held, shown=None if held else _show(session, company, newest, now))
    if done.shown is not None:
        details = {"number": done.shown.snapshot.number, "before": done.shown.before}
        deed = Deed("snapshots.hold-off-shown", details=details)
    session.flush()
    note(session, company.company_id, actor, deed, now)
    return done


def go_back(session: Session, company: Company, number: int, by: str, now: datetime) -> Shown:
    """Show snapshot `number`, and pin the portal there: uploads go on, and are not shown. Raises `CantShow`."""
    snapshot = find_snapshot(session, company.company_id, number)
    if snapshot is None:
        raise CantShow(f"There is no snapshot {number}.", "See: receiver snapshots list")
    if snapshot.pruned_at is not None:
        raise CantShow(
            f"Snapshot {number} was pruned on {snapshot.pruned_at:%Y-%m-%d}: its records are no longer here.",
            "See which are kept: receiver snapshots list",
        )
    if snapshot.published_at is None:
        why = held_of(snapshot)
        raise CantShow(
            f"Customers never saw snapshot {number}." + (f" It was held: {why.reason}" if why else ""),
            "Go back to one that was published; the newest is shown by: receiver snapshots import",
        )
    before, pin = company.published, pin_of(session, company)
    company.published, company.pinned_at, company.pinned_by = number, now, tidy(by)
    session.flush()
    return Shown(snapshot, before, pin)


def import_newest(session: Session, company: Company, now: datetime) -> Shown:
    """Show what was uploaded last; ends a pin, and a holding. Raises `CantShow`."""
    newest = find_snapshot(session, company.company_id, company.newest)
    if newest is None:
        raise CantShow("Nothing was uploaded yet.", "The office publishes by pressing Process.")
    return _show(session, company, newest, now)


def confirm(session: Session, company: Company, number: int, now: datetime) -> Shown:
    """Show the held snapshot `number`. Raises `CantShow`."""
    snapshot = find_snapshot(session, company.company_id, number)
    if snapshot is None:
        raise CantShow(f"There is no snapshot {number}.", "See: receiver snapshots list")
    if company.pinned_at is not None:
        raise CantShow(
            f"The portal is pinned to snapshot {company.published} by {company.pinned_by}.",
            "The newest is shown, and the pin ended, by: receiver snapshots import",
        )
    if number != company.newest:
        raise CantShow(
            f"Snapshot {number} is not the newest: {company.newest} came later.", "See: receiver snapshots list"
        )
    return _show(session, company, snapshot, now)


def waits(company: Company) -> bool:
    """Whether the newest snapshot waits: for somebody to confirm it, or to import it (`hold_uploads`)."""
    return company.newest != company.published and company.pinned_at is None


def is_held(company: Company) -> bool:
    """Whether it is shown once a person at the office has seen what it changes."""
    return waits(company) and not company.hold_uploads


def tidy(name: str) -> str:
    """A name as it is kept and shown."""
    text = "".join(character if character.isprintable() else " " for character in name).strip()
    return text[:NAME_CHARACTERS].strip() or "somebody"


def _show(session: Session, company: Company, newest: Snapshot, now: datetime) -> Shown:
    before, pin, released = company.published, pin_of(session, company), waits(company)
    company.published, company.pinned_at, company.pinned_by = newest.number, None, ""
    newest.published_at = newest.published_at or now
    session.flush()
    return Shown(newest, before, pin, released)
