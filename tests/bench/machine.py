"""On what the bench ran."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime

BUSY = 0.5
"""A load average above this means that others were at work."""


def described() -> str:
    """One line: cores, memory, Python, time, load."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    now = datetime.now(UTC)
    return (
        f"{cores} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}, {platform.system()}"
        f" {platform.release()}, {now:%Y-%m-%d %H:%M} UTC, load average {os.getloadavg()[0]:.2f}"
    )


def warning() -> str:
    """A sentence where the clock will not tell much; else nothing."""
    load = os.getloadavg()[0]
    if load <= BUSY:
        return ""
    return (
        f"The machine is busy (load average {load:.2f}, quiet is {BUSY} or less): believe the ratios of processor time"
        " in the detail rather than those by the clock, and measure again when it is quiet."
    )
