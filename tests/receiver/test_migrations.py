"""The database's layout: what the migrations make is what the models say, up, down and up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from receiver.db.base import Base
from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import make_engine
from receiver.db.migrations import MigrationError, downgrade, is_current, layout, upgrade
from receiver.domain.tables import TABLES
from tests.receiver.publishing import House, some_customers


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An empty database."""
    return make_engine(f"sqlite:///{tmp_path / 'receiver.db'}")


def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    upgrade(engine)
    assert is_current(engine)
    with engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        found = {name for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
    assert found == {table.name for table in TABLES} | {"alembic_version"}


def test_migrations_go_down_and_up_with_data(tmp_path: Path) -> None:
    house = House.make(tmp_path)
    house.publish("key-0001", {}, some_customers(3), base=0)
    engine = house.work.engine
    downgrade(engine, "base")
    assert layout(engine).current == ""
    upgrade(engine)
    assert is_current(engine)


def test_F40_a_newer_layout_is_left_alone(engine: Engine) -> None:
    upgrade(engine)
    with engine.execution_options(**{COMPANY: EVERY_COMPANY}).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not layout(engine).known
    with pytest.raises(MigrationError):
        upgrade(engine)


def test_sqlite_writes_are_durable(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]
