"""Writes the sample practice database."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Index, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from agent.domain.errors import AgentError, UsageError
from agent.office import schema
from agent.office.failures import explained
from agent.office.sample import office
from agent.office.sample.bills import Bills
from agent.office.sample.dice import Dice
from agent.office.sample.people import People, Row
from agent.office.sample.visits import Visits
from agent.usecases.ports import Progress

_AT_ONCE: Final = 500
MOST_CUSTOMERS: Final = 1_000_000


def make_sample(path: Path, customers: int, seed: int, progress: Progress, today: date | None = None) -> None:
    """Write the sample office with exactly `customers` records of customers (PATTERN, employee and dummy records
    among them) into the new file `path`. The same numbers and the same `today` give the same rows; `today` (the day
    of the call by default) divides done work from visits ahead. Raises `AgentError`; no half file is left then."""
    if not 1 <= customers <= MOST_CUSTOMERS:
        raise UsageError(f"A sample office has between 1 and {MOST_CUSTOMERS:,} customers.")
    if path.exists():
        raise AgentError(
            f"There is already a file {path}; it was left as it is.",
            remedy="Choose another name, or move that file away.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            # Nobody else sees the file before it is whole, so speed is all that counts.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            _create_tables(connection)
            _fill(connection, customers, seed, progress, today or date.today())
            _create_indexes(connection)
            connection.execute("COMMIT")
        unfinished.rename(path)
    except sqlite3.Error as error:
        raise explained(error, str(path)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, customers: int, seed: int, progress: Progress, today: date) -> None:
    dice = Dice(f"office {seed}")
    _insert(connection, schema.company, [office.company(customers, seed)])
    _insert(connection, schema.employees, office.employees(today))
    _insert(connection, schema.users, office.users(dice))
    _insert(connection, schema.time_entries, office.time_entries(dice, today))
    _insert(connection, schema.expenses, office.expenses(dice, today))
    _insert(connection, schema.appointments, office.appointments(dice, today))
    _insert(connection, schema.accounts, office.accounts())
    _insert(connection, schema.contacts, office.contacts(dice))
    progress.step("Making customers", customers)
    dice = Dice(f"customers {seed}")
    people, visits = People(dice), Visits(dice, Dice(f"work {seed}"), today)
    bills = Bills(dice, Dice(f"bills {seed}"), today)
    for start in range(0, customers, _AT_ONCE):
        rows: defaultdict[Table, list[Row]] = defaultdict(list)
        for at in range(start, min(start + _AT_ONCE, customers)):
            customer = people.customer(at)
            rows[schema.phones] += people.phones(customer[0])
            if customer[5] == "PATTERN" or customer[7] or customer[8]:
                rows[schema.customers].append(customer)
                continue
            properties = people.properties(customer)
            rows[schema.properties] += properties
            for job, work in visits.jobs(customer, properties):
                rows[schema.jobs].append(job)
                rows[schema.work] += work
            rows[schema.customers].append(bills.add(customer, rows[schema.invoices], rows[schema.payments]))
        for table, some in rows.items():
            _insert(connection, table, some)
        progress.advance(min(_AT_ONCE, customers - start))


def _create_tables(connection: sqlite3.Connection) -> None:
    for table in schema.METADATA.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))


def _create_indexes(connection: sqlite3.Connection) -> None:
    indexes: set[Index] = {index for table in schema.METADATA.sorted_tables for index in table.indexes}
    for index in sorted(indexes, key=lambda one: str(one.name)):
        connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))


def _insert(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    connection.executemany(str(table.insert().compile(dialect=sqlite.dialect())), rows)
