"""Making backups of the practice database (feature row A2): automatic ones before every change, and a copy where the
clerk says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from agent.domain.activity import Deed, Result
from agent.domain.backups import MINIMUM_PASSPHRASE, ManualCopy
from agent.domain.catalog import Home
from agent.domain.errors import AgentError, Cancelled, TryLater, UsageError
from agent.domain.permissions import Actor, Permission
from agent.domain.runs import Backup, BackupKind, CopyForm
from agent.usecases.copy_ports import CopyFiles, ManualCopies
from agent.usecases.ports import Activity, Backups, Progress
from agent.usecases.practice_ports import PracticeDatabase


@dataclass(frozen=True)
class OwnCopies:
    """How the agent's own file is copied and its overlay given back."""

    size: Callable[[], int]
    copy: Callable[[Path], CopyForm]
    restore_overlay: Callable[[Path, str], None]


@dataclass(frozen=True)
class CopyPlan:
    """What a copy would be and need, in bytes; `free` is None where the folder is not there."""

    form: CopyForm
    size: int
    free: int | None


@dataclass(frozen=True)
class BackupOffice:
    """`practice` opens the practice database; `practice_file` is None where it is no SQLite file."""

    practice: Callable[[], PracticeDatabase]
    practice_id: str
    practice_file: Path | None
    backups: Backups
    files: CopyFiles
    copies: ManualCopies
    own: OwnCopies
    activity: Activity
    actor: Actor

    def before(self, reason: str, home: Home) -> Backup:
        """The automatic backup before a change of fields that live in `home`; with the overlay's own where it is what
        changes. Raises `TryLater` where there is no space."""
        made = self.make("practice", reason)
        return self.make("agent", reason) if home == "overlay" else made

    def make(self, kind: BackupKind, reason: str) -> Backup:
        """An automatic backup."""
        made = datetime.now(UTC).replace(microsecond=0)
        name = f"{made:%Y%m%d-%H%M%S}-{token_hex(2)}-{kind}"
        size = self.own.size() if kind == "agent" else self._size()
        backup = Backup(name, kind, self.practice_id, made, reason, size)
        return self.backups.make(backup, self.own.copy if kind == "agent" else self._copy_practice)

    def plan(self, folder: Path) -> CopyPlan:
        """What a copy in that folder would be. Raises `NotAllowed`, and what opening the practice database raises."""
        self.actor.require(Permission.BACKUP)
        form = self.practice().copy_form()
        return CopyPlan(form, self._size(), self.files.free(folder) if folder.is_dir() else None)

    def copy(self, target: Path, passphrase: str, progress: Progress) -> ManualCopy:
        """Write a copy where the clerk wants it, encrypted where there is a passphrase, and remember where. It is on
        the disk and was read back when this returns; of one that comes to nothing, nothing is left.

        Raises `UsageError` for a place or a passphrase that can't be, `TryLater` where there is no space, `NotAllowed`,
        `Cancelled`.
        """
        self.actor.require(Permission.BACKUP)
        self._check(target, passphrase)
        self.files.check_space(target.parent, self._size())
        part = target.with_name(f".{target.name}.{token_hex(4)}.part")
        now = datetime.now(UTC).replace(microsecond=0)
        begun = self.copies.begin(
            ManualCopy(
                0,
                self.practice_id,
                str(target),
                now,
                self.actor.name,
                protected=bool(passphrase),
                part=str(part),
            )
        )
        try:
            kept = self._written(begun, passphrase, progress)
            self.copies.finish(kept)
        except BaseException as error:
            part.unlink(missing_ok=True)
            self.copies.forget(begun.id)
            if isinstance(error, Cancelled):
                error = Cancelled("Stopped.", detail="No copy was left.")
            if isinstance(error, AgentError):
                self._note(target, _result(error), error)
            raise error
        self._note(target, "done")
        return kept

    def sweep(self) -> None:
        """Remove what copies that were cut short have left. Only for who holds the one lock."""
        for copy in self.copies.all(self.practice_id):
            if copy.part:
                Path(copy.part).unlink(missing_ok=True)
                self.copies.forget(copy.id)

    def _written(self, copy: ManualCopy, passphrase: str, progress: Progress) -> ManualCopy:
        part, target = Path(copy.part), Path(copy.path)
        reason = f"a copy made by {copy.who}"
        about = Backup(f"copy-{token_hex(4)}", "practice", self.practice_id, copy.made, reason, self._size())
        made = self.files.write(part, about, lambda plain: self._copy_practice(plain, progress), passphrase, progress)
        size = self.files.publish(part, target)
        return replace(copy, size=size, form=made.form, part="")

    def _check(self, target: Path, passphrase: str) -> None:
        if target.exists():
            raise UsageError(f"There is already a file {target}.", remedy="Choose another name.")
        if not target.parent.is_dir():
            raise UsageError(f"There is no folder {target.parent}.", remedy="Make it first, or choose another.")
        if passphrase and len(passphrase) < MINIMUM_PASSPHRASE:
            raise UsageError(
                f"This passphrase is too short: it needs at least {MINIMUM_PASSPHRASE} characters.",
                remedy="Four words that have nothing to do with each other are good and easy to keep in mind.",
            )

    def _copy_practice(self, target: Path, progress: Progress | None = None) -> CopyForm:
        practice = self.practice()
        if practice.practice_id != self.practice_id:
            raise AgentError(
                "The practice database is another one than before.",
                remedy="Choose it again: Help > Set-up, or agent init",
            )
        return practice.copy_to(target, progress)

    def _size(self) -> int:
        file = self.practice_file
        return file.stat().st_size if file is not None and file.exists() else 0

    def _note(self, target: Path, result: Result, error: AgentError | None = None) -> None:
        told = (error.title, error.remedy) if error else ("", "")
        made = datetime.now(UTC).replace(microsecond=0)
        self.activity.note(Deed("backup", self.actor.name, f"Backup to {target}", result, made, None, None, *told))


def _result(error: AgentError) -> Result:
    if isinstance(error, Cancelled):
        return "stopped"
    return "try again later" if isinstance(error, TryLater) else "failed"
