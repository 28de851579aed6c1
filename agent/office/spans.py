"""Parts of the customers, for databases that give every result whole: one part after the other is held in memory.

A part ends only where the customer number changes, so that records with one number are never torn apart. It is found
again by the numbers and, where the record ids are whole numbers, by these too: no index knows the numbers as text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, String, Subquery, literal, select

from agent.office.layout import PracticeRows
from agent.office.streams import SIDE_BY_SIDE

NUMBER: Final = "CU.Customer Number"
OWNER: Final = "CU.Record Id"

_AT_ONCE: Final = 500
"""Customers in a part."""


@dataclass(frozen=True)
class Span:
    """The customers with numbers from `first` to `last`, both included, in byte order; of None, those whose number is
    NULL. `ids` are their record ids, where these are whole numbers."""

    first: str | None
    last: str | None
    ids: Sequence[int] = ()


Part = Span | None
"""None is everybody."""


def parts_of(connection: Connection, rows: PracticeRows) -> Sequence[Part]:
    """All customers, in parts that this kind of database can give side by side with what hangs on them."""
    return [None] if connection.dialect.name in SIDE_BY_SIDE else list(_spans(connection, rows))


def customers_of(rows: PracticeRows, *fields: str) -> Subquery:
    """The customers as a derived table: `f0` the number, `f1` the record id, then `fields`."""
    return rows["customers"].derived(NUMBER, OWNER, *fields, number=NUMBER)


def of_part(rows: PracticeRows, part: Part, customers: Subquery, statement: Select[Any]) -> Select[Any]:
    """The statement for customers of `part` alone, ordered by the bytes of the number, then by the record id."""
    order = [rows["customers"].in_byte_order("f0"), *rows["customers"].id_order("f1")]
    return statement.where(*_within(rows, customers, part)).order_by(*order)


def _within(rows: PracticeRows, customers: Subquery, part: Part) -> list[ColumnElement[bool]]:
    if part is None:
        return []
    number = rows["customers"].in_byte_order("f0")
    if part.first is None:
        held = customers.c.f0.is_(None)
    else:
        held = number.between(literal(part.first, String()), literal(part.last, String()))
    return [held, customers.c.f1.in_(list(part.ids))] if part.ids else [held]


def _spans(connection: Connection, rows: PracticeRows) -> Iterator[Span]:
    """The parts, from one pass over the numbers that is over before anything else is asked for."""
    customers = customers_of(rows)
    ordered = of_part(rows, None, customers, select(customers.c.f0, customers.c.f1))
    first, last, ids = "", "", list[Any]()
    with connection.execute(ordered, execution_options={"stream_results": True}) as found:
        for number, same in groupby(found, itemgetter(0)):
            if not number:  # there may be any number of them, and nobody of them is published
                yield from _unnumbered(number, [record_id for _, record_id in same])
                continue
            first, last = first or number, number
            ids += [record_id for _, record_id in same]
            if len(ids) >= _AT_ONCE:
                yield Span(first, last, _whole(ids))
                first, ids = "", []
    if ids:
        yield Span(first, last, _whole(ids))


def _unnumbered(number: str | None, ids: list[Any]) -> Iterator[Span]:
    whole = _whole(ids)
    for at in range(0, len(whole), _AT_ONCE):
        yield Span(number, number, whole[at : at + _AT_ONCE])
    if not whole:
        yield Span(number, number)


def _whole(ids: list[Any]) -> Sequence[int]:
    """The ids where all of them are whole numbers, else nothing."""
    return array("q", ids) if all(type(one) is int and abs(one) < 1 << 63 for one in ids) else ()
