"""One transaction, bound to one company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import readers, viewers, writers
from receiver.db.faults import converted
from receiver.db.lanes import WRITES, Lane


def now() -> datetime:
    """The receiver's clock."""
    return datetime.now(UTC)


class UnitOfWork:
    """Hands out sessions, each of them one transaction; domain code may flush, never commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = readers(engine)
        self._viewers = viewers(engine)
        self._writers = writers(engine)

    @contextmanager
    def reading(self, company_id: int) -> Iterator[Session]:
        """One consistent read of one company; nothing is kept of what is changed in it. Raises `DatabaseFault`."""
        with self._session(self._readers, {COMPANY: company_id}) as session:
            yield session

    @contextmanager
    def viewing(self, company_id: int) -> Iterator[Connection]:
        """Like `reading`, for pages: without the ORM, which takes longer than their statements. One statement finds
        the session, the snapshot's number and the records; what comes after it is read by that number, which no
        later upload changes. Raises `DatabaseFault`."""
        with converted(), self._viewers.connect().execution_options(**{COMPANY: company_id}) as connection:
            yield connection

    @contextmanager
    def writing(self, company_id: int, lane: Lane = Lane.OFFICE) -> Iterator[Session]:
        """One transaction on one company: return commits, a raise rolls back. No other one writes in that lane of the
        company meanwhile. Raises `DatabaseFault`."""
        with self._session(self._writers, {COMPANY: company_id, WRITES: lane}) as session:
            yield session
            session.commit()

    @contextmanager
    def every_company(self) -> Iterator[Session]:
        """One writing transaction that may cross companies: for the host's commands only."""
        with self._session(self._writers, {COMPANY: EVERY_COMPANY, WRITES: Lane.HOST}) as session:
            yield session
            session.commit()

    @contextmanager
    def surveying(self) -> Iterator[Session]:
        """One consistent read across companies: for the worker, to see whose turn it is. Raises `DatabaseFault`."""
        with self._session(self._readers, {COMPANY: EVERY_COMPANY}) as session:
            yield session

    @contextmanager
    def _session(self, engine: Engine, options: dict[str, object]) -> Iterator[Session]:
        with converted(), Session(engine.execution_options(**options), expire_on_commit=False) as session:
            yield session
