"""Copies of a practice database on a server: its own dump, or its tables, and it says which (A2)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from agent.office.practice import open_practice
from agent.office.schema import METADATA
from tests.agent.conftest import Desk
from tests.support.databases import Databases, told
from tests.support.postgres import binary

SECRET = "hunter2-of-the-server"
NAMES = "SELECT name FROM customers ORDER BY id"


@pytest.fixture
def url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A practice database on PostgreSQL."""
    with databases.fresh("postgresql", tmp_path) as address:
        engine = create_engine(address, poolclass=NullPool)
        METADATA.create_all(engine)
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO company (id, practice_id, name) VALUES (1, 'p-1', 'Green Valley')"))
            for number in range(12):
                values = {"id": number, "number": str(number), "name": f"Çelik {number}"}
                connection.execute(
                    text("INSERT INTO customers (id, number, name) VALUES (:id, :number, :name)"), values
                )
        yield address


@pytest.fixture
def server_desk(new_desk: Callable[[Path], Desk], url: str, tmp_path: Path) -> Desk:
    """A desk on it; its address holds a password."""
    desk = new_desk(tmp_path / "none.db")
    desk.must("init", "--database", url.replace("porchlight@", f"porchlight:{SECRET}@"))
    return desk


def test_A2_a_server_is_dumped_by_its_own_program(
    server_desk: Desk, url: str, databases: Databases, tmp_path: Path
) -> None:
    target = tmp_path / "copy.dump"
    made = server_desk.must("backup", "now", str(target))
    assert (made["form"], target.read_bytes()[:5]) == ("pg_dump", b"PGDMP")
    refused = server_desk.run("restore", made["id"], "--yes", "--json").json["error"]
    assert "dump made by pg_dump" in refused["detail"]
    command = refused["remedy"].partition(": ")[2]
    assert command.startswith('pg_restore --clean --if-exists --single-transaction --dbname "postgresql://')
    assert SECRET not in str(refused)
    with databases.fresh("postgresql", tmp_path) as fresh:
        plain = fresh.replace("+psycopg", "")
        subprocess.run([binary("pg_restore"), "--no-owner", "--dbname", plain, str(target)], check=True)
        assert told(fresh, NAMES) == told(url, NAMES)


def test_A2_the_automatic_backup_of_a_server_is_a_dump_that_can_be_taken_out(server_desk: Desk, tmp_path: Path) -> None:
    backup = server_desk.must("replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes")["backup"]
    (listed,) = server_desk.must("backup", "list")["backups"]
    assert (listed["id"], listed["form"]) == (backup, "pg_dump")
    refused = server_desk.run("restore", backup, "--yes", "--json").json["error"]
    assert f"agent backup extract {backup} practice.dump, then pg_restore" in refused["remedy"]
    target = tmp_path / "practice.dump"
    server_desk.must("backup", "extract", backup, str(target))
    assert target.read_bytes()[:5] == b"PGDMP"


def test_A2_without_its_program_the_tables_are_copied(
    server_desk: Desk, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    target = tmp_path / "copy.db"
    made = server_desk.must("backup", "now", str(target))
    assert made["form"] == "tables"
    assert [row[0] for row in told(f"sqlite:///{target}", NAMES)] == [row[0] for row in told(url, NAMES)]
    refused = server_desk.run("restore", made["id"], "--yes", "--json").json["error"]
    assert f"agent init --database {target}" in refused["remedy"]
    assert server_desk.must("init", "--database", str(target))["practice"] == "p-1"


def test_A2_a_program_that_is_too_old_or_fails_is_not_believed(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for number, said in enumerate(("pg_dump (PostgreSQL) 9.6", "pg_dump (PostgreSQL) 99.1")):
        program.write_text(f'#!/bin/sh\necho "{said}"\n[ "$1" = --version ]\n')
        program.chmod(0o755)
        practice = open_practice(url)
        assert practice.copy_form() == ("tables", "pg_dump")[number]
        assert practice.copy_to(tmp_path / f"{number}.db") == "tables"


def test_A2_the_servers_password_is_not_among_the_programs_words(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, heard = tmp_path / "pg_dump", tmp_path / "heard"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit 0\n'
        f'echo "$@" > {heard}\necho "$PGPASSWORD" > {heard}.secret\nexit 1\n'
    )
    program.chmod(0o755)
    open_practice(url.replace("porchlight@", f"porchlight:{SECRET}@")).copy_to(tmp_path / "copy.db")
    assert "--dbname" in heard.read_text()
    assert SECRET not in heard.read_text()
    assert Path(f"{heard}.secret").read_text().strip() == SECRET
