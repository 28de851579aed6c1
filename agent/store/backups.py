"""The automatic backups in the agent's folder (feature row A2): encrypted, verified, the last 10 and 30 days kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from agent.domain.errors import AgentError
from agent.domain.runs import Backup, CopyForm
from agent.store import sealed_copy
from agent.store.sealed_copy import KeyringKey
from agent.store.sqlite_copy import check_form
from agent.store.work_folder import WorkFolder, disk_full_is_told, sync_folder

KEPT_COPIES = 10
KEPT_DAYS = 30
_SUFFIX = ".backup"


class Backups:
    """The backups in a folder; see `ports.Backups`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._lock = KeyringKey(key)
        self._room = WorkFolder(folder)

    def make(self, backup: Backup, copy: Callable[[Path], CopyForm]) -> Backup:
        """See `ports.Backups`."""
        self._check_space(backup.size)
        with disk_full_is_told(), self._room.work() as work:
            plain = work / "copy"
            form = copy(plain)
            made = replace(backup, size=plain.stat().st_size, form=form)
            sealed_copy.seal(plain, work / "sealed", made, self._lock)
            (work / "sealed").replace(self._file(made))
            sync_folder(self._folder)
        self._prune(made)
        return made

    def all(self) -> list[Backup]:
        """See `ports.Backups`."""
        found = []
        for file in self._folder.glob(f"*{_SUFFIX}"):
            # One damaged file can't be restored, and must not keep the others from it.
            with suppress(AgentError, OSError):
                found.append(sealed_copy.about(file))
        return sorted(found, key=lambda one: (one.made, one.id), reverse=True)

    @contextmanager
    def opened(self, backup: Backup) -> Iterator[Path]:
        """See `ports.Backups`."""
        self._check_space(backup.size)
        with self._room.work() as work:
            plain = work / "copy"
            with disk_full_is_told():
                sealed_copy.unseal(self._file(backup), plain, self._lock)
            check_form(plain, backup.form)
            yield plain

    def clear_work(self) -> None:
        """Remove what a killed run left; only for who holds the one lock."""
        self._room.clear()

    def _check_space(self, size: int) -> None:
        """The copy and its encrypted form stand side by side for a moment."""
        self._room.check_space(2 * size)

    def _file(self, backup: Backup) -> Path:
        return self._folder / f"{backup.id}{_SUFFIX}"

    def _prune(self, newest: Backup) -> None:
        since = newest.made - timedelta(days=KEPT_DAYS)
        for old in [one for one in self.all() if one.kind == newest.kind][KEPT_COPIES:]:
            if old.made < since:
                self._file(old).unlink(missing_ok=True)
