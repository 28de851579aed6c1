"""Empties, in what is published, the fields that the office switched off (feature row A17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec.structs import fields, replace

from agent.domain.leaving import BY_NAME, WITHHELD, named
from agent.usecases.practice_ports import Overlay, PracticeDatabase
from shared import records

Body = TypeVar("Body", bound=msgspec.Struct)
Plan = Mapping[str, Any]
"""By attribute: None to empty it, or the plan of each of the structs in it."""


def withheld_fields(practice: PracticeDatabase, overlay: Overlay) -> frozenset[str]:
    """The fields that are switched off, one company-wide truth where the practice database has a place for it."""
    places = [one for one in practice.catalog.fields("company") if one.name == WITHHELD and one.home != "overlay"]
    kept = {} if places and places[0].home == "column" else overlay.values(practice.practice_id, WITHHELD)
    if kept or not places:
        return named(next(iter(kept.values()), None))
    _, (text,) = next(practice.held(places), ("", (None,)))
    return named(text)


class Withholding:
    """Empties these fields."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        plans: dict[str, Any] = {}
        for name in self.names:
            for place in BY_NAME[name].emptied:
                *path, last = place.split(".")
                plan = plans
                for step in path:
                    # What is emptied whole needs no look inside.
                    plan = {} if plan.get(step, {}) is None else plan.setdefault(step, {})
                plan[last] = None
        self._plans: Mapping[str, Mapping[str, Plan | None]] = plans

    def company(self, company: records.Company) -> records.Company:
        """The company as it may leave."""
        return _emptied(company, self._plans.get("company", {}))

    def customer(self, customer: records.Customer) -> records.Customer:
        """The customer as he may leave."""
        return _emptied(customer, self._plans.get("customer", {}))

    def history(self, history: records.History) -> records.History:
        """A year of his history as it may leave."""
        return _emptied(history, self._plans.get("history", {}))

    def invoices(self, invoices: records.Invoices) -> records.Invoices:
        """His invoices and payments as they may leave."""
        return _emptied(invoices, self._plans.get("invoices", {}))

    def staff_email(self, email: str) -> str:
        """The e-mail address of a user as it may leave."""
        return "" if "email" in self._plans.get("staff", {}) else email


def _emptied(body: Body, plan: Plan) -> Body:
    changes: dict[str, object] = {}
    for name, inner in plan.items():
        if inner is None:
            changes[name] = _nothing(type(body), name)
        elif held := getattr(body, name):
            changes[name] = tuple([_emptied(one, inner) for one in held])
    return replace(body, **changes) if changes else body


@cache
def _nothing(kind: type[msgspec.Struct], name: str) -> object:
    """What the attribute holds by default; of a text that has none, the empty text."""
    field = next(one for one in fields(kind) if one.name == name)
    return "" if field.required else field.default
