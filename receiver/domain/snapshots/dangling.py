"""Records of customers who are not in the set: history, invoices, a password of nobody (reliability F34)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, select
from sqlalchemy.orm import Session

from receiver.db.base import OPEN
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.models import Upload, records
from shared.records import KEY_SEPARATOR

TOLD: Final = 10
"""How many of them an answer names."""

_BY_NUMBER: Final = ("credential", "invoices")
"""Kinds whose key is the number of their customer."""

_YEAR: Final = len(f"{KEY_SEPARATOR}2026")
"""Characters of a history's key behind the number of its customer."""

_AFTER_SEPARATOR: Final = chr(ord(KEY_SEPARATOR) + 1)
_customer, _other = records.alias("customer"), records.alias("other")


def check_references(session: Session, upload: Upload) -> None:
    """Raises `Refused` where the upload would leave the set with records of customers who are not in it.

    What was there before is not looked at again: only what the upload brings, and whom it takes away.
    """
    found = [row for wanted in _wanted(upload) for row in session.execute(wanted.limit(TOLD))]
    if found:
        named = "; ".join(f"{kind} {key.replace(KEY_SEPARATOR, ' ')!r}" for kind, key in found[:TOLD])
        raise Refused("bad-records", "Some records belong to customers who are not in the set.", named)


def _wanted(upload: Upload) -> list[Select[Any]]:
    whose = {
        **dict.fromkeys(_BY_NUMBER, records.c.key),
        "history": func.substr(records.c.key, 1, func.length(records.c.key) - _YEAR),
    }
    brought = [
        select(records.c.kind, records.c.key).where(
            records.c.company_id == upload.company_id,
            _is(records, kind),
            records.c.since == upload.number,
            records.c.until > upload.number,
            ~_holds(upload, number),
        )
        for kind, number in whose.items()
    ]
    # Of a whole set everything is brought.
    return brought if upload.whole else [*brought, *_left_behind(upload)]


def _is(table: FromClause, kind: str) -> ColumnElement[bool]:
    """Said so that no index on the kind is of use: that would find every record of the kind, while the one on `since`
    or `until` finds what the upload changes."""
    compared: ColumnElement[bool] = table.c.kind.concat("") == kind
    return compared


def _holds(upload: Upload, number: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the set holds the customer of this number."""
    return (
        select(_customer.c.key)
        .where(
            _customer.c.company_id == upload.company_id,
            _customer.c.kind == "customer",
            _customer.c.key == number,
            _customer.c.since <= upload.number,
            _customer.c.until > upload.number,
        )
        .exists()
    )


def _left_behind(upload: Upload) -> list[Select[Any]]:
    """What stays of customers whom the upload takes away."""
    years = (records.c.key.concat(KEY_SEPARATOR), records.c.key.concat(_AFTER_SEPARATOR))
    own = (
        (_other.c.kind.in_(_BY_NUMBER), _other.c.key == records.c.key),
        (_other.c.kind == "history", _other.c.key > years[0], _other.c.key < years[1]),
    )
    return [
        select(_other.c.kind, _other.c.key)
        .join_from(records, _other, _other.c.company_id == records.c.company_id)
        .where(
            records.c.company_id == upload.company_id,
            _other.c.company_id == upload.company_id,
            _is(records, "customer"),
            records.c.until == upload.number,
            records.c.until < literal_column(str(OPEN)),
            *its,
            _other.c.since <= upload.number,
            _other.c.until > upload.number,
            ~_holds(upload, records.c.key),
        )
        for its in own
    ]
