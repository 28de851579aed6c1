"""Reads a company's tables from end to end in many short transactions, so that no long one holds up the database while
the copy travels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Row, Select, select, tuple_

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.export.tables import Told, plain
from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import masked
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import records

AT_ONCE: Final = 500
"""Rows that one transaction reads."""

Line = dict[str, Any]
"""A row of the copy, as JSON has it."""


def lines_of(work: UnitOfWork, company_id: int, told: Told) -> Iterator[Line]:
    """Every row of a table, by its key. What is added meanwhile may be there or not; every row is as it was at one
    moment."""
    table = told.table
    keys = [column for column in table.primary_key if column.name != "company_id"]
    wanted = select(*(table.c[name] for name in told.heads), *(key.label(f"key_{key.name}") for key in keys)).where(
        table.c.company_id == company_id
    )
    for row in _pages(work, company_id, wanted, keys):
        values = row._asdict()
        if told.model is Mail and values["kind"] in TO_THE_HOST:
            # Servers quote the address that they refuse.
            values |= dict.fromkeys(("recipient", "last_fault"), "")
        yield {name: _value(told, name, values[name]) for name in told.heads}


def bodies_of(work: UnitOfWork, company_id: int, published: int, kind: str) -> Iterator[tuple[str, Line]]:
    """Every published record of a kind: its key, and what its body says, what a newer office says too. A snapshot does
    not change, so it is one moment."""
    wanted = select(records.c.key.label("key_key"), records.c.body).where(
        records.c.company_id == company_id,
        records.c.kind == kind,
        # A sum, so that SQLite goes by the primary key.
        records.c.since + 0 <= published,
        records.c.until > published,
    )
    for row in _pages(work, company_id, wanted, [records.c.key]):
        yield row.key_key, msgspec.json.decode(unpacked(row.body))


def _pages(
    work: UnitOfWork, company_id: int, wanted: Select[*tuple[Any, ...]], keys: list[Any]
) -> Iterator[Row[*tuple[Any, ...]]]:
    after: tuple[Any, ...] | None = None
    while True:
        page = wanted.order_by(*keys).limit(AT_ONCE)
        if keys and after is not None:
            beyond: ColumnElement[bool] = tuple_(*keys) > tuple_(*after)
            page = page.where(beyond)
        with work.reading(company_id) as session:
            rows = session.execute(page).all()
        yield from rows
        if len(rows) < AT_ONCE or not keys:
            return
        after = tuple(rows[-1]._mapping[f"key_{key.name}"] for key in keys)


def _value(told: Told, name: str, value: object) -> object:
    if name in told.json and isinstance(value, bytes):
        return msgspec.json.decode(value) if value else None
    if told.model is Mail and name == "text" and isinstance(value, str):
        # Where links and codes stood are dots.
        return masked(Mail(text=value))
    return plain(value)
