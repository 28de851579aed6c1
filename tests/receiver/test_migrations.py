"""The database's layout: what the migrations make is what the models say, up, down and up again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, Text, inspect, text

from receiver.db.base import Base
from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import make_engine
from receiver.db.migrations import MigrationError, downgrade, is_current, layout, upgrade
from receiver.domain.tables import TABLES
from tests.guards import table_layout
from tests.receiver.publishing import House, some_customers
from tests.support.databases import told


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database, of each kind in turn."""
    one = make_engine(database_url)
    yield one
    one.dispose()


def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    upgrade(engine)
    assert is_current(engine)
    assert table_layout.faults(engine, Base.metadata) == []
    with engine.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {table.name for table in TABLES} | {"alembic_version"}
        columns = {table.name: found.get_columns(table.name) for table in TABLES}
    texts = [column["type"] for held in columns.values() for column in held if isinstance(column["type"], Text)]
    assert len(texts) > 20
    # Alembic compares no collations, and the digest of a set depends on them.
    assert {one.collation for one in texts} == {"C" if engine.dialect.name == "postgresql" else None}


def test_migrations_go_down_and_up_with_data(house: House) -> None:
    house.publish("key-0001", {}, some_customers(3), base=0)
    engine = house.work.engine
    downgrade(engine, "base")
    assert layout(engine).current == ""
    upgrade(engine)
    assert is_current(engine)
    assert {name: len(rows) for name, rows in house.stored().items() if rows} == {}


def test_F40_a_newer_layout_is_left_alone(engine: Engine, database_url: str) -> None:
    upgrade(engine)
    told(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert not layout(engine).known
    for change in (upgrade, lambda one: downgrade(one, "base")):
        with pytest.raises(MigrationError, match="9999"):
            change(engine)
    assert layout(engine).current == "9999"


def test_receivers_that_start_together_make_the_tables_once(database_url: str) -> None:
    engines = [make_engine(database_url) for _ in range(3)]
    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(upgrade, engines))
    assert all(is_current(one) for one in engines)
    for one in engines:
        one.dispose()


def test_F19_many_that_open_a_new_database_at_once_wait_for_each_other(tmp_path: Path) -> None:
    together = Barrier(6)

    def open_one(engine: Engine) -> None:
        together.wait()
        engine.connect().close()

    for at in range(40):
        engines = [make_engine(f"sqlite:///{tmp_path / f'{at}.db'}") for _ in range(together.parties)]
        with ThreadPoolExecutor(len(engines)) as pool:
            list(pool.map(open_one, engines))
        for one in engines:
            one.dispose()


def test_sqlite_writes_are_durable(tmp_path: Path) -> None:
    with make_engine(f"sqlite:///{tmp_path / 'receiver.db'}").connect() as connection:
        pragmas = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]
