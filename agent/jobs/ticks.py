"""A clock that nobody can set, and that goes on while the computer sleeps."""

from __future__ import annotations

import os
import time

_SLEEPLESS = getattr(time, "CLOCK_BOOTTIME", None)

PACE = float(os.environ.get("PORCHLIGHT_AGENT_PACE") or 1)
"""Only for tests, which can't wait for half an hour: the ticks go so many times as fast, and waiting is so much
shorter. The wall clock is not ours to hurry."""


def ticks() -> float:
    """Seconds since some moment. Linux alone has a clock of its own for this; elsewhere the usual one counts sleep."""
    return PACE * (time.monotonic() if _SLEEPLESS is None else time.clock_gettime(_SLEEPLESS))


def waiting(seconds: float) -> float:
    """How long one really waits for so many ticks."""
    return seconds / PACE
