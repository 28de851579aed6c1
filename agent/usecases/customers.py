"""The Customer List (feature row A7): find customers, and show one with everything the office knows of him."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from agent.domain.catalog import Field, Value
from agent.domain.chosen import Own
from agent.domain.conditions import Condition, matches_all
from agent.domain.customer_list import Roll, number_key
from agent.domain.errors import AgentError, UsageError
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.domain.values import shown
from agent.usecases.customer_card import Card, read_card
from agent.usecases.fields import Fields
from agent.usecases.own_passwords import OwnPasswords
from agent.usecases.roll import NUMBER, read_roll

SHOWN = (NUMBER, "CU.Customer Name", "CU.First Name", "CU.Customer Status", "CU.City", "CU.Email")
"""The columns of the list."""


@dataclass(frozen=True)
class Listed:
    """A line of the list: the fields of `SHOWN` that this practice database has, as text by name."""

    record_id: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Shown:
    """One customer. The portal password stands among the fields in clear, for the office needs to tell it; the rows
    of the other sets are as the catalog has them, links and record ids left out."""

    record_id: str
    number: str
    fields: dict[str, str]
    phones: list[dict[str, str]]
    properties: list[dict[str, str]]
    jobs: list[dict[str, str]]
    work: dict[str, int]
    own_password: Own | None = None
    """Of who chose his portal password himself."""

    def __repr__(self) -> str:
        return f"Shown(record_id={self.record_id!r}, number={self.number!r})"


@dataclass(frozen=True)
class Customers:
    """The customers of one practice database."""

    fields: Fields
    actor: Actor
    own: OwnPasswords

    def listed(self, conditions: Sequence[Condition], search: str = "", sort: Field | None = None) -> Iterator[Listed]:
        """Those whom every condition means and in whom `search` is found (as `domain.search` has it; all where nothing
        is searched for), in record order or by a field, whoever has nothing there last. Raises `NotAllowed`."""
        self.actor.require(Permission.CUSTOMER_LIST)
        columns = [one for one in self._catalog("customers") if one.name in SHOWN]
        wanted = {one.name: one for one in chain(columns, (c.field for c in conditions), [sort] if sort else [])}
        found = read_roll(self.fields).searched(search) if search.strip() else None
        rows: Iterable[tuple[str, dict[str, Value]]] = self.fields.rows("customers", list(wanted.values()))
        if sort is not None:
            rows = sorted(rows, key=lambda row: _sort_key(row[1][sort.name]))
        for record_id, row in rows:
            if (found is None or record_id in found) and matches_all(conditions, row):
                yield Listed(record_id, {one.name: shown(row[one.name]) for one in columns})

    def roll(self, breathe: Callable[[], None] = lambda: None) -> Roll:
        """All of them, prepared for searching and sorting; see `Roll` for `breathe`. Raises `NotAllowed`."""
        self.actor.require(Permission.CUSTOMER_LIST)
        return read_roll(self.fields, breathe, frozenset(self.own.known()))

    def card(self, record_id: str) -> Card:
        """One of them with everything that hangs on him. Raises `NotAllowed`, `AgentError` where he is gone."""
        self.actor.require(Permission.CUSTOMER_LIST)
        return read_card(self.fields, record_id, self._obstacle(), self.own.known().get(record_id))

    def find(self, number: str) -> tuple[str, str]:
        """Record id and exact number of the customer meant: the one with exactly this number, else the only one that
        has it when blanks around it and letter case do not count.

        Raises `UsageError` where there is none or several.
        """
        named = self.fields.practice.catalog.field(NUMBER, "customers")
        known = [(record_id, shown(row[NUMBER])) for record_id, row in self.fields.rows("customers", [named])]
        found = [one for one in known if one[1] == number]
        found = found or [one for one in known if one[1].strip().casefold() == number.strip().casefold()]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f'There is no customer "{number}".', remedy="See them with: agent customers list")
        several = ", ".join(f'"{one}" (record {record_id})' for record_id, one in found[:5])
        raise UsageError(f'Several customers have the number "{number}": {several}.', remedy="Give the exact number.")

    def cells(self, number: str, fields: Sequence[Field]) -> tuple[str, str, list[str]]:
        """Record id and exact number of the customer meant, and what these fields of his hold, as text, for a change of
        them. Raises what `find` raises, and `NotAllowed`."""
        self.actor.require(Permission.EDIT_CUSTOMERS)
        record_id, exact = self.find(number)
        named = list(dict.fromkeys(fields))
        for found, row in self.fields.rows("customers", named, (self.fields.key("customers"), [record_id])):
            if found == record_id:
                return record_id, exact, [shown(row[one.name]) for one in fields]
        raise AgentError(f'Customer "{number}" was removed just now.')

    def show(self, number: str) -> Shown:
        """Everything about the customer of that number. Raises what `find` raises, and `NotAllowed`."""
        self.actor.require(Permission.CUSTOMER_LIST)
        record_id, exact = self.find(number)
        own = self.fields.key("customers")
        for found, row in self.fields.rows("customers", self._catalog("customers"), (own, [record_id])):
            if found == record_id:
                jobs = list(self._linked("jobs", "JB.Customer", record_id))
                return Shown(
                    record_id,
                    exact,
                    {name: shown(value) for name, value in row.items()},
                    [self._text("phones", row) for _, row in self._linked("phones", "PH.Customer", record_id)],
                    [self._text("properties", row) for _, row in self._linked("properties", "PR.Customer", record_id)],
                    [self._text("jobs", row) for _, row in jobs],
                    self._work({job_id for job_id, _ in jobs}),
                    self.own.known().get(record_id),
                )
        raise AgentError(f'Customer "{number}" was removed just now.')

    def _obstacle(self) -> str:
        """Why this actor may change nothing; empty where he may."""
        try:
            self.actor.require(Permission.EDIT_CUSTOMERS)
        except NotAllowed as refused:
            return f"{refused.title} {refused.remedy}"
        return ""

    def _catalog(self, set_name: str) -> list[Field]:
        return self.fields.practice.catalog.fields(set_name)

    def _linked(self, set_name: str, link: str, record_id: str) -> Iterator[tuple[str, dict[str, Value]]]:
        """The rows of a set that belong to a customer; none where this practice database has no such set."""
        fields = self._catalog(set_name)
        for field in fields:
            if field.name == link:
                yield from self.fields.rows(set_name, fields, (field, [record_id]))

    def _text(self, set_name: str, row: dict[str, Value]) -> dict[str, str]:
        told = [one.name for one in self._catalog(set_name) if not one.key or one.name.endswith(" Number")]
        return {name: shown(row[name]) for name in told}

    def _work(self, jobs: set[str]) -> dict[str, int]:
        """How many visits are done and planned."""
        fields = {one.name: one for one in self._catalog("work")}
        counts = {"posted": 0, "planned": 0}
        if "WK.Job" in fields and "WK.Posted" in fields:
            for _, row in self.fields.rows("work", [fields["WK.Posted"]], (fields["WK.Job"], jobs)):
                counts["posted" if row["WK.Posted"] else "planned"] += 1
        return counts


def _sort_key(value: Value) -> tuple[int, int | Decimal | str]:
    """Numbers before texts, for a foreign database holds both in one column; nothing comes last."""
    if value is None or value == "":
        return 2, ""
    if isinstance(value, bool | int | Decimal):
        return 0, value
    return 1, number_key(shown(value))
