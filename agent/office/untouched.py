"""Tells without opening a SQLite file whether it was written to.

Times alone don't: a file system may write the same one for two changes in quick succession, and some write them late.
So what SQLite itself counts is looked at too, in the file, in its write-ahead log (the counter in the file stands still
while there is one) and in the index of that log; and a file that was written to a moment ago is not trusted at all.
"""

from __future__ import annotations

import time
from hashlib import blake2b
from pathlib import Path
from typing import Final

MOMENT_SECONDS: Final = 3
"""The coarsest clock of a file system (FAT) goes in steps of 2 seconds."""

_HEADS: Final = {"": 100, "-wal": 32, "-shm": 48}
"""How much of the beginning of each file is looked at: the header with the counter, the salts of the log, and the end
of the log with its check sum."""

_COUNTER: Final = slice(24, 28)
"""Where the header has it (SQLite, "Database File Format", section 1.3)."""


def file_state(file: Path) -> bytes:
    """32 bytes that stay as long as nobody writes to the SQLite file; empty where that can't be told now."""
    state = blake2b(digest_size=32)
    try:
        if (journal := file.with_name(f"{file.name}-journal")).exists() and journal.stat().st_size:
            return b""
        for ending, head in _HEADS.items():
            part = file.with_name(file.name + ending)
            if ending and not part.exists():
                continue
            with part.open("rb") as opened:
                begin = opened.read(head)
            seen = part.stat()
            if ending != "-shm":
                if seen.st_mtime > time.time() - MOMENT_SECONDS:
                    return b""
                state.update(f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}".encode())
            state.update(ending.encode() + b"\0" + begin)
    except OSError:
        return b""
    return state.digest()


def file_writes(file: Path) -> int:
    """The counter in the header of a SQLite file, which each transaction makes larger (in WAL mode each checkpoint);
    0 where it can't be read."""
    try:
        with file.open("rb") as opened:
            return int.from_bytes(opened.read(_COUNTER.stop)[_COUNTER], "big")
    except OSError:
        return 0
