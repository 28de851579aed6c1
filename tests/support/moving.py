"""A sample office moved from its SQLite file to a server."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import NullPool, create_engine, insert, select

from agent.office.schema import METADATA


def move(practice: Path, url: str) -> None:
    """Make the tables of a practice database at `url`, with the rows of the file `practice`."""
    file, server = (create_engine(one, poolclass=NullPool) for one in (f"sqlite:///{practice}", url))
    METADATA.create_all(server)
    with file.connect() as source, server.begin() as target:
        for table in METADATA.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
