"""How SQLite goes about the reader's questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from agent.domain.practice import ReadOptions
from agent.office.practice import open_practice
from tests.office.conftest import query


def test_nothing_of_a_native_database_is_sorted_or_looked_for_without_an_index(sample: Path) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def note(_connection: object, _cursor: object, sql: str, values: tuple[Any, ...], *_: object) -> None:
        asked.append((sql, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with open_practice(str(sample)).reading() as reading:
            assert list(reading.customers(ReadOptions(date(2025, 1, 1), with_activity=True)))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [(sql, values) for sql, values in asked if sql.startswith("SELECT") and "customers" in sql]
    plans = [[row[-1] for row in query(sample, f"EXPLAIN QUERY PLAN {sql}", *values)] for sql, values in asked]
    first, inner = [plan[0] for plan in plans], [step for plan in plans for step in plan[1:]]
    ordered = (
        "SCAN customers USING INDEX customers_by_number",
        "SCAN customers USING COVERING INDEX customers_by_number",
    )
    assert len([step for step in first if step.startswith(ordered)]) == 7
    assert [step for step in inner if not step.startswith("SEARCH")] == []
