"""How SQLite goes about the reader's questions."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, event

from agent.domain.practice import ReadOptions
from agent.office.practice import open_practice
from tests.office.conftest import query


def test_nothing_of_a_native_database_is_sorted_or_looked_for_without_an_index(sample: Path) -> None:
    asked: list[str] = []

    def listen(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(asked.append)

    event.listen(Engine, "connect", listen)
    try:
        with open_practice(str(sample)).reading() as reading:
            assert list(reading.customers(ReadOptions(date(2025, 1, 1), with_activity=True)))
    finally:
        event.remove(Engine, "connect", listen)
    of_customers = [sql for sql in asked if sql.startswith("SELECT") and "customers" in sql and "count(" not in sql]
    of_one = [sql for sql in asked if "json_group_array" in sql]
    assert len(of_one) > 200
    for sql in (*of_customers, *of_one[:1]):
        plan = [row[-1] for row in query(sample, f"EXPLAIN QUERY PLAN {sql}")]
        looked = [step for step in plan if not step.startswith(("SEARCH", "SCALAR SUBQUERY", "SCAN CONSTANT ROW"))]
        assert looked in ([], ["SCAN customers USING INDEX customers_by_number"]), plan
        assert len(plan) > 7 or sql in of_customers
