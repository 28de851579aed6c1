"""The company net: stops a statement that would touch rows of a company it does not name.

Every query names its company anyway; the net is there for the day one forgets. It looks at each statement as it goes
to the driver. A statement on company tables (those with a `company_id`) passes when

* every such table in it is held to one company (`receiver.db.company_reach`);
* that is the company that the session is bound to (`COMPANY`), where it is bound to one;
* an INSERT names the company in every row, and an UPDATE never moves a row to another.

Statements across companies carry the execution option `COMPANY: EVERY_COMPANY`; SQL in plain text that mentions a
company table passes only with it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, TextClause, event
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.sql.compiler import SQLCompiler

from receiver.db.base import Base
from receiver.db.company_reach import COLUMN, CompanyNetError, company_parameters

COMPANY: Final = "porchlight_company"
"""Execution option: the company the transaction is bound to, or `EVERY_COMPANY`."""

EVERY_COMPANY: Final = "every company"


def spread_net(engine: Engine) -> None:
    """Check every statement that goes through `engine`."""
    event.listen(engine, "before_cursor_execute", _check)


def company_tables() -> tuple[str, ...]:
    """The names of the tables whose rows belong to a company."""
    return tuple(sorted(table.name for table in Base.metadata.tables.values() if COLUMN in table.c))


def _check(
    connection: Connection,
    _cursor: object,
    statement: str,
    _parameters: object,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    company = connection.get_execution_options().get(COMPANY)
    if company == EVERY_COMPANY:
        return
    compiled = context.compiled if context else None
    if context is None or not isinstance(compiled, SQLCompiler) or isinstance(compiled.statement, TextClause):
        if _mention(company_tables()).search(statement):
            raise CompanyNetError(f"plain SQL on a company table: {statement}")
        return
    names = _shape(compiled)
    rows: list[dict[str, Any]] = getattr(context, "compiled_parameters", [])
    if company is not None and any(row.get(name) != company for row in rows for name in names):
        raise CompanyNetError(f"a statement for another company than {company}: {statement}")


@cache
def _mention(tables: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, tables)) + r")\b" if tables else r"(?!)", re.IGNORECASE)


_shapes: WeakKeyDictionary[SQLCompiler, frozenset[str]] = WeakKeyDictionary()


def _shape(compiled: SQLCompiler) -> frozenset[str]:
    """`company_parameters`, looked up once for each compiled statement (the engine keeps those)."""
    names = _shapes.get(compiled)
    if names is None:
        names = _shapes[compiled] = company_parameters(compiled)
    return names
