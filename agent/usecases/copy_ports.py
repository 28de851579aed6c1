"""What backup and restore need beside `ports`, as Protocols."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from agent.domain.backups import ManualCopy, Restore
from agent.domain.runs import Backup, CopyForm
from agent.usecases.ports import Progress


class CopyFiles(Protocol):
    """Copies outside the agent's folder: on a stick, in a network folder, wherever the clerk says."""

    def check_space(self, folder: Path, size: int) -> None:
        """Raises `TryLater` where a copy of that size has no room there, or no room here while it is made."""

    def free(self, folder: Path) -> int:
        """Bytes that are free there."""

    def write(
        self,
        part: Path,
        backup: Backup,
        copy: Callable[[Path], CopyForm],
        passphrase: str,
        progress: Progress,
    ) -> Backup:
        """Write what `copy` makes into the new file `part`, encrypted where there is a passphrase, put it on the disk
        and read it back. Gives `backup` with its size and form. Raises `TryLater` where a disk is full."""

    def publish(self, part: Path, target: Path) -> int:
        """Give a part that is complete its name; the size of the file. Raises `UsageError` where the name is taken."""

    def about(self, file: Path) -> Backup | None:
        """What a file of ours that needs a passphrase says of itself; None for a file of another kind. Raises
        `AgentError` where it is damaged."""

    def opened(self, file: Path, passphrase: str, progress: Progress) -> AbstractContextManager[Path]:
        """The copy that `file` holds, as a file that is gone when this is left. Raises `AgentError` where it is
        damaged, `WrongPassphrase` where the passphrase does not fit."""


class ManualCopies(Protocol):
    """What the agent remembers of the copies that were written where the clerk said."""

    def all(self, practice_id: str) -> list[ManualCopy]:
        """Every copy of this practice database, newest first."""

    def begin(self, copy: ManualCopy) -> ManualCopy:
        """Remember a copy before it is written; gives it its id."""

    def finish(self, copy: ManualCopy) -> None:
        """It is complete."""

    def forget(self, copy_id: int) -> None:
        """Remember it no longer; the file stays where it is."""


class Restores(Protocol):
    """The restore that is under way, so that the next start can say what became of it."""

    def begin(self, restore: Restore) -> None:
        """Remember it before the practice database is touched."""

    def pending(self) -> Restore | None:
        """The one that has not ended."""

    def end(self) -> None:
        """It is over."""
