"""Save to a file in words: the second way of the Process window (feature A8)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.gui.presenters.backup import Outcome, size
from agent.gui.presenters.language import Language, counted
from agent.gui.presenters.process import Choice
from agent.jobs.progress import PolledProgress
from shared.carried import SUFFIX

if TYPE_CHECKING:
    from agent.usecases.report import Saved


class SavingWork(Protocol):
    """What the window asks of the office."""

    def save(self, choice: Choice, portal: str, target: Path, progress: PolledProgress, *, replace: bool) -> Saved:
        """Save to a file what Process would publish to the portal of that name. Raises `AgentError`."""


def suggested(folder: Path, company: int, now: datetime) -> Path:
    """A file that says whose snapshot it is, and of when."""
    return folder / f"portal-{company}-{now:%Y-%m-%d-%H%M}{SUFFIX}"


def obstacle(say: Language, target: str) -> str:
    """Why it can't be begun; empty where it can."""
    return "" if target.strip() else say("Say where the file is to be written first.")


def saved(say: Language, report: Saved) -> Outcome:
    """The file is there, and what to do with it."""
    customers = counted(say, report.customers, "{count} customer", "{count} customers")
    return Outcome(
        say("The file is complete"),
        (
            say("{path}, {size}", path=report.file, size=size(say, report.file_bytes)),
            say("{customers}. Nothing was sent: the portal shows what it showed before.", customers=customers),
            say(
                "Carry the file to whoever runs {portal}. It is loaded there with:\n{command}",
                portal=report.portal,
                command=f"python -m receiver snapshots load FILE --company {report.company}",
            ),
        ),
    )
