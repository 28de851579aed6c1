"""Copies where the clerk wants them (feature row A2): in the database's own form, or encrypted with a passphrase.

The copy is made in the agent's own folder first: a stick or a network folder is then written once, from its beginning
to its end, and what is read back from there can be compared with what should be there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError, UsageError
from agent.domain.runs import Backup, CopyForm
from agent.store import sealed_copy
from agent.store.sealed_copy import OPENING, READING, WRITING, Passphrase
from agent.store.sqlite_copy import absorb_log, check, check_form
from agent.store.work_folder import WorkFolder, disk_full_is_told, sync_folder
from agent.usecases.ports import Progress

_CHUNK: Final = 1024 * 1024
_LOG: Final = "-wal"
"""What SQLite has not yet written into the file itself stands beside it under this ending."""


class CopyFiles:
    """See `copy_ports.CopyFiles`. `folder` is the agent's own for backups."""

    def __init__(self, folder: Path) -> None:
        self._room = WorkFolder(folder)

    def check_space(self, folder: Path, size: int) -> None:
        """See `copy_ports.CopyFiles`."""
        self._room.check_space(size)
        self._room.check_space(size, folder)

    def free(self, folder: Path) -> int:
        """See `copy_ports.CopyFiles`."""
        return shutil.disk_usage(folder).free

    def write(
        self, part: Path, backup: Backup, copy: Callable[[Path], CopyForm], passphrase: str, progress: Progress
    ) -> Backup:
        """See `copy_ports.CopyFiles`."""
        with disk_full_is_told(), self._room.work() as work:
            plain = work / "copy"
            form = copy(plain)
            made = replace(backup, size=plain.stat().st_size, form=form)
            if passphrase:
                sealed_copy.seal(plain, part, made, Passphrase(passphrase), progress)
            else:
                _write_plain(plain, part, progress)
        return made

    def publish(self, part: Path, target: Path) -> int:
        """See `copy_ports.CopyFiles`."""
        if target.exists():
            raise UsageError(f"There is already a file {target}.", remedy="Choose another name.")
        part.rename(target)
        sync_folder(target.parent)
        return target.stat().st_size

    def about(self, file: Path) -> Backup | None:
        """See `copy_ports.CopyFiles`."""
        return sealed_copy.about(file) if sealed_copy.is_sealed(file) else None

    @contextmanager
    def opened(self, file: Path, passphrase: str, progress: Progress) -> Iterator[Path]:
        """See `copy_ports.CopyFiles`."""
        self._room.check_space(file.stat().st_size)
        with self._room.work() as work:
            plain = work / "copy"
            with disk_full_is_told():
                about = self.about(file)
                if about is not None:
                    sealed_copy.unseal(file, plain, Passphrase(passphrase), progress)
                else:
                    _fetch(file, plain, progress)
            if about is not None:
                check_form(plain, about.form)
            else:
                absorb_log(plain)
                check(plain)
            yield plain


def _write_plain(plain: Path, part: Path, progress: Progress) -> None:
    wanted = blake2b()
    progress.step(WRITING, plain.stat().st_size)
    with (
        plain.open("rb") as source,
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to,
    ):
        while chunk := source.read(_CHUNK):
            wanted.update(chunk)
            to.write(chunk)
            progress.advance(len(chunk))
        to.flush()
        os.fsync(to.fileno())
        sealed_copy.forget_cached(to.fileno())
    found = blake2b()
    progress.step(READING, plain.stat().st_size)
    with part.open("rb") as written:
        while chunk := written.read(_CHUNK):
            found.update(chunk)
            progress.advance(len(chunk))
    if found.digest() != wanted.digest():
        raise AgentError(
            "What was written there can't be read back as it was.",
            detail="No copy was left.",
            remedy="Use another stick or disk: this one does not keep what is written to it.",
        )


def _fetch(file: Path, plain: Path, progress: Progress) -> None:
    """A file of somebody else's is looked at as a copy of it: beside a database on a stick that can't be written SQLite
    could not work."""
    progress.step(OPENING, file.stat().st_size)
    for ending in ("", _LOG):
        source = file.with_name(file.name + ending)
        if ending and not source.exists():
            continue
        with source.open("rb") as taken, plain.with_name(plain.name + ending).open("xb") as to:
            while chunk := taken.read(_CHUNK):
                to.write(chunk)
                progress.advance(len(chunk))
