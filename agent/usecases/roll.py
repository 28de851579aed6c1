"""Reads the lines of the Customer List: one pass over the customers, one over their phone numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from agent.domain.catalog import Field, Value
from agent.domain.customer_list import Roll, listed_name
from agent.domain.values import shown
from agent.usecases.fields import Fields

NUMBER: Final = "CU.Customer Number"
_PERSON: Final = ("CU.Customer Name", "CU.First Name", "CU.Company Name")
_REST: Final = ("CU.Customer Status", "CU.City", "CU.Email", "CU.Street")
_OWNER, _PHONE = "PH.Customer", "PH.Number"


def read_roll(fields: Fields, breathe: Callable[[], None] = lambda: None, own: frozenset[str] = frozenset()) -> Roll:
    """Every customer, in record order; what this practice database does not have stays empty. `own` are the record ids
    of those who chose their portal password themselves."""
    phones = _phones(fields)
    roll = Roll(breathe, own)
    for record_id, row in fields.rows("customers", _there(fields, "customers", (NUMBER, *_PERSON, *_REST))):
        name, first_name, company = (_text(row, one) for one in _PERSON)
        status, city, email, street = (_text(row, one) for one in _REST)
        numbers = phones.get(record_id, ())
        line = (
            record_id,
            _text(row, NUMBER),
            listed_name(name, first_name, company),
            status,
            city,
            email,
            ", ".join(numbers),
        )
        roll.add(line, street, (name, first_name, company), numbers)
    return roll


def _phones(fields: Fields) -> dict[str, tuple[str, ...]]:
    """By record id of the customer, in record order."""
    found: dict[str, tuple[str, ...]] = {}
    named = _there(fields, "phones", (_OWNER, _PHONE))
    if len(named) == 2:
        for _, row in fields.rows("phones", named):
            if number := _text(row, _PHONE):
                owner = _text(row, _OWNER)
                found[owner] = (*found.get(owner, ()), number)
    return found


def _there(fields: Fields, set_name: str, names: tuple[str, ...]) -> list[Field]:
    return [one for one in fields.practice.catalog.fields(set_name) if one.name in names]


def _text(row: dict[str, Value], name: str) -> str:
    return shown(row.get(name)).strip()
