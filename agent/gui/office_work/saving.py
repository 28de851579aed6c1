"""Saving to a file at the real office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.gui.presenters.process import Choice
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import Saved
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeSaving:
    """`presenters.save_to_file.SavingWork` for the agent's folder."""

    folder: Path

    def save(self, choice: Choice, portal: str, target: Path, progress: PolledProgress, *, replace: bool) -> Saved:
        """Save to a file what Process would publish; whatever comes of it is noted in Activity."""
        options = ProcessOptions(choice.history_since, choice.activity_after, portal, choice.attended)
        return Office(self.folder).save(options, target, progress, replace=replace)
