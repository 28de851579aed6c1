"""The kinds of column the native schema is made of, each carrying the field it stands for.

A column's `info` holds the `ColumnField` from which the field catalog is derived, so that a column and its field can't
drift apart. In SQLite, dates and moments are kept as plain ISO text without fractions ("2026-03-01 08:15:00"), so that
any program can read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Numeric, Text, Unicode

from agent.domain.catalog import FieldType


@dataclass(frozen=True)
class ColumnField:
    """What the catalog says of a column; `label` is the field's name without the prefix of its set."""

    label: str
    type: FieldType
    length: int = 0
    key: bool = False
    secret: bool = False


def record_id() -> Column[int]:
    """The primary key: the record id of the row."""
    return Column("id", Integer, primary_key=True, info={"field": ColumnField("Record Id", "integer", key=True)})


def link(name: str, label: str) -> Column[int]:
    """Holds the record id of a row of another table. No constraint: orphans exist and are counted."""
    return Column(name, Integer, info={"field": ColumnField(label, "integer", key=True)})


def line(
    name: str, label: str, length: int, *, key: bool = False, secret: bool = False, required: bool = False
) -> Column[str]:
    """One line of text of at most `length` characters."""
    info = {"field": ColumnField(label, "text", length, key, secret)}
    return Column(name, Unicode(length), nullable=not required, info=info)


def memo(name: str, label: str, *, key: bool = False) -> Column[str]:
    """Text of several lines."""
    return Column(name, Text, info={"field": ColumnField(label, "memo", key=key)})


def number(name: str, label: str) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, info={"field": ColumnField(label, "integer")})


def money(name: str, label: str) -> Column[Decimal]:
    """An amount in the company's currency."""
    return Column(name, Numeric(12, 2), info={"field": ColumnField(label, "money")})


def day(name: str, label: str) -> Column[date]:
    """A date."""
    return Column(name, Date, info={"field": ColumnField(label, "date")})


def moment(name: str, label: str) -> Column[datetime]:
    """Date and time on the office's own clock, without a zone."""
    return Column(name, DateTime, info={"field": ColumnField(label, "moment")})


def mark(name: str, label: str, *, default: bool = False) -> Column[bool]:
    """Yes or no; never empty."""
    given = "1" if default else "0"
    return Column(name, Boolean, nullable=False, server_default=given, info={"field": ColumnField(label, "mark")})


def picture(name: str, label: str) -> Column[bytes]:
    """A picture, as the bytes of its file."""
    return Column(name, LargeBinary, info={"field": ColumnField(label, "picture")})
