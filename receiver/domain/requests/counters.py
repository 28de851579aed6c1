"""Numbers for what goes home, and how far what was published is settled. Whoever asks for one writes in
`Lane.VISITORS`, where one transaction of the company follows the other."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from receiver.domain.requests.models import Counter


def raised(session: Session, company_id: int) -> int:
    """The next number of what moves; each row that changes takes one of its own."""
    counter = _counter(session, company_id)
    counter.moved += 1
    return counter.moved


def next_request(session: Session, company_id: int) -> int:
    """The number of a new request."""
    counter = _counter(session, company_id)
    counter.requests += 1
    return counter.requests


def request_count(session: Session, company_id: int) -> int:
    """The last number that a request was given; 0 before the first."""
    counter = session.get(Counter, company_id)
    return counter.requests if counter else 0


def moved_until(session: Session, company_id: int) -> int:
    """The number of the last change; 0 before the first."""
    counter = session.get(Counter, company_id)
    return counter.moved if counter else 0


@dataclass(frozen=True, slots=True)
class SettledUntil:
    """The snapshots up to which `receiver.domain.settling` has done its work; 0 before the first."""

    published: int
    newest: int


def settled_until(session: Session, company_id: int) -> SettledUntil:
    """How far that is done."""
    counter = session.get(Counter, company_id)
    return SettledUntil(counter.settled, counter.settled_staff) if counter else SettledUntil(0, 0)


def note_settled(session: Session, company_id: int, *, published: int = 0, newest: int = 0) -> None:
    """Note how far it is done; a lower number than before changes nothing."""
    counter = _counter(session, company_id)
    counter.settled = max(counter.settled, published)
    counter.settled_staff = max(counter.settled_staff, newest)


def _counter(session: Session, company_id: int) -> Counter:
    held = session.get(Counter, company_id)
    if held is None:
        held = Counter(company_id=company_id, moved=0, requests=0, settled=0, settled_staff=0)
        session.add(held)
    return held
