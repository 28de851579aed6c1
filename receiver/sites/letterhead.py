"""What stands at the head of what is printed: who writes, to whom, and on what paper."""

from __future__ import annotations

from typing import Final

from receiver.paper.document import Paper
from shared.records import Company, Customer

_LETTER: Final = frozenset({"USD", "CAD"})
"""Currencies of countries that print on Letter; everybody else does on A4."""


def paper_of(office: Company) -> Paper:
    """The paper of its country."""
    return "Letter" if office.currency.upper() in _LETTER else "A4"


def sender_of(office: Company) -> tuple[str, ...]:
    """The office's name, where it is, and how to reach it."""
    return (office.name, *filter(None, [_place(office), _reached(office)]))


def addressee_of(customer: Customer) -> tuple[str, ...]:
    """The customer's name and postal address, a line each."""
    town = ", ".join(filter(None, [customer.city, " ".join(filter(None, [customer.region, customer.postal_code]))]))
    firm = customer.company_name if customer.company_name != customer.name else ""
    return tuple(filter(None, [customer.name, firm, customer.street, town, customer.country]))


def _place(office: Company) -> str:
    town = ", ".join(filter(None, [office.city, " ".join(filter(None, [office.region, office.postal_code]))]))
    return " · ".join(filter(None, [office.street, town, office.country]))


def _reached(office: Company) -> str:
    return " · ".join(filter(None, [office.phone, office.email, office.website]))
