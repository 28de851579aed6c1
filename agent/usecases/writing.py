"""Puts the cells of a run into the databases, all of them or none, and finds out what became of a run cut short.

The journal knows of a run before anything is written. Cells of the practice database are its transaction, and a run
cut short is settled by looking at the cells, which hold either all the new values or none. Cells of the overlay and the
journal's state are one transaction. Where a run has both kinds, the practice database is written first and decides: a
kill between the two leaves it new and the overlay old, and whoever settles the run then writes the overlay. The overlay
is the agent's own and behind the one lock, so nobody has touched it since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from agent.domain.catalog import Field, Held
from agent.domain.chosen import RESETS
from agent.domain.errors import AgentError, RowChanged
from agent.domain.replacement import Change
from agent.domain.runs import SETTLES, Run, RunState
from agent.domain.values import counted
from agent.usecases.fields import Fields
from agent.usecases.ports import Journal
from agent.usecases.practice_ports import Overlay, PracticeDatabase

_Cells = dict[Field, list[Change]]


@dataclass(frozen=True)
class Writing:
    """The way into the databases of one office."""

    practice: PracticeDatabase
    fields: Fields
    overlay: Overlay
    journal: Journal
    guard: Callable[[Sequence[Change]], None]
    """Asked before a run is planned and before it is written. Raises where the actor may not make these changes: some
    cells decide about rights themselves."""

    def begin(self, run: Run, changes: Sequence[Change]) -> Run:
        """Keep a new run in the journal, then write it. Raises `RowChanged` and what the databases raise, having
        written nothing."""
        return self.write(self.journal.begin(run, changes), changes, RunState.DONE)

    def write(self, run: Run, changes: Iterable[Change], state: RunState) -> Run:
        """Write the cells of a run that the journal knows to be under way; after that its state is `state`."""
        columns, kept = self._by_home(changes)
        try:
            if columns:
                self.practice.write(columns)
            if kept:
                self._keep(run, columns, kept, state)
            else:
                self.journal.move(run.id, state)
        except RowChanged:
            with suppress(AgentError):
                self.journal.move(run.id, SETTLES[run.state].old)
            raise
        except AgentError as error:
            # Whether the databases took it is for the cells to say: an answer may be lost, or only the note of it.
            if self._became(run, error) is not state:
                raise
        return replace(run, state=state)

    def settle(self, run: Run) -> str:
        """Find out what became of a run that was cut short, finish it where half of it is done, and say so in a
        sentence."""
        return self._settle(run)[1]

    def _became(self, run: Run, error: AgentError) -> RunState | None:
        """What an `error` left of a run. Where the cells can't be asked now, the error says that the next start will
        ask them."""
        try:
            return self._settle(run)[0]
        except AgentError:
            error.detail = f"{error.detail} The next start looks whether it was written, and says so.".lstrip()
            return None

    def _settle(self, run: Run) -> tuple[RunState, str]:
        settling = SETTLES[run.state]
        cells = self.directed(run, settling.forward)
        columns, kept = self._by_home(cells)
        deciding = columns or kept
        old, new = self._standing(deciding)
        state = settling.new if len(new) > len(old) else settling.old
        missing = self._standing(kept)[0] if columns and state is settling.new else []
        if missing:
            self.overlay.write(run.practice_id, self._by_home(missing)[1], (run.id, state))
        else:
            self.journal.move(run.id, state)
        count = max(len(new), len(old))
        return state, (
            f"{run.named} of {run.what} was cut short; the rows show that it is {state}"
            f" ({count:,} of {counted(sum(map(len, deciding.values())), 'row')})."
        )

    def directed(self, run: Run, forward: bool) -> list[Change]:
        """The cells of a run in the direction of the write."""
        return self.journal.changes(run, forward)

    def sorted(self, changes: Iterable[Change]) -> tuple[list[Change], tuple[Change, ...]]:
        """The cells still to be written, and those that somebody changed since; cells written already are neither."""
        writes: list[Change] = []
        skipped: list[Change] = []
        for field, of_field in self._by_field(changes).items():
            current = self._current(field, of_field)
            for one in of_field:
                if _holds(current, one.record_id, one.before):
                    writes.append(one)
                elif not _holds(current, one.record_id, one.after):
                    skipped.append(one)
        return writes, tuple(skipped)

    def _keep(self, run: Run, columns: _Cells, kept: _Cells, state: RunState) -> None:
        try:
            self.overlay.write(run.practice_id, kept, (run.id, state))
        except AgentError:
            if columns:
                self.practice.write({field: [one.reversed() for one in cells] for field, cells in columns.items()})
            raise

    def _standing(self, cells: _Cells) -> tuple[list[Change], list[Change]]:
        """Those that hold what was before, and those that hold what shall be after."""
        old: list[Change] = []
        new: list[Change] = []
        for field, of_field in cells.items():
            current = self._current(field, of_field)
            old += [one for one in of_field if _holds(current, one.record_id, one.before)]
            new += [one for one in of_field if _holds(current, one.record_id, one.after)]
        return old, new

    def _current(self, field: Field, changes: Sequence[Change]) -> dict[str, Held]:
        return self.fields.held(field, [one.record_id for one in changes])

    def _by_home(self, changes: Iterable[Change]) -> tuple[_Cells, _Cells]:
        """By field, the cells of columns and those of the overlay."""
        cells = self._by_field(changes)
        return (
            {field: of_field for field, of_field in cells.items() if field.home != "overlay"},
            {field: of_field for field, of_field in cells.items() if field.home == "overlay"},
        )

    def _by_field(self, changes: Iterable[Change]) -> _Cells:
        found: dict[str, list[Change]] = {}
        for name, cells in groupby(changes, attrgetter("field")):
            found.setdefault(name, []).extend(cells)
        return {self._field(name): cells for name, cells in found.items()}

    def _field(self, name: str) -> Field:
        return RESETS if name == RESETS.name else self.practice.catalog.field(name)


def _holds(current: dict[str, Held], record_id: str, value: Held) -> bool:
    return record_id in current and current[record_id] == value
