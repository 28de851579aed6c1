"""The office behind Files > Backup and Files > Restore."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.backups import ManualCopy, Restorable
from agent.domain.errors import TryLater
from agent.jobs.lock import single_instance
from agent.jobs.progress import PolledProgress
from agent.usecases.backup import CopyPlan
from agent.usecases.restore import Restored
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeBackups:
    """`presenters.backup.BackupWork` for the agent's folder."""

    folder: Path

    def plan(self, folder: Path) -> CopyPlan:
        """What a copy in that folder would be and need."""
        return Office(self.folder).backup.plan(folder)

    def copy(self, target: Path, passphrase: str, progress: PolledProgress) -> ManualCopy:
        """Write a copy there, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with single_instance(office.home.folder):
            return office.backup.copy(target, passphrase, progress)

    def listing(self) -> list[Restorable]:
        """Every copy that is known, newest first."""
        return Office(self.folder).restore.listing()

    def chosen(self, file: Path) -> Restorable:
        """A file that was picked, looked at."""
        return Office(self.folder).restore.chosen(file)

    def forget(self, copy_id: str) -> None:
        """Take a copy off the list."""
        Office(self.folder).restore.forget(copy_id)

    def restore(self, copy: Restorable, passphrase: str, progress: PolledProgress) -> Restored:
        """Put a copy back, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with single_instance(office.home.folder):
            office.restore.settle()
            return office.restore.restore(copy, passphrase, progress)

    def settle(self) -> list[str]:
        """What became of a restore that was cut short. Where something is at work just now, it is not cut short."""
        office = Office(self.folder)
        if office.home.settings.practice is None:
            return []
        try:
            with single_instance(office.home.folder):
                return office.restore.settle()
        except TryLater:
            return []
