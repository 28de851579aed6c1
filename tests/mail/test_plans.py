"""What the worker asks the database for again and again is found by an index: no look at it grows with the mails and
people that a host has ever had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, event

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.choices import Choice, companies_that_chose, users_who_chose
from receiver.domain.mail.sending import claim, due_companies, late_mails, release_claims
from receiver.domain.mail.telling.answered import told_before
from receiver.domain.snapshots.earlier import changed_customers
from tests.support.receiver import Receiver


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Of a database that is set up."""
    receiver = Receiver(tmp_path_factory.mktemp("plans"))
    receiver.init()
    found = make_engine(receiver.database_url)
    yield found
    found.dispose()


Words = tuple[object, ...]

INDEXES = ("ix_mails_pressing", "ix_mails_company_id_sent_at", "ix_mails_due")
"""By which a mail is claimed."""


@contextmanager
def planned(engine: Engine) -> Iterator[list[str]]:
    """The steps by which SQLite finds what is asked for meanwhile."""
    steps: list[str] = []

    def asked(
        connection: Connection, _cursor: object, statement: str, words: Words, _context: object, many: bool
    ) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None and not many
        steps.extend(row[-1] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", words))

    event.listen(engine, "after_cursor_execute", asked)
    yield steps
    event.remove(engine, "after_cursor_execute", asked)


def test_H1_what_is_due_is_found_by_an_index(engine: Engine) -> None:
    work, moment = UnitOfWork(engine), now()
    with planned(engine) as steps:
        with work.surveying() as session:
            due_companies(session, moment)
            late_mails(session, moment)
        with work.every_company() as session:
            release_claims(session)
    assert [one for one in steps if "mails" in one and "ix_mails_due" not in one] == []
    assert sum("ix_mails_due" in one for one in steps) == 3


def test_H1_what_presses_is_found_without_looking_at_what_waits(engine: Engine) -> None:
    with planned(engine) as steps, UnitOfWork(engine).writing(112) as session:
        claim(session, 112, now())
    used = [next((name for name in INDEXES if f"{name} (" in one), one) for one in steps if "mails USING" in one]
    assert used == list(INDEXES), steps


def test_B15_who_wants_mails_is_found_by_an_index(engine: Engine) -> None:
    work = UnitOfWork(engine)
    with planned(engine) as steps:
        with work.surveying() as session:
            companies_that_chose(session, Choice.REMINDER)
        with work.reading(112) as session:
            users_who_chose(session, 112, Choice.MOVED)
    of_users = [one for one in steps if "portal_users" in one]
    assert len(of_users) == 2 and all("ix_portal_users_mails" in one for one in of_users), steps
    assert not [one for one in steps if one not in of_users and not one.startswith("SEARCH")], steps


def test_B15_who_changed_is_found_by_what_a_publication_wrote(engine: Engine) -> None:
    with planned(engine) as steps, UnitOfWork(engine).reading(112) as session:
        changed_customers(session.connection(), 112, 3, 4)
    first, *others = steps
    assert "ix_records_company_id_since (company_id=? AND since>? AND since<?)" in first, steps
    assert all("number=?" in one or "key=?" in one for one in others), steps


def test_B15_what_was_told_of_a_request_is_found_by_its_cause(engine: Engine) -> None:
    with planned(engine) as steps, UnitOfWork(engine).reading(112) as session:
        told_before(session, 112, 17, 3)
    assert any("company_id=? AND cause=?" in one for one in steps), steps
