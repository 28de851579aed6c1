"""From the layout before the guards to theirs and back, with what an office and its customers have by then."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.migrations import downgrade, is_current, layout, upgrade
from shared.passwords import make_verifier
from shared.records import Credential
from tests.receiver.publishing import House, some_customers
from tests.receiver.test_C3_held_and_pinned import MANY, unattended, without

SINCE = {"records": frozenset({"weak"}), "listing": frozenset({"folded_name"})}
"""Tables of what customers see, and the columns that came to them after the layout before."""


WEAK = {("credential", "00001"): Credential("1", make_verifier("walnut tree").text(), shared=True)}


def sql(house: House, statement: str, **values: object) -> list[tuple[object, ...]]:
    """What the database answers past the receiver."""
    with house.work.engine.execution_options(**{COMPANY: EVERY_COMPANY}).begin() as connection:
        answer = connection.execute(text(statement), values)
        return [tuple(row) for row in answer] if answer.returns_rows else []


def rows(house: House, table: str) -> list[dict[str, object]]:
    """All of a table, by the names of its columns."""
    with house.work.engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4"))
        return [dict(row) for row in found.mappings()]


def without_columns(names: frozenset[str], found: list[dict[str, object]]) -> list[dict[str, object]]:
    """The same rows in a layout that has no such columns; each of these has them."""
    assert all(names <= row.keys() for row in found)
    return [{name: value for name, value in row.items() if name not in names} for row in found]


def subjects(house: House) -> list[object]:
    """What attempts are counted by."""
    return [row[0] for row in sql(house, "SELECT subject FROM attempts ORDER BY subject")]


@pytest.fixture
def before(house: House) -> House:
    """Two snapshots and a part of a third, in the layout before; somebody guessed at customer 00003, and at one who
    left."""
    first = house.publish("key-0001", {}, some_customers(5) | WEAK, base=0)
    second = house.publish("key-0002", some_customers(5) | WEAK, some_customers(4) | WEAK, base=first.id)
    house.open("key-0003", some_customers(3), base=second.id)
    sql(house, "UPDATE listing SET record_id = 'R' || record_id")
    downgrade(house.work.engine, "0001")
    for subject in ("account:00003", "account:00004", "address:192.0.2.1"):
        sql(
            house,
            "INSERT INTO attempts (company_id, subject, failures, updated_at) VALUES (112, :one, 20, :now)",
            one=subject,
            now="2026-03-01 12:00:00.000000",
        )
    return house


def test_up_takes_every_snapshot_for_published_and_attempts_for_the_customers(before: House) -> None:
    upgrade(before.work.engine)
    assert is_current(before.work.engine)
    assert subjects(before) == ["account:00004", "address:192.0.2.1", "record:R3"]
    told = sql(before, "SELECT number, published_at = committed_at, pruned_at, emptied FROM snapshots ORDER BY number")
    assert [(number, bool(same), pruned, bool(emptied)) for number, same, pruned, emptied in told] == [
        (1, True, None, False),
        (2, True, None, False),
    ]
    assert sql(before, "SELECT pinned_at, pinned_by, confirmed_at IS NULL FROM companies") == [(None, "", False)]
    assert before.numbers == (2, 2)
    shown = before.shown(*some_customers(5))
    assert len(shown) == 5
    assert sql(before, "SELECT kind, key FROM records WHERE weak > 0") == [("credential", "00001")]
    again = before.publish("key-0001", {}, some_customers(5) | WEAK, base=0)
    assert again.receipt is not None and (again.state, again.receipt.state) == ("done", "published")


def test_down_gives_the_layout_before_back_with_its_rows(before: House) -> None:
    upgrade(before.work.engine)
    held = unattended(before, "key-0004", some_customers(4) | WEAK, without(MANY, 9), 2)
    assert held.state == "held"
    kept = {table: without_columns(new, rows(before, table)) for table, new in SINCE.items()}
    downgrade(before.work.engine, "0001")
    assert layout(before.work.engine).current == "0001"
    assert subjects(before) == ["account:00003", "account:00004", "address:192.0.2.1"]
    assert {table: rows(before, table) for table in SINCE} == kept
    assert all(kept.values())
    assert len(rows(before, "snapshots")) == 3
    assert sql(before, "SELECT newest, published FROM companies") == [(held.snapshot, 2)]
