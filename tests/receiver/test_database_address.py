"""What the host is told where the database can't be opened, or was never made (reliability F47)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from receiver.db.engine import make_engine
from receiver.db.faults import DatabaseFault
from receiver.db.migrations import layout
from receiver.db.unit_of_work import UnitOfWork
from receiver.settings import SettingsError
from tests.support.postgres import Cluster
from tests.support.processes import free_port
from tests.support.receiver import Receiver


@pytest.mark.parametrize("url", ["", "receiver.db", "nosuch://x/y", "oracle+oracledb://x/y", "sqlite+nosuch:///x.db"])
def test_F47_an_address_of_no_database_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(SettingsError) as told:
        make_engine(url)
    assert "PORCHLIGHT_DATABASE_URL" in told.value.title


def test_F47_a_database_server_that_is_away_is_no_bug() -> None:
    engine = make_engine(f"postgresql+psycopg://porchlight@127.0.0.1:{free_port()}/porchlight")
    with pytest.raises(DatabaseFault):
        layout(engine)
    with pytest.raises(DatabaseFault), UnitOfWork(engine).reading(112) as session:
        session.connection()


def test_an_error_holds_nothing_of_what_a_statement_was_given(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection, pytest.raises(DBAPIError) as told:
        connection.execute(text("SELECT nothing FROM nowhere WHERE word = :word"), {"word": "maple syrup"})
    assert "nowhere" in str(told.value) and "maple syrup" not in str(told.value)
    engine.dispose()


def test_F47_other_kinds_of_database_are_none_of_ours() -> None:
    with pytest.raises(SettingsError) as told:
        make_engine("mysql+pymysql://porchlight@127.0.0.1/porchlight")
    assert "postgresql+psycopg" in told.value.remedy


def test_F47_the_host_is_told_why_the_server_does_not_let_him_in(cluster: Cluster, tmp_path: Path) -> None:
    receiver = Receiver(tmp_path / "receiver")
    receiver.use_database(cluster.url("nosuch").replace("porchlight@", "porchlight:maple-syrup@"))
    answer = receiver.run("init", "--json")
    assert answer.code == 5
    assert "nosuch" in answer.json["error"]["detail"] and "PORCHLIGHT_DATABASE_URL" in answer.json["error"]["remedy"]
    assert "maple-syrup" not in answer.out + answer.err


def test_F47_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"This is no database." * 500)
    for path in (junk, tmp_path, tmp_path / "missing" / "receiver.db"):
        with pytest.raises(DatabaseFault):
            layout(make_engine(f"sqlite:///{path}"))


def test_nothing_but_init_makes_a_database(tmp_path: Path) -> None:
    bare = Receiver(tmp_path / "receiver")
    for words in (("migrate", "status"), ("migrate", "up"), ("migrate", "down", "--yes"), ("company", "list")):
        answer = bare.run(*words, "--json")
        assert (answer.code, answer.json["error"]["remedy"]) == (1, "Run: python -m receiver init")
    checked = bare.run("check", "--json")
    assert checked.code == 1
    bad = {one["id"] for one in checked.json["checks"] if not one["good"]}
    assert {"secrets", "database", "database-sound", "secrets-fit"} <= bad
    assert not bare.database.exists()
