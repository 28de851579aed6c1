"""Waits for the practice database while another program holds it (reliability F17)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from agent.domain.errors import PracticeBusy
from agent.usecases.ports import Progress

PATIENCE_SECONDS = 60
"""How long a lock of the office's program is waited for, in all."""
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 8

Found = TypeVar("Found")


def patiently(progress: Progress, attempt: Callable[[], Found]) -> Found:
    """What `attempt` gives; made again, with longer and longer pauses, while it finds the practice database locked.

    Raises `PracticeBusy` where that lasts, `Cancelled` where the person stops waiting, and what `attempt` raises.
    """
    since, end, pause = datetime.now(), time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        try:
            return attempt()
        except PracticeBusy:
            if time.monotonic() + pause > end:
                raise
        progress.step(f"Waiting for another program, which is using the practice database since {since:%H:%M}")
        progress.advance(0)
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
