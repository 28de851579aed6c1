"""The copies of an office that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.domain.backups import ManualCopy, Restorable
from agent.domain.runs import Backup
from agent.jobs.progress import PolledProgress
from agent.usecases.backup import CopyPlan
from agent.usecases.restore import Restored

MADE = datetime(2026, 6, 9, 14, 2, tzinfo=UTC)
BACKUP = Backup("20260609-140200-5f0c-practice", "practice", "p", MADE, "before replacing CU.Customer Password", 1)
AUTOMATIC = Restorable(
    BACKUP.id,
    "automatic",
    "practice",
    "p",
    MADE,
    38_400_000,
    "before replacing CU.Customer Password in 812 rows",
    "file",
)
PROTECTED = Restorable(
    "copy-2",
    "manual",
    "practice",
    "p",
    MADE - timedelta(days=1, hours=3),
    38_200_000,
    "a copy made by dana",
    "file",
    "/media/dana/STICK/practice-2026-06-08.porchlight",
    protected=True,
)
GONE = Restorable(
    "copy-1",
    "manual",
    "practice",
    "p",
    MADE - timedelta(days=40),
    31_000_000,
    "a copy made by dana",
    "file",
    "/media/dana/OLD/practice.db",
    state="gone",
)
COPY = ManualCopy(
    2, "p", "/media/dana/STICK/practice-2026-06-09.db", MADE, "dana", size=38_400_000, protected=False, form="file"
)


class StillBackups:
    """`presenters.backup.BackupWork` without anything behind it."""

    def plan(self, folder: Path) -> CopyPlan:
        """A stick with room."""
        return CopyPlan("file", 38_400_000, 121_000_000_000)

    def copy(self, target: Path, passphrase: str, progress: PolledProgress) -> ManualCopy:
        """As `COPY` says."""
        return COPY

    def listing(self) -> list[Restorable]:
        """One of each kind."""
        return [AUTOMATIC, PROTECTED, GONE]

    def chosen(self, file: Path) -> Restorable:
        """A protected one."""
        return PROTECTED

    def forget(self, copy_id: str) -> None:
        """Nothing happens."""

    def restore(self, copy: Restorable, passphrase: str, progress: PolledProgress) -> Restored:
        """Done."""
        return Restored(copy, BACKUP)

    def settle(self) -> list[str]:
        """Nothing was cut short."""
        return []
