"""Python reads this at the start of a program whose clock is another one (`tests.support.faked_time`).

`time.sleep` waits for a moment of the clock that nobody sets. libfaketime 0.9.10 takes it for one of the clock that it
fakes, and every sleep would end at once in an `OSError`.
"""

from __future__ import annotations

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """As `time.sleep`."""
    select.select([], [], [], float(seconds))


time.sleep = sleep
