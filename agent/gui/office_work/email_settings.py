"""System > Email Settings of the real office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.company import CompanySettings
from agent.domain.company_rules import time_zones
from agent.domain.errors import UsageError
from agent.gui.presenters.email_settings import Entered
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from shared.logo import FILE_BYTES


@dataclass(frozen=True)
class EmailSettingsOffice:
    """`presenters.email_settings.EmailSettingsWork` for the agent's folder."""

    folder: Path

    def read(self) -> Entered:
        """Everything as it is now."""
        return Entered(Office(self.folder).email_settings.show(), time_zones())

    def logo(self, file: Path) -> bytes:
        """The logo that a chosen file becomes."""
        try:
            with file.open("rb") as opened:
                data = opened.read(FILE_BYTES + 1)
        except OSError as error:
            raise UsageError("This file can't be read.", detail=f"{error.strerror}.") from error
        return Office(self.folder).email_settings.logo(data)

    def save(self, seen: CompanySettings, wanted: CompanySettings, progress: PolledProgress) -> tuple[str, ...]:
        """Save all that differs, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.email_settings.save(seen, wanted)
