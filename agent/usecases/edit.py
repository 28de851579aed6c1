"""Changes single records, several cells in one step (feature row A7): what `agent customers set` and a customer's form
save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from agent.domain.catalog import Value
from agent.domain.chosen import SIGN_IN
from agent.domain.edit import Cell, CellsChanged, new_values
from agent.domain.errors import UsageError
from agent.domain.permissions import Actor, Permission
from agent.domain.replacement import Change
from agent.domain.runs import Run, RunState
from agent.domain.values import shown
from agent.domain.wish import check_reset
from agent.usecases.own_passwords import OwnPasswords
from agent.usecases.writing import Writing


@dataclass(frozen=True)
class Edit:
    """The engine for one practice database."""

    writing: Writing
    actor: Actor
    own: OwnPasswords
    right: Permission = Permission.EDIT_CUSTOMERS
    """What one has to hold for it: what a customer asked for is written by who may accept requests."""

    def save(self, cells: Sequence[Cell], about: str = "", cause: str = "", *, also_own: bool = False) -> Run | None:
        """Write all these cells or none: one record's, or those of several records and sets that belong together (a
        customer, his phones, his properties). Cells may live in columns or in the overlay, in any mixture.

        Gives the run of the journal, with which it can be undone like a replacement; None where every cell holds its
        new value already. There is no automatic backup. `about` says in the history which records are meant, for
        example `CU.Customer Number = 1001`; it must hold no password. `cause` names in the journal what it was done
        for. `also_own` says that a portal password among the cells is to count for a customer who chose his own, too.
        Only for who holds the one lock.

        Raises `NotAllowed`; `CellsRefused` (a `UsageError`, all cells that can't be with the reason of each);
        `CellsChanged` (a `RowChanged`, the cells that no longer hold what the person saw, with what they hold now);
        `RowChanged`, `PracticeBusy`, `PracticeError` and other `AgentError` from the databases. Nothing is written
        then.
        """
        self.actor.require(self.right)
        moved = [one for one in cells if one.text != one.seen]
        _check_once(moved)
        changes = self._changes(moved, new_values(moved))
        resets = self._resets(cells) if also_own else ()
        if not changes and not resets:
            return None
        self.writing.guard(changes)
        named = dict.fromkeys(one.field for one in changes) or {SIGN_IN: None}
        fields = [self.writing.practice.catalog.field(one) for one in named]
        run = Run(
            id=0,
            practice_id=self.writing.practice.practice_id,
            made=datetime.now(UTC).replace(microsecond=0),
            who=self.actor.name,
            set=fields[0].set,
            field=fields[0].name,
            home=fields[0].home,
            secret=any(one.secret for one in fields),
            conditions=about or self._about(moved),
            changed=len(changes),
            unchanged=len(cells) - len(changes),
            backup="",
            state=RunState.APPLYING,
            edit=True,
            fields=tuple(one.name for one in fields),
            resets=len(resets),
            cause=cause,
        )
        return self.writing.begin(run, [*changes, *resets])

    def _resets(self, cells: Sequence[Cell]) -> tuple[Change, ...]:
        """What lets the portal passwords among these cells count. Raises `UsageError` where there is none."""
        passwords = [one for one in cells if one.field.name == SIGN_IN]
        for one in passwords or cells:
            check_reset(one.field, one.text)
        return self.own.resets(dict.fromkeys(one.record_id for one in passwords))

    def _changes(self, cells: Sequence[Cell], values: Sequence[Value]) -> list[Change]:
        """The cells whose value becomes another. Raises `CellsChanged`."""
        found: list[Change] = []
        now: list[tuple[Cell, str | None]] = []
        for name in dict.fromkeys(one.field.set for one in cells):
            of_set = [(cell, value) for cell, value in zip(cells, values, strict=True) if cell.field.set == name]
            rows = self._rows(name, [cell for cell, _ in of_set])
            for cell, value in of_set:
                row = rows.get(cell.record_id)
                if row is None or not cell.is_as_seen(row[cell.field.name]):
                    now.append((cell, None if row is None else shown(row[cell.field.name])))
                elif value != row[cell.field.name] or type(value) is not type(row[cell.field.name]):
                    found.append(Change(cell.record_id, self._label(name, row), None, value, cell.field.name))
        if now:
            raise CellsChanged(now)
        return self._as_held(found)

    def _rows(self, set_name: str, cells: Sequence[Cell]) -> dict[str, dict[str, Value]]:
        fields = self.writing.fields
        wanted = dict.fromkeys([*(one.field for one in cells), *fields.labels(set_name)])
        return dict(fields.rows(set_name, list(wanted), (fields.key(set_name), {one.record_id for one in cells})))

    def _label(self, set_name: str, row: dict[str, Value]) -> str:
        return " ".join(text for one in self.writing.fields.labels(set_name) if (text := shown(row[one.name])))

    def _as_held(self, changes: list[Change]) -> list[Change]:
        """With what each cell holds to the byte; `Writing` refuses them where that moved since they were compared."""
        catalog = self.writing.practice.catalog
        held = {
            name: self.writing.fields.held(catalog.field(name), [one.record_id for one in changes if one.field == name])
            for name in {one.field for one in changes}
        }
        return [replace(one, before=held[one.field].get(one.record_id)) for one in changes]

    def _about(self, cells: Sequence[Cell]) -> str:
        records = dict.fromkeys((self.writing.fields.key(one.field.set).name, one.record_id) for one in cells)
        return ", ".join(f"{name} = {record_id}" for name, record_id in records)


def _check_once(cells: Sequence[Cell]) -> None:
    if len({(one.field, one.record_id) for one in cells}) < len(cells):
        raise UsageError("One cell is given two values.", remedy="Give each field of a record once.")
