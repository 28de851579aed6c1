"""Everything that was done at this computer: deeds and replacements in one list (feature row A16)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from agent.domain.activity import FAILURES, SUCCESSES, Deed, DeedKind, Listed, Place, Result, Wanted
from agent.domain.runs import Run, RunState
from agent.domain.values import counted
from agent.usecases.ports import Activity, Journal

_RUNS: dict[RunState, Result] = {
    RunState.DONE: "done",
    RunState.UNDONE: "undone",
    RunState.ROLLED_BACK: "nothing written",
}
REPLACE: DeedKind = "replace"


@dataclass(frozen=True)
class History:
    """`journal` is None where no practice database is chosen: then there are no replacements."""

    activity: Activity
    journal: Journal | None = None
    practice_id: str = ""

    def page(self, wanted: Wanted, count: int, after: Place | None = None) -> Listed:
        """The newest `count` that are wanted; those after a page that ended at `after`."""
        begin = after or Place()
        both = merge(
            self.activity.back(begin.deed), self._replaced(begin.run), key=lambda deed: deed.made, reverse=True
        )
        found = list(islice(_placed(both, begin, wanted), count + 1))
        if len(found) <= count:
            return Listed(tuple(deed for deed, _ in found), None)
        return Listed(tuple(deed for deed, _ in found[:count]), found[count - 1][1])

    def _replaced(self, before: int) -> Iterator[Deed]:
        if self.journal is None:
            return
        runs = self.journal.runs(self.practice_id)
        newest = next((run.id for run in runs if run.state is RunState.DONE), 0)
        undoable = newest if newest and self.journal.keeps_rows(newest) else 0
        for run in runs:
            if before == 0 or run.id < before:
                yield _deed(run, undoable=run.id == undoable)


def _placed(both: Iterable[Deed], begin: Place, wanted: Wanted) -> Iterator[tuple[Deed, Place]]:
    """Each deed that is wanted, and where a page that ends with it ends."""
    deed, run = begin.deed, begin.run
    for one in both:
        if one.kind == REPLACE:
            run = one.id
        else:
            deed = one.id
        if wanted.takes(one):
            yield one, Place(deed, run)


def _deed(run: Run, *, undoable: bool) -> Deed:
    return Deed(
        kind=REPLACE,
        who=run.who,
        what=f"{'Edited' if run.edit else 'Global Replacement'}: {run.what}",
        result="undo possible" if undoable else _RUNS.get(run.state, "cut short"),
        made=run.made,
        changed=run.changed,
        detail=" ".join((*([f"Where: {run.conditions}."] if run.conditions else ()), *_resets(run))),
        id=run.id,
    )


def _resets(run: Run) -> tuple[str, ...]:
    return (f"Also for {counted(run.resets, 'customer')} who chose their own password.",) if run.resets else ()


@dataclass(frozen=True)
class PortalRuns:
    """Every Process of one portal that is still listed: how many, the last one, the last one that came through, and
    the last one that did not."""

    runs: int
    last: Deed
    success: Deed | None = None
    failure: Deed | None = None

    @property
    def unresolved(self) -> Deed | None:
        """The failure after which nothing came through."""
        if self.failure is None or (self.success is not None and self.success.id > self.failure.id):
            return None
        return self.failure


def runs_by_portal(activity: Activity) -> dict[str, PortalRuns]:
    """By the name of the portal."""
    return _runs(activity, None)


def last_runs(activity: Activity, portals: Collection[str]) -> dict[str, PortalRuns]:
    """Like `runs_by_portal`, but looks back only until something had come through to each of these."""
    return _runs(activity, set(portals))


def _runs(activity: Activity, missing: set[str] | None) -> dict[str, PortalRuns]:
    found: dict[str, PortalRuns] = {}
    for deed in activity.back():
        if missing is not None and not missing:
            break
        if deed.kind == "process" and deed.portal:
            found[deed.portal] = _with_older(found.get(deed.portal), deed)
            if missing and found[deed.portal].success:
                missing.discard(deed.portal)
    return found


def _with_older(known: PortalRuns | None, deed: Deed) -> PortalRuns:
    success = deed if deed.result in SUCCESSES else None
    failure = deed if deed.result in FAILURES else None
    if known is None:
        return PortalRuns(deed.times, deed, success, failure)
    return PortalRuns(known.runs + deed.times, known.last, known.success or success, known.failure or failure)
