"""What is said where a copy should be put back into a database on a server: whoever looks after the server does that,
with the command that its documentation names."""

from __future__ import annotations

from collections.abc import Callable

from agent.domain.backups import Restorable
from agent.domain.errors import SetupError
from agent.domain.runs import CopyForm

FORMS: dict[CopyForm, str] = {
    "file": "a copy of the database file",
    "tables": "a SQLite file with all tables of the server's database",
    "pg_dump": "a dump made by pg_dump",
    "mysqldump": "a dump made by mysqldump",
}
_ENDINGS: dict[CopyForm, str] = {"file": "db", "tables": "db", "pg_dump": "dump", "mysqldump": "sql"}
_COMMANDS: dict[CopyForm, Callable[[str, str], str]] = {
    "file": lambda name, _: f"agent init --database {name}",
    "tables": lambda name, _: f"agent init --database {name} (the agent then works on that file)",
    "pg_dump": lambda name, server: f'pg_restore --clean --if-exists --single-transaction --dbname "{server}" {name}',
    "mysqldump": lambda name, server: f"mysql {server.rpartition('/')[2]} < {name} (with --host and --user)",
}


def refusal(copy: Restorable, server: str) -> SetupError:
    """Why not, and the very command; `server` is the database's address without its password."""
    name, extract, place = copy.path, "", _without_driver(server)
    if copy.origin == "automatic" or copy.protected:
        name = f"practice.{_ENDINGS[copy.form]}"
        extract = f"agent backup extract {copy.id or copy.path} {name}, then "
    return SetupError(
        "The practice database is on a server, so this command can't put a backup back.",
        detail=f"This copy is {FORMS[copy.form]}.",
        remedy=f"Whoever looks after the server does it: {extract}{_COMMANDS[copy.form](name, place)}",
    )


def _without_driver(server: str) -> str:
    """`postgresql+psycopg://` is SQLAlchemy's own way of writing it."""
    scheme, mark, place = server.partition("://")
    return f"{scheme.partition('+')[0]}{mark}{place}"
