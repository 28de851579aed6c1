"""Numbers for what goes home. Whoever asks for one writes in `Lane.VISITORS`, where one transaction of the company
follows the other."""

from __future__ import annotations

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


def _counter(session: Session, company_id: int) -> Counter:
    held = session.get(Counter, company_id)
    if held is None:
        held = Counter(company_id=company_id, moved=0, requests=0)
        session.add(held)
    return held
