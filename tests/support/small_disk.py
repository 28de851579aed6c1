"""A disk of a few megabytes, to be filled: a tmpfs, which only root may mount."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, megabytes: int = 1) -> Iterator[Path]:
    """Mount it at `folder`; gives a new folder on it."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder], check=True)
    try:
        inside = folder / "inside"
        inside.mkdir()
        yield inside
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(ballast: Path, leave: int = 0) -> None:
    """Write into `ballast` until the disk is full, or has about `leave` bytes left."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while not leave or shutil.disk_usage(ballast.parent).free > leave:
                file.write(b"\0" * 512)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
