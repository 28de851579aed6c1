"""One piece of work at a time on one agent folder, whoever starts it: window, command line or service."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from agent.domain.errors import AtWork

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    _probe = _take
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _probe(file: IO[bytes]) -> None:
        # Those who only look don't get into each other's way.
        fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)


WORK = "work.lock"
"""Held by whatever writes or publishes."""
WINDOW = "window.lock"
"""Held by the window as long as it is open."""
SERVICE = "service.lock"
"""Held by `agent service` as long as it runs."""
SCHEDULE = "schedule.lock"
"""Held by whichever of the two runs the schedule just now."""


@contextmanager
def single_instance(folder: Path, file_name: str = WORK) -> Iterator[None]:
    """Hold a lock of the agent folder. The system lets go of it when the process ends, however it ends.

    Raises `AtWork` where somebody else holds it.
    """
    with (folder / file_name).open("ab") as file:
        try:
            _take(file)
        except OSError as error:
            raise AtWork(
                "Another window or command of Porchlight is at work.",
                detail="Two at once would get in each other's way.",
                remedy="Wait until it is done, then try again.",
            ) from error
        yield


def held(folder: Path, file_name: str) -> bool:
    """Whether some program holds this lock just now."""
    try:
        with (folder / file_name).open("ab") as file:
            _probe(file)
    except OSError:
        return True
    return False
