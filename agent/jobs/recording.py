"""Whatever comes of a Process is noted in Activity: that it began, how it ended, also that it could not start (feature
row A16).

The beginning is noted too, so that a run that was killed leaves its line: whoever works next finds it unfinished.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from agent.domain.activity import Deed, Findings, Result, in_a_row, moved
from agent.domain.errors import AgentError, AtWork, Cancelled, SetupError, SignInNeeded, TryLater, UsageError
from agent.domain.permissions import NotAllowed
from agent.jobs import faults
from agent.usecases.ports import Activity
from agent.usecases.report import ProcessReport, Saved

WHAT = "Process"
SCHEDULED = "Scheduled upload"
AT_WORK: Result = "at work"
STOPPED = Cancelled("Stopped.", detail="The program was ended while it was at work.", remedy="Start Process again.")
CUT_SHORT = "Stopped: the program was ended, or the computer lost its power, while it was at work."
LOOKED_BACK = 50
"""The line of a run that was killed is among so many newest ones."""

Begin = Callable[[], None]

Report = TypeVar("Report", bound=ProcessReport)


@dataclass(frozen=True)
class Recorder:
    """Everything is asked for when it is noted: the agent's own file may be what is in the way. `portal` names the one
    that is meant, empty where that is not clear. Of somebody who may not Process no portal is noted: that says nothing
    about how it stands; and of what was saved to a file, which may never get there, none either. `unattended` is what
    the schedule does."""

    activity: Callable[[], Activity]
    who: Callable[[], str]
    portal: Callable[[], str]
    what: str = WHAT
    unattended: bool = False

    def around(self, run: Callable[[Begin], Report]) -> Report:
        """What `run` gives, noted; it calls what it is given when nobody else is at work. Raises what it raises as an
        `AgentError`, noted; words that do not fit (`UsageError`) never started anything."""
        begun: list[Deed] = []

        def begin() -> None:
            with suppress(AgentError):
                begun.append(self._begin())

        try:
            report = run(begin)
        except Exception as error:
            told = faults.told(error)
            if isinstance(told, UsageError) and not self.unattended:
                self._never_started(begun)
            else:
                self._failed(told, begun)
            if told is error:
                raise
            raise told from error
        except BaseException:
            self._failed(STOPPED, begun)
            raise
        self._succeeded(report, begun)
        return report

    def _begin(self) -> Deed:
        settle(self.activity())
        return self.activity().note(self._deed(AT_WORK, portal=_known(self.portal)))

    def _succeeded(self, report: ProcessReport, begun: list[Deed]) -> None:
        outcome = report.outcome
        result: Result = "done" if outcome == "preview" or outcome == "saved" else outcome
        saved = isinstance(report, Saved)
        self._end(
            replace(
                self._deed(result, portal="" if saved else report.portal),
                customers=report.customers,
                changed=None if saved else moved(report.difference),
                detail=report.reason,
                findings=Findings(report.without_password, report.weak, report.shared, report.stayed),
            ),
            begun,
        )

    def _failed(self, error: AgentError, begun: list[Deed]) -> None:
        result = self._result(error)
        unclear = isinstance(error, NotAllowed | SignInNeeded) or result == "put off"
        self._end(
            replace(
                self._deed(result, portal="" if unclear else _known(self.portal)),
                detail=f"{error.title} {error.detail}".strip(),
                remedy=error.remedy,
                wait=error.wait if isinstance(error, TryLater) else 0,
            ),
            begun,
        )

    def _never_started(self, begun: list[Deed]) -> None:
        with suppress(AgentError):
            for deed in begun:
                self.activity().drop(deed)

    def _end(self, deed: Deed, begun: list[Deed]) -> None:
        """In the place of its beginning; what was the same again makes one line of both."""
        with suppress(AgentError):
            gone = [one.id for one in begun]
            before = next((one for one in self.activity().latest(len(gone) + 1) if one.id not in gone), None)
            both = in_a_row(before, deed) if before is not None else None
            if before is not None and both is not None:
                self.activity().note(both, [*gone, before.id])
            else:
                self.activity().note(deed, gone)

    def _deed(self, result: Result, *, portal: str) -> Deed:
        what, who = (SCHEDULED, "") if self.unattended else (self.what, _known(self.who))
        return Deed("process", who, what, result, _now(), portal=portal, unattended=self.unattended)

    def _result(self, error: AgentError) -> Result:
        if isinstance(error, Cancelled):
            return "stopped"
        if self.unattended and isinstance(error, AtWork):
            return "put off"
        if self.unattended and isinstance(error, SetupError):
            return "paused"
        return "try again later" if isinstance(error, TryLater) else "failed"


def unfinished(activity: Activity) -> list[Deed]:
    """Those that began and did not end: at work, or cut short."""
    return [deed for deed in activity.latest(LOOKED_BACK) if deed.result == AT_WORK]


def settle(activity: Activity) -> None:
    """Say of everything unfinished that it was cut short. Only for whoever holds the one lock: then nobody is at
    work."""
    for deed in unfinished(activity):
        remedy = "" if deed.unattended else "Start Process again."
        activity.amend(replace(deed, result="stopped", detail=CUT_SHORT, remedy=remedy))


def _known(ask: Callable[[], str]) -> str:
    """Empty where what is in the way of the Process is in the way of this too."""
    try:
        return ask()
    except AgentError:
        return ""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
