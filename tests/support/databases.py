"""Empty databases for receivers, of each kind that the receiver runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import NullPool, create_engine, text

from tests.support.postgres import Cluster

KINDS: Final = ("sqlite", "postgresql")


class Databases:
    """Makes them; `cluster` gives the PostgreSQL that runs, and is called when one is wanted there."""

    def __init__(self, cluster: Callable[[], Cluster]) -> None:
        self._cluster = cluster

    @contextmanager
    def fresh(self, kind: str, folder: Path) -> Iterator[str]:
        """The address of a fresh one: a file in `folder`, or a database that goes away again."""
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'receiver.db'}"
            return
        cluster = self._cluster()
        name = cluster.database()
        try:
            yield cluster.url(name)
        finally:
            cluster.drop(name)


def told(url: str, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """What the database at `url` answers to SQL that goes past the receiver; what it changes is committed."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        answer = connection.execute(text(sql), values)
        return [tuple(row) for row in answer] if answer.returns_rows else []
