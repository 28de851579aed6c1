"""Whatever comes of a Process is noted in Activity, also that it could not start (feature row A16)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.domain.activity import Deed, Findings, Result, moved
from agent.domain.errors import AgentError, Cancelled, SignInNeeded, TryLater, UsageError
from agent.domain.permissions import NotAllowed
from agent.jobs import faults
from agent.usecases.ports import Activity
from agent.usecases.report import ProcessReport

WHAT = "Process"
STOPPED = Cancelled("Stopped.", detail="The program was ended while it was at work.", remedy="Start Process again.")


@dataclass(frozen=True)
class Recorder:
    """Everything is asked for when it is noted: the agent's own file may be what is in the way. `portal` names the one
    that is meant, empty where that is not clear. Of somebody who may not Process no portal is noted: that says nothing
    about how it stands."""

    activity: Callable[[], Activity]
    who: Callable[[], str]
    portal: Callable[[], str]

    def around(self, run: Callable[[], ProcessReport]) -> ProcessReport:
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
        result: Result = "done" if report.outcome == "preview" else report.outcome
        with suppress(AgentError):
            self.activity().note(
                Deed(
                    kind="process",
                    who=_known(self.who),
                    what=WHAT,
                    result=result,
                    made=_now(),
                    customers=report.customers,
                    changed=moved(report.difference),
                    portal=report.portal,
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
                    what=WHAT,
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
