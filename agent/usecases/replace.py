"""Global Replacement (feature rows A3 - A6): plan, backup, journal, one transaction; undo and redo of the same.

The journal knows of a run before anything is written. For a column of the practice database the write is its
transaction, and a run cut short is settled by looking at the rows, which hold either all the new values or none. For
a field of the overlay the write and the journal's state are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from agent.domain.catalog import Field, Held, Home
from agent.domain.errors import AgentError, Exit, RowChanged
from agent.domain.passwords import unique
from agent.domain.permissions import Actor, Permission
from agent.domain.replacement import Change, Plan, Row, Wish, make_plan, summary
from agent.domain.runs import SETTLES, Backup, Run, RunState
from agent.domain.values import counted, shown
from agent.usecases.fields import Fields
from agent.usecases.ports import Journal, Overlay, PracticeDatabase, Progress

_TRIES = 3
"""How often an undo looks again when somebody changes rows just then."""


class NothingToUndo(AgentError):
    """There is no run in a state that could be undone or redone."""

    exit = Exit.NOTHING_TO_DO


@dataclass(frozen=True)
class Swing:
    """What an undo or redo did: `skipped` rows were changed by somebody since and stay as they are."""

    run: Run
    written: int
    skipped: tuple[Change, ...]


@dataclass(frozen=True)
class Replace:
    """The engine for one practice database. `backup` makes the automatic backup for a reason and a home of fields."""

    practice: PracticeDatabase
    fields: Fields
    overlay: Overlay
    journal: Journal
    backup: Callable[[str, Home], Backup]
    words: Callable[[], Sequence[str]]
    actor: Actor
    guard: Callable[[Field, Sequence[Change]], None]
    """Raises where somebody may not write these changes of a field: users are not customers."""
    needs: Permission = Permission.REPLACE
    """What the actor must have; a change of one customer needs another right than a global replacement."""

    def plan(self, wish: Wish) -> Plan:
        """What would change now. Raises `UsageError` for a wish that can't be, `NotAllowed`."""
        self.actor.require(self.needs)
        wish.check()
        taken: set[str] = set()
        if wish.unique is not None:
            taken = {str(row[wish.field.name]) for _, row in self.fields.rows(wish.field.set, [wish.field])}
        words = self.words() if wish.unique == "words" else ()
        plan = make_plan(wish, self._rows(wish), unique(wish.unique or "random", words, taken))
        self.guard(wish.field, plan.changes)
        return plan

    def perform(self, plan: Plan, progress: Progress, with_backup: bool = True) -> Run:
        """Write the plan. Raises `RowChanged`, having written nothing, where a row is not as the plan saw it, and
        `NotAllowed`."""
        self.actor.require(self.needs)
        target = plan.wish.field
        self.guard(target, plan.changes)
        reason = f"before replacing {target.name} in {counted(len(plan.changes), 'row')}"
        backup = self._backed_up(reason, target, progress) if with_backup else ""
        progress.step("Writing", len(plan.changes))
        run = Run(
            id=0,
            practice_id=self.practice.practice_id,
            made=datetime.now(UTC).replace(microsecond=0),
            who=self.actor.name,
            set=target.set,
            field=target.name,
            home=target.home,
            secret=target.secret,
            conditions=summary(plan.wish.conditions),
            changed=len(plan.changes),
            unchanged=plan.unchanged,
            backup=backup,
            state=RunState.APPLYING,
        )
        return self._write(self.journal.begin(run, plan.changes), target, plan.changes, RunState.DONE)

    def undo(self, run_id: int | None, progress: Progress) -> Swing:
        """Give back what a run replaced, the last one where none is named.

        Raises `NothingToUndo`, `NotAllowed`, and `RowChanged` where every row was changed since.
        """
        self.actor.require(self.needs)
        return self._swing(self._find(run_id, RunState.DONE), RunState.UNDOING, progress)

    def redo(self, run_id: int | None, progress: Progress) -> Swing:
        """Do an undone run again; like `undo`."""
        self.actor.require(self.needs)
        return self._swing(self._find(run_id, RunState.UNDONE), RunState.REDOING, progress)

    def history(self) -> list[Run]:
        """Every replacement, newest first. Raises `NotAllowed`."""
        self.actor.require(self.needs)
        return self._runs()

    def runs(self) -> list[Run]:
        """The same for a page that shows other things, too: none to who may not see them."""
        return self._runs() if self.actor.may(self.needs) else []

    def _runs(self) -> list[Run]:
        return self.journal.runs(self.practice.practice_id)

    def settle(self) -> list[str]:
        """Find out what became of runs that were cut short; a sentence for each. Only for who holds the one lock."""
        return [self._settled(run) for run in self._runs() if run.state in SETTLES]

    def _rows(self, wish: Wish) -> Iterator[Row]:
        labels = self.fields.labels(wish.field.set)
        wanted = {one.name: one for one in (wish.field, *labels, *(c.field for c in wish.conditions))}
        held = self.fields.held(wish.field)
        for record_id, values in self.fields.rows(wish.field.set, list(wanted.values())):
            label = " ".join(text for one in labels if (text := shown(values[one.name])))
            yield Row(record_id, label or record_id, values, held.get(record_id))

    def _backed_up(self, reason: str, target: Field, progress: Progress) -> str:
        progress.step("Making a backup")
        made = self.backup(reason, target.home)
        progress.advance(0)
        return made.id

    def _write(self, run: Run, target: Field, changes: Iterable[Change], state: RunState) -> Run:
        try:
            if target.home == "overlay":
                self.overlay.write(run.practice_id, target.name, changes, (run.id, state))
            else:
                self.practice.write(target, changes)
                self.journal.move(run.id, state)
        except AgentError:
            # Whether the database took it is for the rows to say; where they can't, the next start asks them.
            with suppress(AgentError):
                self._settled(self._again(run.id))
            raise
        return replace(run, state=state)

    def _again(self, run_id: int) -> Run:
        return next(one for one in self._runs() if one.id == run_id)

    def _find(self, run_id: int | None, state: RunState) -> Run:
        verb = "undone" if state is RunState.DONE else "done again"
        for run in self._runs():
            if run.id == run_id or (run_id is None and run.state is state):
                if run.state is not state:
                    raise NothingToUndo(f"Replacement {run.id} can't be {verb}: it is {run.state}.")
                return run
        if run_id is not None:
            raise NothingToUndo(f"There is no replacement {run_id}.", remedy="See them with: agent undo --list")
        raise NothingToUndo(f"There is no replacement that could be {verb}.")

    def _swing(self, run: Run, through: RunState, progress: Progress) -> Swing:
        target = self.practice.catalog.field(run.field, run.set)
        rows = self._directed(run, SETTLES[through].forward)
        self.guard(target, rows)
        if not rows:
            raise NothingToUndo(
                f"The earlier values of replacement {run.id} are no longer kept.",
                remedy=f"Its backup is {run.backup}; see: agent backup list" if run.backup else "Set them by hand.",
            )
        self._backed_up(f"before {'redoing' if SETTLES[through].forward else 'undoing'} {run.id}", target, progress)
        for attempt in range(_TRIES):
            writes, skipped = self._sorted(target, rows)
            if skipped and len(skipped) == len(rows):
                raise RowChanged("Every row was changed since, so nothing was written.", remedy="Set them by hand.")
            self.journal.move(run.id, through)
            progress.step("Writing", len(writes))
            try:
                return Swing(
                    self._write(replace(run, state=through), target, writes, SETTLES[through].new), len(writes), skipped
                )
            except RowChanged:
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError("every attempt returns or raises")

    def _directed(self, run: Run, forward: bool) -> list[Change]:
        """The rows of a run in the direction of the write."""
        rows = self.journal.changes(run.id)
        return rows if forward else [replace(one, before=one.after, after=one.before) for one in rows]

    def _sorted(self, target: Field, rows: Sequence[Change]) -> tuple[list[Change], tuple[Change, ...]]:
        """The rows still to be written, and those that somebody changed since; rows written already are neither."""
        current = self.fields.held(target)
        writes = [one for one in rows if _holds(current, one.record_id, one.before)]
        skipped = [
            one
            for one in rows
            if not _holds(current, one.record_id, one.before) and not _holds(current, one.record_id, one.after)
        ]
        return writes, tuple(skipped)

    def _settled(self, run: Run) -> str:
        target = self.practice.catalog.field(run.field, run.set)
        settling = SETTLES[run.state]
        current = self.fields.held(target)
        rows = self._directed(run, settling.forward)
        new = sum(_holds(current, one.record_id, one.after) for one in rows)
        old = sum(_holds(current, one.record_id, one.before) for one in rows)
        state = settling.new if new > old else settling.old
        self.journal.move(run.id, state)
        return (
            f"Replacement {run.id} of {run.field} was cut short; the rows show that it is {state}"
            f" ({max(new, old):,} of {counted(len(rows), 'row')})."
        )


def _holds(current: dict[str, Held], record_id: str, value: Held) -> bool:
    return record_id in current and current[record_id] == value
