"""Changing the layout of a database that holds something in every table: nothing goes without being asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, NullPool, Text, create_engine, insert, select
from sqlalchemy.types import TypeEngine

from receiver.db.base import Moment
from receiver.domain.tables import TABLES
from tests.support.receiver import Receiver

OF_TYPE: dict[type[TypeEngine[Any]], object] = {
    Integer: 7,
    BigInteger: 7,
    Boolean: True,
    Text: "112",
    Moment: datetime(2026, 3, 1, 12, tzinfo=UTC),
    LargeBinary: b"x",
}

Dump = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> Receiver:
    """A receiver that is set up, with two rows in every table of its database."""
    receiver = Receiver(tmp_path / "receiver")
    if database_url.startswith("postgresql"):
        receiver.use_database(database_url)
    receiver.init()
    with create_engine(receiver.database_url, poolclass=NullPool).begin() as connection:
        for table in TABLES:
            row = {column.name: OF_TYPE[type(column.type)] for column in table.columns}
            connection.execute(insert(table), [{**row, "company_id": company} for company in (112, 113)])
    return receiver


def dump(receiver: Receiver) -> Dump:
    """Every row of every table."""
    with create_engine(receiver.database_url, poolclass=NullPool).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.company_id))]
            for table in TABLES
        }


def test_every_table_is_filled(filled: Receiver) -> None:
    found = dump(filled)
    assert len(found) > 8
    assert {len(rows) for rows in found.values()} == {2}


def test_up_keeps_every_row(filled: Receiver) -> None:
    before = dump(filled)
    status = filled.must("migrate", "status", "--json").json
    assert status["ready"] and status["current"] == status["newest"]
    assert filled.must("migrate", "up", "--json").json["current"] == status["newest"]
    assert "up to date" in filled.must("migrate", "up").out
    assert filled.must("init", "--json").json["made"] is False
    assert dump(filled) == before


def test_down_asks_first_and_knows_where_to(filled: Receiver) -> None:
    before = dump(filled)
    asked = filled.run("migrate", "down", "--json")
    assert asked.code == 2 and "copy" in asked.json["error"]["remedy"]
    for nowhere in ("9999", "-9", "head+1"):
        answer = filled.run("migrate", "down", "--to", nowhere, "--yes", "--json")
        assert (answer.code, answer.json["error"]["title"]) == (1, "The database was left as it was."), answer
    assert dump(filled) == before


def test_down_with_yes_and_up_again_is_an_empty_receiver(filled: Receiver) -> None:
    assert filled.must("migrate", "down", "--to", "base", "--yes", "--json").json["current"] == ""
    assert filled.run("migrate", "status", "--json").code == 1
    assert filled.run("company", "list", "--json").json["error"]["remedy"] == "Run: python -m receiver init"
    filled.must("migrate", "up")
    assert filled.must("company", "list", "--json").json == {"companies": []}
    assert filled.must("migrate", "status", "--json").json["ready"] is True
