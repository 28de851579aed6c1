"""Programs whose clock is another one: libfaketime, told by a file that can be changed while they run."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

MISSING: Final = "libfaketime is not installed. On Debian: apt-get install libfaketime"

START: Final = Path(__file__).with_name("faked_start")


def preloaded() -> dict[str, str]:
    """What a program needs in its environment besides where its clock stands and how often it looks there. Only the
    time of day is moved: how long things take stays true. Raises `FileNotFoundError`."""
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": str(START),
    }


def library() -> Path:
    """Where it is, on whatever kind of machine. Raises `FileNotFoundError` where it is missing."""
    for found in Path("/usr/lib").glob("*/faketime/libfaketime.so.1"):
        return found
    raise FileNotFoundError(MISSING)


class Clock:
    """A clock that `environment` gives to a program."""

    def __init__(self, file: Path) -> None:
        self._preloaded = preloaded()
        self._file = file
        self.ahead(timedelta())
        file.chmod(0o644)

    @property
    def environment(self) -> dict[str, str]:
        """What a program has to be started with."""
        return {
            **self._preloaded,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
        }

    def ahead(self, by: timedelta) -> None:
        """Set it ahead of (or, below 0, behind) the true time."""
        self._file.write_text(f"{by.total_seconds():+.0f}\n")
