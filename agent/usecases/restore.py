"""Putting a copy of the practice database back (feature row A2, reliability F6 and F13).

What is there before is backed up first. The practice database is then written in one transaction, with a note kept
beforehand: a start after a kill finds the note, looks at the database, and says which of the two it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from agent.domain.activity import Deed, Result
from agent.domain.backups import ManualCopy, Restorable, Restore, of_backup
from agent.domain.errors import AnotherPractice, PracticeBusy, PracticeClosed, PracticeError, UsageError
from agent.domain.permissions import Permission
from agent.domain.runs import Backup, CopyForm
from agent.usecases.backup import BackupOffice
from agent.usecases.copy_ports import Restores
from agent.usecases.ports import Progress
from agent.usecases.server_restore import refusal

COPY = "copy-"
"""Before the number of a manual copy, as commands call it."""
PUTTING_BACK = "Putting the copy back"


@dataclass(frozen=True)
class Restored:
    """What was done: `earlier` holds what was there before, None where nothing could be copied."""

    copy: Restorable
    earlier: Backup | None


@dataclass(frozen=True)
class RestoreOffice:
    """`id_of` looks into a SQLite file as this office's mapping would, and gives its practice id; `server` is the
    address of a database that is no file, without its password."""

    making: BackupOffice
    restores: Restores
    id_of: Callable[[Path], str]
    mark: Callable[[Path], int | None]
    put_back: Callable[[Path, Path], None]
    server: str = ""

    def listing(self) -> list[Restorable]:
        """Every copy that is known, newest first; those of others are left out. Raises `NotAllowed`."""
        self.making.actor.require(Permission.BACKUP)
        found = [of_backup(one) for one in self.making.backups.all() if one.practice_id == self.making.practice_id]
        found += [_listed(one) for one in self.making.copies.all(self.making.practice_id) if not one.part]
        return sorted(found, key=lambda one: (one.made, one.id), reverse=True)

    def find(self, copy_id: str) -> Restorable:
        """The copy of that id. Raises `UsageError` where there is none, `NotAllowed`."""
        for one in self.listing():
            if one.id == copy_id:
                return one
        raise UsageError(f'There is no backup "{copy_id}".', remedy="See them with: agent backup list")

    def chosen(self, file: Path) -> Restorable:
        """A file that the clerk chose. Raises `UsageError` where it is none, `AgentError` where it can't serve."""
        self.making.actor.require(Permission.BACKUP)
        if not file.is_file():
            raise UsageError(f"There is no file {file}.", remedy="Check the name, or whether the stick is plugged in.")
        about = self.making.files.about(file)
        seen = file.stat()
        if about is None:
            made = datetime.fromtimestamp(seen.st_mtime, UTC).replace(microsecond=0)
            reason = "a file you chose"
            return Restorable("", "file", "practice", "", made, seen.st_size, reason, "file", str(file))
        listed = replace(of_backup(about), id="", origin="file", path=str(file), protected=True, size=seen.st_size)
        self._check_office(listed)
        return listed

    def forget(self, copy_id: str) -> None:
        """Take a manual copy off the list; its file stays where it is. Raises `UsageError`, `NotAllowed`."""
        found = self.find(copy_id)
        if found.origin != "manual":
            raise UsageError(
                f'"{copy_id}" is an automatic backup, which goes by itself.',
                remedy="The last ten, and everything of the last 30 days, are kept.",
            )
        self.making.copies.forget(int(copy_id.removeprefix(COPY)))

    def extract(self, copy: Restorable, passphrase: str, target: Path, progress: Progress) -> int:
        """Write what a copy holds into a file of its own, not encrypted; its size in bytes. Raises `UsageError`,
        `NotAllowed`, and what opening the copy raises."""
        self.making.actor.require(Permission.BACKUP)
        if target.exists() or not target.parent.is_dir():
            why = f"There is already a file {target}." if target.exists() else f"There is no folder {target.parent}."
            raise UsageError(why, remedy="Choose another name.")
        part = target.with_name(f".{target.name}.{token_hex(4)}.part")
        try:
            with self._opened(copy, passphrase, progress) as plain:
                about = Backup("", "practice", copy.practice_id, copy.made, copy.reason, copy.size, copy.form)
                self.making.files.write(part, about, lambda to: _moved(plain, to, copy.form), "", progress)
            return self.making.files.publish(part, target)
        finally:
            part.unlink(missing_ok=True)

    def restore(self, copy: Restorable, passphrase: str, progress: Progress) -> Restored:
        """Put a copy back in place of what is there now, which is backed up first. Only for who holds the one lock.

        Raises `UsageError` for a copy of another practice database, `WrongPassphrase`, `SetupError` for a database on a
        server, `AgentError` for a copy that is damaged or gone, `NotAllowed`, `Cancelled` before anything is written.
        """
        self.making.actor.require(Permission.BACKUP)
        self._check_office(copy)
        file = self.making.practice_file
        if copy.kind == "practice" and file is None:
            raise refusal(copy, self.server)
        with self._opened(copy, passphrase, progress) as plain:
            if copy.kind == "agent":
                earlier: Backup | None = self.making.make("agent", _before(copy))
                self.making.own.restore_overlay(plain, self.making.practice_id)
            elif file is not None:
                self._check_content(copy, plain)
                progress.step("Backing up what is there now")
                progress.advance(0)
                earlier = self._rescue(file, copy)
                self._put_back(copy, plain, file, earlier, progress)
        self._note(copy, "done")
        return Restored(copy, earlier)

    def settle(self) -> list[str]:
        """Find out what became of a restore that was cut short: one sentence. Only for who holds the one lock."""
        self.making.sweep()
        pending, file = self.restores.pending(), self.making.practice_file
        if pending is None or file is None:
            return []
        finished = self.mark(file) != pending.mark
        self.restores.end()
        self._note(pending.copy, "done" if finished else "stopped", pending.who)
        when = f"{pending.copy.made:%Y-%m-%d %H:%M} UTC"
        kept = f" What was there before is in the backup {pending.earlier}." if pending.earlier else ""
        if finished:
            return [f"The restore of the copy of {when} was cut short just after it was done: it holds.{kept}"]
        if pending.mark is None:
            return [
                f"The restore of the copy of {when} was cut short: there is no practice database yet. Restore again."
            ]
        return [f"The restore of the copy of {when} was cut short: the practice database is as it was before."]

    def _put_back(self, copy: Restorable, plain: Path, file: Path, earlier: Backup | None, progress: Progress) -> None:
        progress.step(PUTTING_BACK)
        progress.advance(0)
        who = self.making.actor.name
        self.restores.begin(Restore(copy, who, earlier.id if earlier else "", self.mark(file)))
        try:
            self.put_back(plain, file)
        finally:
            # Whatever became of it, whoever waits is told; only a kill leaves the note.
            self.restores.end()

    @contextmanager
    def _opened(self, copy: Restorable, passphrase: str, progress: Progress) -> Iterator[Path]:
        if copy.origin == "automatic":
            with self.making.backups.opened(self._backup(copy)) as plain:
                yield plain
            return
        file = Path(copy.path)
        if not file.is_file():
            raise UsageError(
                f"The copy {file} is gone.", remedy="Plug in the stick it was written to, or choose another copy."
            )
        if copy.protected and not passphrase:
            raise UsageError("This copy needs its passphrase.", remedy="Give it with --passphrase or --passphrase-fd.")
        with self.making.files.opened(file, passphrase, progress) as plain:
            yield plain

    def _backup(self, copy: Restorable) -> Backup:
        return Backup(copy.id, copy.kind, copy.practice_id, copy.made, copy.reason, copy.size, copy.form)

    def _check_office(self, copy: Restorable) -> None:
        if copy.practice_id not in ("", self.making.practice_id):
            raise UsageError(
                "This copy is of another office's practice database.",
                detail="Nothing was changed.",
                remedy="Choose one of this office: agent backup list",
            )

    def _check_content(self, copy: Restorable, plain: Path) -> None:
        """A file that says nothing of itself is asked whose it is; and one whose layout is older than what the agent
        needs is told of now, not by the next Process."""
        try:
            found = self.id_of(plain)
        except PracticeError as error:
            raise UsageError(
                "This copy can't serve as the practice database.",
                detail=f"{error.title} {error.detail}".strip() + " Nothing was changed.",
                remedy="Choose another copy: agent backup list",
            ) from error
        if found != self.making.practice_id:
            self._check_office(replace(copy, practice_id=found))

    def _rescue(self, file: Path, copy: Restorable) -> Backup | None:
        """A backup of what is to be replaced; a database too damaged for that is moved aside; one of another office,
        or one that may not be opened, is left alone."""
        if not file.exists():
            return None
        try:
            return self.making.make("practice", _before(copy))
        except (PracticeBusy, PracticeClosed, AnotherPractice):
            raise
        except PracticeError:
            file.rename(file.with_name(f"{file.name}.damaged-{token_hex(2)}"))
            return None

    def _note(self, copy: Restorable, result: Result, who: str = "") -> None:
        made = datetime.now(UTC).replace(microsecond=0)
        what = f"Restore of the copy of {copy.made:%Y-%m-%d %H:%M} UTC"
        self.making.activity.note(Deed("restore", who or self.making.actor.name, what, result, made))


def _before(copy: Restorable) -> str:
    return f"before restoring {copy.id or Path(copy.path).name}"


def _moved(plain: Path, to: Path, form: CopyForm) -> CopyForm:
    plain.rename(to)
    return form


def _listed(copy: ManualCopy) -> Restorable:
    """A manual copy with what is to be seen of it now."""
    file = Path(copy.path)
    try:
        there = file.is_file()
        changed = there and file.stat().st_size != copy.size
    except OSError:
        there = changed = False
    return Restorable(
        id=f"{COPY}{copy.id}",
        origin="manual",
        kind="practice",
        practice_id=copy.practice_id,
        made=copy.made,
        size=copy.size,
        reason=f"a copy made by {copy.who}",
        form=copy.form,
        path=copy.path,
        protected=copy.protected,
        state="changed" if changed else "there" if there else "gone",
    )
