"""Whatever comes of a Process is noted in Activity, also that it could not start (feature row A16)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from agent.domain.activity import Deed, Findings, Result, moved
from agent.domain.errors import AgentError, Cancelled, SignInNeeded, TryLater, UsageError
from agent.domain.permissions import NotAllowed
from agent.jobs import faults
from agent.usecases.ports import Activity
from agent.usecases.report import ProcessReport, Saved

WHAT = "Process"
STOPPED = Cancelled("Stopped.", detail="The program was ended while it was at work.", remedy="Start Process again.")

Report = TypeVar("Report", bound=ProcessReport)


@dataclass(frozen=True)
class Recorder:
    """Everything is asked for when it is noted: the agent's own file may be what is in the way. `portal` names the one
    that is meant, empty where that is not clear. Of somebody who may not Process no portal is noted: that says nothing
    about how it stands; and of what was saved to a file, which may never get there, none either."""

    activity: Callable[[], Activity]
    who: Callable[[], str]
    portal: Callable[[], str]
    what: str = WHAT

    def around(self, run: Callable[[], Report]) -> Report:
        """What `run` gives, noted. Raises what it raises as an `AgentError`, noted; words that do not fit
        (`UsageError`) never started anything."""
        try:
            report = run()
        except UsageError:
            raise
        except Exception as error:
            told = faults.told(error)
            self._failed(told)
            if told is error:
                raise
            raise told from error
        except BaseException:
            self._failed(STOPPED)
            raise
        self._succeeded(report)
        return report

    def _succeeded(self, report: ProcessReport) -> None:
        outcome = report.outcome
        result: Result = "done" if outcome == "preview" or outcome == "saved" else outcome
        with suppress(AgentError):
            self.activity().note(
                Deed(
                    kind="process",
                    who=_known(self.who),
                    what=self.what,
                    result=result,
                    made=_now(),
                    customers=report.customers,
                    changed=None if isinstance(report, Saved) else moved(report.difference),
                    portal="" if isinstance(report, Saved) else report.portal,
                    detail=report.reason,
                    findings=Findings(report.without_password, report.weak, report.shared),
                )
            )

    def _failed(self, error: AgentError) -> None:
        with suppress(AgentError):
            self.activity().note(
                Deed(
                    kind="process",
                    who=_known(self.who),
                    what=self.what,
                    result=_result(error),
                    made=_now(),
                    detail=f"{error.title} {error.detail}".strip(),
                    remedy=error.remedy,
                    portal="" if isinstance(error, NotAllowed | SignInNeeded) else _known(self.portal),
                )
            )


def _known(ask: Callable[[], str]) -> str:
    """Empty where what is in the way of the Process is in the way of this too."""
    try:
        return ask()
    except AgentError:
        return ""


def _result(error: AgentError) -> Result:
    if isinstance(error, Cancelled):
        return "stopped"
    return "try again later" if isinstance(error, TryLater) else "failed"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
