"""What the preview asks of the real office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.people import Sample
from agent.gui.presenters.process import Choice
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import Preview
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficePreview:
    """`presenters.preview.PreviewWork` for the agent's folder."""

    folder: Path

    def look(self, choice: Choice, portal: str, progress: PolledProgress) -> Preview:
        """What Process would do to the portal of that name, and to whom."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.process.preview(_options(choice, portal), progress)

    def sample(self, choice: Choice, number: str, progress: PolledProgress) -> Sample:
        """What the portal would show the customer of that number."""
        return Office(self.folder).process.sample(_options(choice, None), number, progress)


def _options(choice: Choice, portal: str | None) -> ProcessOptions:
    return ProcessOptions(choice.history_since, choice.activity_after, portal)
