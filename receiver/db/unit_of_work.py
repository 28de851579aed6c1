"""One transaction, bound to one company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import WRITES
from receiver.db.faults import converted


def now() -> datetime:
    """The receiver's clock."""
    return datetime.now(UTC)


class UnitOfWork:
    """Hands out sessions, each of them one transaction; domain code may flush, never commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self, company_id: int) -> Iterator[Session]:
        """One consistent read of one company; nothing is kept of what is changed in it. Raises `DatabaseFault`."""
        with self._session({COMPANY: company_id}) as session:
            yield session

    @contextmanager
    def viewing(self, company_id: int) -> Iterator[Connection]:
        """Like `reading`, for pages: without the ORM, which takes longer than their statements. Raises
        `DatabaseFault`."""
        with converted(), self.engine.connect().execution_options(**{COMPANY: company_id}) as connection:
            yield connection

    @contextmanager
    def writing(self, company_id: int) -> Iterator[Session]:
        """One transaction on one company: return commits, a raise rolls back. Raises `DatabaseFault`."""
        with self._session({COMPANY: company_id, WRITES: True}) as session:
            yield session
            session.commit()

    @contextmanager
    def every_company(self) -> Iterator[Session]:
        """One writing transaction that may cross companies: for the host's commands only."""
        with self._session({COMPANY: EVERY_COMPANY, WRITES: True}) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, options: dict[str, object]) -> Iterator[Session]:
        with converted(), Session(self.engine.execution_options(**options), expire_on_commit=False) as session:
            yield session
