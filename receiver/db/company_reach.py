"""Which companies a statement can reach: finds the parameters that hold its tables to one company.

A table is held when every row of it must meet `table.company_id = <parameter>`, in WHERE or in the ON of its join, or
`table.company_id = other.company_id` with another table of the same SELECT that is held. OR, IN and anything
cleverer holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Join,
    Select,
    Table,
    Update,
)
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement, ColumnClause, Grouping
from sqlalchemy.sql.selectable import AliasedReturnsRows, SelectBase

COLUMN: Final = "company_id"

Parameters = set[BindParameter[Any]]


class CompanyNetError(Exception):
    """A statement does not hold to its company: a mistake in the program, so nothing is executed."""


def company_parameters(compiled: SQLCompiler) -> frozenset[str]:
    """The names of the parameters that carry the company. Raises `CompanyNetError` where a table is not held."""
    # The ORM compiles its own statement; that one is what the database gets.
    rewritten = getattr(compiled.compile_state, "statement", None)
    statement = compiled.statement if rewritten is None else rewritten
    if isinstance(statement, Insert):
        return _of_insert(statement, compiled)
    if isinstance(statement, Update | Delete):
        if isinstance(statement, Update) and owned(statement.table) and COLUMN in _written(statement, compiled):
            raise CompanyNetError(f"an UPDATE that could move rows to another company: {compiled}")
        scope = _Scope(str(compiled), frozenset())
        scope.tables.append(statement.table)
        for source in _beside(statement):
            scope.enter(source)
        scope.learn(statement.whereclause)
        parameters = scope.held() | _below(statement, frozenset({statement.table}), str(compiled))
    elif isinstance(statement, SelectBase):
        parameters = _of_select(statement, frozenset(), str(compiled))
    else:
        parameters = set()
    return frozenset(compiled.bind_names[parameter] for parameter in parameters)


def owned(element: FromClause | object) -> bool:
    """Whether `element` is a company table or an alias of one."""
    while isinstance(element, AliasedReturnsRows):
        element = element.element
    return isinstance(element, Table) and COLUMN in element.c


def _written(statement: Update, compiled: SQLCompiler) -> set[str]:
    """The names of the columns (and parameters) that an UPDATE sets, from its values or from those it is run with."""
    return {getattr(column, "name", str(column)) for column in statement._values or ()} | set(compiled.binds)


def _beside(statement: Update | Delete) -> list[FromClause]:
    """The tables that an UPDATE or DELETE reads beside its own: its WHERE brings them in, without a FROM or USING."""
    if statement.whereclause is None:
        return []
    return [source for source in statement.whereclause._from_objects if source is not statement.table]


def _of_insert(statement: Insert, compiled: SQLCompiler) -> frozenset[str]:
    parameters: Parameters = set()
    if statement.select is not None:
        parameters = _of_select(statement.select, frozenset(), str(compiled))
    names = {compiled.bind_names[parameter] for parameter in parameters}
    if owned(statement.table):
        if statement.select is not None or COLUMN not in compiled.binds or statement._multi_values:
            raise CompanyNetError(f"an INSERT that does not name its company: {compiled}")
        names.add(COLUMN)
    return frozenset(names)


def _of_select(element: ClauseElement, outer: frozenset[FromClause], text: str) -> Parameters:
    """Check a SELECT (or a union, or one in brackets); `outer` are the tables that enclosing SELECTs already hold."""
    if not isinstance(element, Select):
        return _below(element, outer if not isinstance(element, CompoundSelect) else frozenset(), text)
    scope = _Scope(text, outer)
    for source in element.get_final_froms():
        scope.enter(source)
    if element._auto_correlate and len(scope.tables) > 1:
        # What SQLAlchemy itself does: a table of the enclosing SELECT is not named again, unless it is the only one.
        scope.tables = [table for table in scope.tables if table not in outer]
    scope.learn(element.whereclause)
    return scope.held() | _below(element, outer | frozenset(scope.tables), text)


def _below(element: ClauseElement, outer: frozenset[FromClause], text: str) -> Parameters:
    """Check the SELECTs inside `element`; those that stand in a FROM see nothing of the outside."""
    found: Parameters = set()
    for child in element.get_children():
        if isinstance(child, SelectBase):
            found |= _of_select(child, outer, text)
        elif isinstance(child, AliasedReturnsRows):
            if not isinstance(child.element, Table):
                found |= _below(child, frozenset(), text)
        elif isinstance(child, ClauseElement) and not isinstance(child, Table):
            found |= _below(child, outer, text)
    return found


@dataclass
class _Scope:
    """The tables of one FROM and what is known of their companies."""

    text: str
    outer: frozenset[FromClause]
    tables: list[FromClause] = field(default_factory=list)
    fixed: dict[FromClause, Parameters] = field(default_factory=dict)
    links: list[tuple[FromClause, FromClause]] = field(default_factory=list)
    """Pairs (held, follows): where the first is held, the second is too."""

    def enter(self, source: FromClause) -> None:
        """Take a table or a join into the scope."""
        if not isinstance(source, Join):
            self.tables.append(source)
            return
        before = len(self.tables)
        self.enter(source.left)
        middle = len(self.tables)
        self.enter(source.right)
        if source.full:
            return
        # The ON of an outer join keeps rows of its right side only.
        only = frozenset(self.tables[middle:] if source.isouter else self.tables[before:])
        self.learn(source.onclause, only)

    def learn(self, condition: ClauseElement | None, only: frozenset[FromClause] | None = None) -> None:
        """Take what `condition` says for every row; `only` names the tables it may hold."""
        for part in _conjuncts(condition):
            if not isinstance(part, BinaryExpression) or part.operator is not operators.eq:
                continue
            for one, other in ((part.left, part.right), (part.right, part.left)):
                table = _company_of(one)
                if table is None or (only is not None and table not in only):
                    continue
                follows = _company_of(other)
                if isinstance(other, BindParameter):
                    self.fixed.setdefault(table, set()).add(other)
                elif follows is not None:
                    self.links.append((follows, table))

    def held(self) -> Parameters:
        """The parameters that hold the tables. Raises `CompanyNetError` where one is not held."""
        held = set(self.fixed) | (self.outer - set(self.tables))
        while grown := {table for source, table in self.links if source in held and table not in held}:
            held |= grown
        for table in self.tables:
            if owned(table) and table not in held:
                raise CompanyNetError(f"nothing holds {table} to one company: {self.text}")
        return {parameter for table in self.tables for parameter in self.fixed.get(table, ())}


def _conjuncts(condition: ClauseElement | None) -> Iterator[ClauseElement]:
    """The conditions that must all be met."""
    if isinstance(condition, Grouping):
        yield from _conjuncts(cast(ClauseElement, condition.element))
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _conjuncts(part)
    elif condition is not None:
        yield condition


def _company_of(element: object) -> FromClause | None:
    """The table whose `company_id` this is."""
    if isinstance(element, ColumnClause) and element.name == COLUMN:
        return element.table
    return None
