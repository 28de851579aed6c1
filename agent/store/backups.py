"""The automatic backups in the agent's folder (feature row A2): encrypted, verified, the last 10 and 30 days kept."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.domain.errors import AgentError, TryLater
from agent.domain.runs import Backup
from agent.store import sealed_copy
from agent.store.sqlite_copy import check

KEPT_COPIES = 10
KEPT_DAYS = 30
_SUFFIX = ".backup"
_WORK = ".work-"
_SPARE_BYTES = 1024 * 1024


class Backups:
    """The backups in a folder; see `ports.Backups`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        folder.mkdir(mode=0o700, exist_ok=True)

    def make(self, backup: Backup, copy: Callable[[Path], None]) -> Backup:
        """See `ports.Backups`."""
        self._check_space(backup.size)
        with self._disk(), self._work() as work:
            plain = work / "copy"
            copy(plain)
            made = replace(backup, size=plain.stat().st_size)
            sealed_copy.seal(plain, work / "sealed", made, self._key)
            (work / "sealed").replace(self._file(made))
            _sync(self._folder)
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
        with self._work() as work:
            plain = work / "copy"
            with self._disk():
                sealed_copy.unseal(self._file(backup), plain, self._key)
            check(plain)
            yield plain

    def clear_work(self) -> None:
        """Remove what a killed run left; only for who holds the one lock."""
        for left in self._folder.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _file(self, backup: Backup) -> Path:
        return self._folder / f"{backup.id}{_SUFFIX}"

    @contextmanager
    def _work(self) -> Iterator[Path]:
        """A folder that only this account may enter, gone afterwards: the copy stands in it unencrypted."""
        with TemporaryDirectory(prefix=_WORK, dir=self._folder) as work:
            yield Path(work)

    def _check_space(self, size: int) -> None:
        """The copy and its encrypted form stand side by side for a moment."""
        needed, free = 2 * size + _SPARE_BYTES, shutil.disk_usage(self._folder).free
        if free < needed:
            raise TryLater(
                "There is not enough space on the disk for a backup.",
                detail=f"It needs {needed // 10**6 + 1:,} MB, {free // 10**6:,} MB are free. Nothing was changed.",
                remedy="Free some space, then try again.",
            )

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise TryLater(
                "The disk became full while the backup was written.",
                detail="Nothing was changed.",
                remedy="Free some space, then try again.",
            ) from error

    def _prune(self, newest: Backup) -> None:
        since = newest.made - timedelta(days=KEPT_DAYS)
        for old in [one for one in self.all() if one.kind == newest.kind][KEPT_COPIES:]:
            if old.made < since:
                self._file(old).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
