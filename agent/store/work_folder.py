"""Where a copy stands unencrypted for a moment, and what is said when a disk has no room for it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.domain.errors import TryLater

_WORK = ".work-"
SPARE_BYTES = 1024 * 1024


class WorkFolder:
    """Makes folders below `folder` that only this account may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def work(self) -> Iterator[Path]:
        """One that is gone afterwards."""
        with TemporaryDirectory(prefix=_WORK, dir=self.folder) as work:
            yield Path(work)

    def clear(self) -> None:
        """Remove what a killed run left; only for who holds the one lock."""
        for left in self.folder.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)

    def check_space(self, needed: int, folder: Path | None = None) -> None:
        """Raises `TryLater` where fewer bytes than that, and some to spare, are free in `folder`."""
        place = folder or self.folder
        needed, free = needed + SPARE_BYTES, shutil.disk_usage(place).free
        if free < needed:
            raise TryLater(
                "There is not enough space on the disk for a backup.",
                detail=f"{place} needs {needed // 10**6 + 1:,} MB, {free // 10**6:,} MB are free. Nothing was changed.",
                remedy="Free some space, then try again.",
            )


@contextmanager
def disk_full_is_told() -> Iterator[None]:
    """While inside, a disk that becomes full is an error that speaks to a person."""
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


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last; Windows keeps them by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
