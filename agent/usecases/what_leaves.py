"""What leaves the office (feature row A17): the list of fields with a switch for each, and the exact last payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agent.domain.activity import Deed
from agent.domain.catalog import Field, FieldType, Held
from agent.domain.errors import UsageError
from agent.domain.leaving import LEAVES, MONEY, WITHHELD, Leaves, Share, Why, told
from agent.domain.permissions import Actor, Permission
from agent.usecases.ports import Activity
from agent.usecases.practice_ports import Overlay, PracticeDatabase
from agent.usecases.withholding import withheld_fields


@dataclass(frozen=True)
class Switched:
    """A field, or a `Share`, as it is now. `leaves` says whether it leaves with the next Process, `on` how its
    own switch stands; `why` says why that can't be changed, empty where it can."""

    name: str
    on: bool
    leaves: bool
    why: str = ""
    set: str = ""
    """The database set, empty for a `Share`."""
    places: tuple[str, ...] = ()
    money: bool = False
    """Whether it is an amount, which leaves only while money is shared."""


@dataclass(frozen=True)
class _Cell:
    """One cell of the company's row (`ports.CellChange`)."""

    record_id: str
    before: Held = field(repr=False)
    after: Held = field(repr=False)


@dataclass(frozen=True)
class WhatLeaves:
    """The switches of one office."""

    practice: PracticeDatabase
    overlay: Overlay
    activity: Activity
    actor: Actor

    def listed(self) -> list[Switched]:
        """The switches "Share money" and "Share reports", then every field that leaves. Names of fields only: whoever
        wants to know may."""
        off, money = withheld_fields(self.practice, self.overlay), self._shares_money()
        fixed = self._fixed(WITHHELD, "memo")
        found = [
            Switched(Share.MONEY, money, money, self._fixed(MONEY, "mark")),
            Switched(Share.REPORTS, False, False, Why.NO_REPORTS),
        ]
        mapped = {one.name: self.practice.catalog.set(one.set).label for one in self.practice.catalog}
        for one in LEAVES:
            if one.field in mapped:
                found.append(_switched(one, mapped[one.field], off, money=money, fixed=fixed))
        return found

    @property
    def may_switch(self) -> bool:
        """Whether the actor may change any of it."""
        return self.actor.may(Permission.EMAIL_SETTINGS)

    def switch(self, names: Sequence[str], *, on: bool) -> list[Switched]:
        """Let fields leave, or not, from the next Process on; all of them or none. Gives those that are otherwise now.
        Raises `UsageError` for a name that is none and for a switch that can't be, `NotAllowed`, and what the practice
        database raises."""
        self.actor.require(Permission.EMAIL_SETTINGS)
        found = [one for one in dict.fromkeys(map(self._finder(), names)) if one.on != on]
        for one in found:
            if one.why:
                raise UsageError(
                    f"{one.name} can't be switched {'on' if on else 'off'}.", detail=one.why, remedy="Leave it out."
                )
        if any(one.name in (*Share,) for one in found):
            self._write(MONEY, "mark", on)
        if fields := {one.name for one in found} - {*Share}:
            off = withheld_fields(self.practice, self.overlay)
            self._write(WITHHELD, "memo", told(off - fields if on else off | fields) or None)
        if found:
            what = (
                f"{'Leaves the office' if on else 'Leaves the office no more'}: {', '.join(one.name for one in found)}"
            )
            now = datetime.now(UTC).replace(microsecond=0)
            self.activity.note(Deed("settings", self.actor.name, what, "done", now))
        return [*map(self._finder(), (one.name for one in found))]

    def _finder(self) -> Callable[[str], Switched]:
        """Finds by name, in any letter case."""
        known = {one.name.casefold(): one for one in self.listed()}
        catalog = {one.name.casefold(): one.name for one in self.practice.catalog}

        def find(name: str) -> Switched:
            wanted = " ".join(name.split()).casefold()
            if wanted in known:
                return known[wanted]
            if wanted in catalog:
                raise UsageError(f"{catalog[wanted]} never leaves the office.", remedy="There is nothing to switch.")
            raise UsageError(f'There is no field "{name}".', remedy="See the names with: agent fields --leaving")

        return find

    def _shares_money(self) -> bool:
        target = self._field(MONEY, "mark")
        if target.home != "overlay":
            _, (held,) = next(self.practice.rows("company", [target]), ("", (False,)))
            return bool(held)
        return bool(next(iter(self.overlay.values(self.practice.practice_id, MONEY).values()), False))

    def _write(self, name: str, type_: FieldType, after: Held) -> None:
        """Into the company's row where it has a column that may be written, else into the overlay."""
        target = self._field(name, type_)
        if target.home == "column":
            record_id, (before,) = next(self.practice.held([target]))
            self.practice.write({target: [_Cell(record_id, before, after)]})
            return
        kept: Mapping[str, Held] = self.overlay.values(self.practice.practice_id, name)
        record_id = next(iter(kept), "")
        self.overlay.write(self.practice.practice_id, {target: [_Cell(record_id, kept.get(record_id), after)]})

    def _fixed(self, name: str, type_: FieldType) -> str:
        """Why the field can't be written at all; empty where it can."""
        return Why.MAPPED if self._field(name, type_).home == "fixed" else ""

    def _field(self, name: str, type_: FieldType) -> Field:
        """The field; one that the mapping leaves out lives in the overlay all the same."""
        known = {one.name: one for one in self.practice.catalog.fields("company")}
        return known.get(name) or Field(name, "company", type_, home="overlay")


def _switched(one: Leaves, set_: str, off: frozenset[str], *, money: bool, fixed: str) -> Switched:
    on = one.field not in off
    leaves = on and (money or not one.money)
    return Switched(one.field, on, leaves, one.why or fixed, set_, one.places, one.money)
