"""Backups of the practice database (feature row A2): automatic ones, a copy where the clerk says, and putting one
back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from agent.domain.catalog import Home
from agent.domain.errors import (
    AgentError,
    AnotherPractice,
    PracticeBusy,
    PracticeClosed,
    PracticeError,
    SetupError,
    UsageError,
)
from agent.domain.permissions import Actor, Permission
from agent.domain.runs import Backup, BackupKind
from agent.usecases.ports import Backups, PracticeDatabase


@dataclass(frozen=True)
class OwnCopies:
    """How the agent's own file is copied and its overlay given back."""

    size: Callable[[], int]
    copy: Callable[[Path], None]
    restore_overlay: Callable[[Path, str], None]


@dataclass(frozen=True)
class BackupOffice:
    """`practice` opens the practice database; `practice_file` is None where it is no SQLite file."""

    practice: Callable[[], PracticeDatabase]
    practice_id: str
    practice_file: Path | None
    backups: Backups
    own: OwnCopies
    put_back: Callable[[Path, Path], None]
    actor: Actor

    def before(self, reason: str, home: Home) -> Backup:
        """The automatic backup before a change of fields that live in `home`; with the overlay's own where it is what
        changes. Raises `TryLater` where there is no space."""
        made = self._make("practice", reason)
        return self._make("agent", reason) if home == "overlay" else made

    def now(self, target: Path) -> int:
        """Write a copy where the clerk wants it, in the database's own form; its size in bytes. Raises
        `NotAllowed`."""
        self.actor.require(Permission.BACKUP)
        if target.exists():
            raise UsageError(f"There is already a file {target}.", remedy="Choose another name.")
        if not target.parent.is_dir():
            raise UsageError(f"There is no folder {target.parent}.", remedy="Make it first, or choose another.")
        try:
            self.practice().copy_to(target)
            target.chmod(0o600)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target.stat().st_size

    def find(self, backup_id: str) -> Backup:
        """The backup of that id. Raises `UsageError` where there is none."""
        for one in self.backups.all():
            if one.id == backup_id:
                return one
        raise UsageError(f'There is no backup "{backup_id}".', remedy="See them with: agent backup list")

    def restore(self, backup: Backup) -> Backup | None:
        """Put a backup back in place of what is there now; gives the backup made of that just before, None where there
        was nothing that could be copied.

        Raises `UsageError` for a backup of another practice database, `SetupError` for a database that is no file,
        `NotAllowed`.
        """
        self.actor.require(Permission.BACKUP)
        if backup.practice_id != self.practice_id:
            raise UsageError(
                "This backup is of another practice database.", remedy="Choose one of this office: agent backup list"
            )
        if backup.kind == "agent":
            with self.backups.opened(backup) as copy:
                earlier = self._make("agent", f"before restoring {backup.id}")
                self.own.restore_overlay(copy, self.practice_id)
            return earlier
        if self.practice_file is None:
            raise SetupError(
                "The practice database is on a server, so this command can't put a backup back.",
                detail=f"The backup {backup.id} holds all its tables.",
                remedy="Let whoever looks after the server restore it; the agent reads the result at once.",
            )
        with self.backups.opened(backup) as copy:
            practice_copy = self._rescue(self.practice_file, backup)
            self.put_back(copy, self.practice_file)
        return practice_copy

    def _rescue(self, file: Path, backup: Backup) -> Backup | None:
        """A backup of what is to be replaced; a database too damaged for that is moved aside; one of another office,
        or one that may not be opened, is left alone."""
        if not file.exists():
            return None
        try:
            return self._make("practice", f"before restoring {backup.id}")
        except (PracticeBusy, PracticeClosed, AnotherPractice):
            raise
        except PracticeError:
            file.rename(file.with_name(f"{file.name}.damaged-{token_hex(2)}"))
            return None

    def _make(self, kind: BackupKind, reason: str) -> Backup:
        made = datetime.now(UTC).replace(microsecond=0)
        name = f"{made:%Y%m%d-%H%M%S}-{token_hex(2)}-{kind}"
        size = self.own.size() if kind == "agent" else _size(self.practice_file)
        backup = Backup(name, kind, self.practice_id, made, reason, size)
        return self.backups.make(backup, self.own.copy if kind == "agent" else self._copy_practice)

    def _copy_practice(self, target: Path) -> None:
        practice = self.practice()
        if practice.practice_id != self.practice_id:
            raise AgentError("The practice database is another one than before.", remedy="Set it up again: agent init")
        practice.copy_to(target)


def _size(file: Path | None) -> int:
    return file.stat().st_size if file is not None and file.exists() else 0
