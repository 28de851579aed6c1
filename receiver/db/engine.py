"""Opens the receiver's database."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from receiver.db import postgresql, sqlite
from receiver.db.company_net import spread_net
from receiver.settings import SettingsError

BUSY_SECONDS: Final = 5


def make_engine(database_url: str) -> Engine:
    """An engine for the receiver's database, with the company net spread. Raises `SettingsError`."""
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise SettingsError("PORCHLIGHT_DATABASE_URL is no database address.") from error
    backend = url.get_backend_name()
    options: dict[str, Any] = {
        "pool_timeout": BUSY_SECONDS,
        # What people typed, and what is kept of their passwords, would stand in the log of an error.
        "hide_parameters": True,
    }
    try:
        if backend == "sqlite":
            words: dict[str, Any] = {"timeout": BUSY_SECONDS, "isolation_level": None}
            engine = create_engine(url, connect_args=words, pool_size=16, max_overflow=16, **options)
            sqlite.set_up(engine)
        elif backend == "postgresql":
            words = postgresql.connect_words(url.query, BUSY_SECONDS)
            options["isolation_level"] = "READ COMMITTED"
            # A worker has eight threads, and a server has a hundred connections for all of its receivers.
            engine = create_engine(url, connect_args=words, pool_size=8, max_overflow=8, **options)
            postgresql.set_up(engine, BUSY_SECONDS)
        else:
            raise _no_driver()
    except (ArgumentError, ImportError) as error:
        raise _no_driver() from error
    spread_net(engine)
    return engine


def writers(engine: Engine) -> Engine:
    """The same database for transactions that write; each names its lane (`receiver.db.lanes`)."""
    return postgresql.writers(engine) if engine.dialect.name == "postgresql" else engine


def readers(engine: Engine) -> Engine:
    """The same database for transactions that only read, each of them at one moment."""
    return postgresql.readers(engine) if engine.dialect.name == "postgresql" else engine


def viewers(engine: Engine) -> Engine:
    """The same database for pages: one moment a statement; later ones go by the snapshot's number."""
    return postgresql.viewers(engine) if engine.dialect.name == "postgresql" else engine


def check_server(engine: Engine) -> str:
    """What kind of database it is, with its version. Raises `SettingsError` where it is none that will do."""
    return postgresql.check_server(engine) if engine.dialect.name == "postgresql" else sqlite.described()


def _no_driver() -> SettingsError:
    return SettingsError(
        "PORCHLIGHT_DATABASE_URL names a kind of database that this computer has no driver for.",
        remedy="Use sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME.",
    )
