"""Many rows at once: each kind of database has its own quick way.

SQLite runs one prepared statement for row after row. On PostgreSQL that is a message for every row; rows come in by
COPY there, and the keys of those that change as one array for each column.

Rows go straight to the driver: the engine would take longer to hand them on than SQLite takes to write them. So they go
past the company net too, and are looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    Connection,
    Delete,
    Integer,
    LargeBinary,
    Table,
    Text,
    Update,
    bindparam,
    func,
    insert,
)
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.company_reach import COLUMN, CompanyNetError

Row = Mapping[str, Any]
Change = TypeVar("Change", Update, Delete)

_BINARY: Final[dict[type[TypeEngine[Any]], str]] = {
    BigInteger: "int8",
    Integer: "int4",
    LargeBinary: "bytea",
    Text: "text",
}
"""What the columns that come in by COPY are called there; BigInteger is an Integer too, so it stands first."""


def insert_rows(session: Session, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows`, each a value for every column in the order of the table, which begins with the company's number.

    Raises `IntegrityError` where a row is there already, `CompanyNetError` where one is another company's.
    """
    if not rows:
        return
    connection = session.connection()
    driver: Any = connection.connection.dbapi_connection
    columns, company = list(table.columns), connection.get_execution_options().get(COMPANY)
    if columns[0].name != COLUMN or (company != EVERY_COMPANY and any(row[0] != company for row in rows)):
        raise CompanyNetError(f"rows of {table.name} for another company than {company}")
    if connection.dialect.name == "postgresql":
        quoted = ", ".join(connection.dialect.identifier_preparer.quote(column.name) for column in columns)
        statement = f"COPY {table.name} ({quoted}) FROM STDIN (FORMAT BINARY)"
        with _as_the_engine(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types([_binary(column.type) for column in columns])
            for row in rows:
                copy.write_row(row)
    else:
        statement = str(insert(table).compile(dialect=connection.dialect))
        with _as_the_engine(connection, statement), closing(driver.cursor()) as cursor:
            cursor.executemany(statement, rows)


def for_each_key(session: Session, change: Change, table: Table, keys: Sequence[Row]) -> None:
    """Run `change`, an UPDATE or DELETE of `table` that names its company, on the rows whose columns are as in one of
    `keys`; all name the same columns."""
    if not keys:
        return
    names = list(keys[0])
    if session.connection().dialect.name == "postgresql":
        arrays = [
            bindparam(f"every_{name}", [key[name] for key in keys], type_=ARRAY(table.c[name].type)) for name in names
        ]
        wanted = func.unnest(*arrays).table_valued(*(named(name) for name in names), name="wanted").render_derived()
        session.execute(change.where(*(table.c[name] == wanted.c[name] for name in names)))
    else:
        same = [table.c[name] == bindparam(f"at_{name}") for name in names]
        session.execute(change.where(*same), [{f"at_{name}": key[name] for name in names} for key in keys])


@contextmanager
def _as_the_engine(connection: Connection, statement: str) -> Iterator[None]:
    """What the driver raises inside is raised as the engine does it: whoever asked learns the same, whichever way the
    rows went."""
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, driver, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost
        ) from error


def _binary(type_: TypeEngine[Any]) -> str:
    return next(name for kind, name in _BINARY.items() if isinstance(type_, kind))
