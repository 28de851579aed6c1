"""The agent's own file is free again after a write that failed, whoever still holds what it left behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from agent.store.database import Store

SCHEMA = "CREATE TABLE IF NOT EXISTS plants (name TEXT); INSERT INTO plants VALUES ('oak'), ('elm'), ('fir'), ('ash');"


def test_a_write_that_failed_frees_the_file_though_its_cursor_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "agent.db", (SCHEMA,))
    kept: list[sqlite3.Cursor] = []
    with pytest.raises(ValueError, match="stopped"), store.write() as connection:
        connection.execute("DELETE FROM plants WHERE name = 'oak'")
        kept.append(connection.execute("SELECT name FROM plants"))
        kept[0].fetchone()
        raise ValueError("stopped")
    with sqlite3.connect(store.path, timeout=0) as other:
        other.execute("INSERT INTO plants VALUES ('yew')")
    other.close()
    with store.read() as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM plants ORDER BY name")]
    assert names == ["ash", "elm", "fir", "oak", "yew"]
