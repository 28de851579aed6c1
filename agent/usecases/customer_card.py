"""One customer with everything that hangs on him, as the Customer List's tabs show it (feature row A7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime, time
from typing import Final

from agent.domain.catalog import Field, Value
from agent.domain.chosen import Own
from agent.domain.errors import AgentError
from agent.domain.values import shown
from agent.usecases.fields import Fields

OWN_ID: Final = "CU.Record Id"
_SERVICE: Final = "JB.Service"
_POSTED: Final = "WK.Posted"


@dataclass(frozen=True)
class Part:
    """The rows of one set that belong to a customer: record id, and the texts (see `values.shown`) by field name.
    Without `fields` this practice database has no such set."""

    fields: tuple[Field, ...] = ()
    rows: tuple[tuple[str, Mapping[str, str]], ...] = attribute(default=(), repr=False)


@dataclass(frozen=True)
class Visit:
    """Posted work. `day` is when it was started, else planned; None where neither is known."""

    day: datetime | None
    service: str
    started: datetime | None
    ended: datetime | None
    crew: str
    amount: str
    notes: str = attribute(repr=False)


@dataclass(frozen=True)
class Card:
    """One customer. `own` has one row; `obstacle` says why nothing of it may be changed, empty where it may."""

    record_id: str
    own: Part
    phones: Part
    properties: Part
    jobs: Part
    history: tuple[Visit, ...] = ()
    """Newest first."""
    obstacle: str = ""
    chosen: Own | None = None
    """Of a customer who chose his portal password himself."""

    def text(self, field: str) -> str:
        """A text of the customer himself; empty for a field that is not there."""
        return self.own.rows[0][1].get(field, "")


def read_card(fields: Fields, record_id: str, obstacle: str, chosen: Own | None) -> Card:
    """The customer with this record id. Raises `AgentError` where he is gone."""
    own = _part(fields, "customers", OWN_ID, (record_id,))
    if not own.rows:
        raise AgentError(
            "This customer is no longer in the practice database.",
            detail="Somebody removed him since the list was read.",
            remedy="Press F5 to read the list again.",
        )
    jobs = _part(fields, "jobs", "JB.Customer", (record_id,))
    return Card(
        record_id,
        own,
        _part(fields, "phones", "PH.Customer", (record_id,)),
        _part(fields, "properties", "PR.Customer", (record_id,)),
        jobs,
        _history(fields, jobs),
        obstacle,
        chosen,
    )


def _part(fields: Fields, set_name: str, link: str, ids: Collection[str]) -> Part:
    there = fields.practice.catalog.fields(set_name) if set_name in fields.practice.catalog.sets else []
    named = next((one for one in there if one.name == link), None)
    if named is None:
        return Part()
    rows = fields.rows(set_name, there, (named, ids))
    told = ((found, {name: shown(value) for name, value in row.items()}) for found, row in rows)
    return Part(tuple(there), tuple(told))


def _history(fields: Fields, jobs: Part) -> tuple[Visit, ...]:
    services = {record_id: row.get(_SERVICE, "") for record_id, row in jobs.rows}
    there = {one.name: one for one in fields.practice.catalog if one.set == "work"}
    if not services or "WK.Job" not in there or _POSTED not in there:
        return ()
    wanted = [one for one in there.values() if one.name != "WK.Record Id"]
    rows = fields.rows("work", wanted, (there["WK.Job"], services))
    found = [_visit(row, services) for _, row in rows if row[_POSTED] is True]
    return tuple(sorted(found, key=lambda one: one.day or datetime.min, reverse=True))


def _visit(row: Mapping[str, Value], services: Mapping[str, str]) -> Visit:
    started, planned = _moment(row.get("WK.Started")), _moment(row.get("WK.Planned"))
    return Visit(
        started or planned,
        services.get(shown(row["WK.Job"]), ""),
        started,
        _moment(row.get("WK.Ended")),
        shown(row.get("WK.Crew")),
        shown(row.get("WK.Amount")),
        shown(row.get("WK.Notes")),
    )


def _moment(value: Value) -> datetime | None:
    """What is no date, though it should be one, is none."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else None
