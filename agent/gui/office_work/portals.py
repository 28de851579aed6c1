"""The list of portals, with the real office behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.portals import Portal
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office


@dataclass(frozen=True)
class PortalsOffice:
    """`presenters.pairing.PortalsWork` for the agent's folder."""

    folder: Path

    def all(self) -> list[Portal]:
        """The paired portals, by name."""
        return Office(self.folder).portals.all()

    def forget(self, name: str, progress: PolledProgress) -> Portal:
        """Forget one, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone():
            return office.forgetting.run(name)
