"""What a customer changed in a form, held against what he saw and what the office has now (B4, B8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from receiver.domain.requests.typed import shown_line
from shared import records
from shared.outbound import Change

LINES: Final = (
    "first_name",
    "name",
    "company_name",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "email",
)
"""The fields of `records.Customer` that a customer may ask to change, in the order of the form; phones come after."""

PHONE: Final = "phones/"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a form asks for."""

    changes: tuple[Change, ...]
    moved: Mapping[str, str]
    """Of these fields the office changed its own value meanwhile: to what."""


def contact_fields(customer: records.Customer) -> dict[str, str]:
    """The contact information as a form shows it, by the field of the contract; in the end an empty phone number."""
    found = {name: shown_line(getattr(customer, name)) for name in LINES}
    for position, phone in enumerate(customer.phones):
        found[phone_field(position, phone.kind)] = shown_line(phone.number)
    found[phone_field(len(customer.phones), "")] = ""
    return found


def phone_field(position: int, kind: str) -> str:
    """The field of a phone number; one that the office does not have yet has no kind."""
    return f"{PHONE}{position}/{kind}"


def phone_kind(field: str) -> str:
    """The office's word for a phone number."""
    return field.split("/", 2)[2]


def compared(seen: Mapping[str, str], now: Mapping[str, str], typed: Mapping[str, str]) -> Compared:
    """What was changed of what the customer saw. A field that the office has changed to the very same is none."""
    changes, moved = [], {}
    for field, before in seen.items():
        after, held = typed.get(field, before), now.get(field, "")
        if after in (before, held):
            continue
        changes.append(Change(field, before, after))
        if held != before:
            moved[field] = held
    return Compared(tuple(changes), moved)
