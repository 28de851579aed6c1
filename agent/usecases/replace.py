"""Global Replacement (feature rows A3 - A6): plan, backup, journal, one transaction; undo and redo of the same, and of
changes of single records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import dropwhile, takewhile

from agent.domain.catalog import Home
from agent.domain.chosen import RESETS, SIGN_IN
from agent.domain.errors import AgentError, Exit, RowChanged
from agent.domain.passwords import unique
from agent.domain.permissions import Actor, Permission
from agent.domain.replacement import Change, Plan, Rows, make_plan, summary
from agent.domain.runs import SETTLES, Backup, Run, RunState
from agent.domain.values import counted
from agent.domain.wish import Wish
from agent.usecases.own_passwords import OwnPasswords
from agent.usecases.ports import Progress
from agent.usecases.writing import Writing

_TRIES = 4
"""How often an undo tries: first all cells, then those that nobody changed since, as long as somebody changes more."""


class NothingToUndo(AgentError):
    """There is no run in a state that could be undone or redone."""

    exit = Exit.NOTHING_TO_DO


@dataclass(frozen=True)
class Swing:
    """What an undo or redo did: `skipped` cells were changed by somebody since and stay as they are. Neither counts
    the resets of passwords (`Run.resets`)."""

    run: Run
    written: int
    skipped: tuple[Change, ...]


@dataclass(frozen=True)
class Replace:
    """The engine for one practice database. `backup` makes the automatic backup for a reason and a home of fields."""

    writing: Writing
    backup: Callable[[str, Home], Backup]
    words: Callable[[], Sequence[str]]
    actor: Actor
    own: OwnPasswords

    def plan(self, wish: Wish) -> Plan:
        """What would change now. Raises `UsageError` for a wish that can't be, `NotAllowed`."""
        self.actor.require(Permission.REPLACE)
        wish.check()
        words = self.words() if wish.unique == "words" else ()
        own = self.own.counting() if wish.field.name == SIGN_IN else ()
        plan = make_plan(wish, self._rows(wish), lambda taken: unique(wish.unique or "random", words, taken), own)
        self.writing.guard(plan.changes)
        return replace(plan, resets=self.own.resets(plan.own)) if wish.also_own else plan

    def perform(self, plan: Plan, progress: Progress) -> Run:
        """Write the plan. Raises `RowChanged`, having written nothing, where a row is not as the plan saw it, and
        `NotAllowed`."""
        self.actor.require(Permission.REPLACE)
        self.writing.guard(plan.changes)
        target = plan.wish.field
        reason = f"before replacing {target.name} in {counted(len(plan.changes), 'row')}"
        backup = self._backed_up(reason, target.home, progress)
        progress.step("Writing", len(plan.changes))
        run = Run(
            id=0,
            practice_id=self.writing.practice.practice_id,
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
            resets=len(plan.resets),
        )
        return self.writing.begin(run, plan.cells)

    def undo(self, run_id: int | None, progress: Progress) -> Swing:
        """Give back what a run replaced, the last one where none is named; a change of single records needs the right
        to edit customers (or that to requests, where a customer asked for it), and makes no backup either.

        Raises `NothingToUndo`, `NotAllowed`, and `RowChanged` where every cell was changed since.
        """
        return self._swing(self._find(run_id, RunState.DONE), RunState.UNDOING, progress)

    def redo(self, run_id: int | None, progress: Progress) -> Swing:
        """Do an undone run again; like `undo`."""
        return self._swing(self._find(run_id, RunState.UNDONE), RunState.REDOING, progress)

    def history(self) -> list[Run]:
        """Every replacement, newest first. Raises `NotAllowed`."""
        self.actor.require(Permission.REPLACE)
        return self._runs()

    def runs(self) -> list[Run]:
        """The same for a page that shows other things, too: none to who may not see them."""
        return self._runs() if self.actor.may(Permission.REPLACE) else []

    def _runs(self) -> list[Run]:
        return self.writing.journal.runs(self.writing.practice.practice_id)

    def settle(self) -> list[str]:
        """Find out what became of runs that were cut short; a sentence for each. Only for who holds the one lock."""
        return [self.writing.settle(run) for run in self._runs() if run.state in SETTLES]

    def _rows(self, wish: Wish) -> Rows:
        fields = self.writing.fields
        labels = fields.labels(wish.field.set)
        wanted = list(dict.fromkeys([wish.field, *(one.field for one in wish.conditions), *labels]))
        return Rows(wanted, labels, fields.targets(wish.field, wanted))

    def _backed_up(self, reason: str, home: Home, progress: Progress) -> str:
        progress.step("Making a backup")
        made = self.backup(reason, home)
        progress.advance(0)
        return made.id

    def _find(self, run_id: int | None, state: RunState) -> Run:
        verb = "undone" if state is RunState.DONE else "done again"
        runs = self._runs()
        for run in runs:
            if run.id == (_next(runs, state) if run_id is None else run_id):
                self.actor.require(self._right(run))
                if run.state is not state:
                    raise NothingToUndo(f"{run.named} can't be {verb}: it is {run.state}.")
                return run
        self.actor.require(Permission.REPLACE)
        if run_id is not None:
            raise NothingToUndo(f"There is no replacement {run_id}.", remedy="See them with: agent undo --list")
        raise NothingToUndo(f"There is no replacement that could be {verb}.")

    def _right(self, run: Run) -> Permission:
        """What one has to hold to take a run back: who wrote what a customer asked for may do that, too."""
        if run.cause and self.actor.may(Permission.REQUESTS):
            return Permission.REQUESTS
        return Permission.EDIT_CUSTOMERS if run.edit else Permission.REPLACE

    def _swing(self, run: Run, through: RunState, progress: Progress) -> Swing:
        settling = SETTLES[through]
        cells = self.writing.directed(run, settling.forward)
        self.writing.guard(cells)
        if not cells:
            raise NothingToUndo(
                f"The earlier values of replacement {run.id} are no longer kept.",
                remedy=f"Its backup is {run.backup}; see: agent backup list" if run.backup else "Set them by hand.",
            )
        if not run.edit:
            self._backed_up(f"before {'redoing' if settling.forward else 'undoing'} {run.id}", run.home, progress)
        writes, skipped = cells, tuple[Change, ...]()
        for attempt in range(_TRIES):
            self.writing.journal.move(run.id, through, self.actor.name)
            progress.step("Writing", len(writes))
            try:
                done = self.writing.write(replace(run, state=through), writes, settling.new)
                return Swing(done, len(_seen(writes)), _seen(skipped))
            except RowChanged:
                if attempt == _TRIES - 1:
                    raise
            writes, skipped = self.writing.sorted(cells)
            if skipped and len(skipped) == len(cells):
                raise RowChanged("Every row was changed since, so nothing was written.", remedy="Set them by hand.")
        raise AssertionError("every attempt returns or raises")


def _seen(cells: Sequence[Change]) -> tuple[Change, ...]:
    """Without the resets: nobody sees those as rows of their own."""
    return tuple(one for one in cells if one.field != RESETS.name)


def _next(runs: list[Run], state: RunState) -> int | None:
    """Which of these, newest first, goes back or comes again where none is named: the newest one that is done; or,
    as undoing goes backwards, the oldest of those undone one after the other."""
    swung = [run for run in runs if run.state in (RunState.DONE, RunState.UNDONE)]
    if state is RunState.DONE:
        return next((run.id for run in swung if run.state is state), None)
    undone = takewhile(lambda run: run.state is state, dropwhile(lambda run: run.state is not state, swung))
    return min((run.id for run in undone), default=None)
