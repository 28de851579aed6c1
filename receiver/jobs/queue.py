"""The queue of the worker: huey, in a file beside the database, or in the database itself where that is PostgreSQL.

Tasks hold the number of a company and nothing else, as JSON: huey's own way is pickle, and whoever could write into the
queue would have a program run by us. What is to be done stands in the tables, so a lost queue loses nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec
from huey import MemoryHuey, PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.registry import Message
from sqlalchemy import URL, make_url

NAME: Final = "porchlight"


class PlainSerializer:
    """Tasks as JSON; a task that holds more than numbers and texts can't be put into the queue."""

    def serialize(self, data: Message) -> bytes:
        """huey asks, on the way in."""
        return msgspec.json.encode(list(data))

    def deserialize(self, data: bytes) -> Message:
        """huey asks, on the way out."""
        fields: list[Any] = msgspec.json.decode(data, type=list)
        return Message(*fields)


def make_queue(database_url: str) -> Huey:
    """The queue of the receiver with this database; nothing is kept of what tasks give back."""
    url = make_url(database_url)
    words: dict[str, Any] = {"results": False, "serializer": PlainSerializer()}
    if url.get_backend_name() == "postgresql":
        return PostgresHuey(NAME, dsn=_dsn(url), **words)
    file = beside(url, "jobs")
    # Its writes need not outlast a power cut.
    return SqliteHuey(NAME, filename=str(file), fsync=False, **words) if file else MemoryHuey(NAME, **words)


def beside(url: URL, what: str) -> Path | None:
    """The file for `what` beside the database's own; None where that is in memory."""
    if url.database in (None, "", ":memory:"):
        return None
    database = Path(url.database or "")
    return database.with_name(f"{database.stem}-{what}.db")


def _dsn(url: URL) -> str:
    """As libpq reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
