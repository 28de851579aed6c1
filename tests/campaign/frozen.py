"""Stops a receiver as a whole, so that it can be looked at in the middle of what it does, and killed there."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.support.processes import Running, stat_of

STEP_SECONDS: Final = 0.0003
"""How long the receiver runs between two looks."""

STOPPED: Final = "Tt"
SLOWEST: Final = 19
"""The lowest priority there is."""


def hunt(receiver: Running, inside: Callable[[], bool], over: Callable[[], bool], deeper: int) -> bool:
    """Let the receiver go in small steps until `inside` says so, and `deeper` steps further; leaves it stopped. False
    where it was not inside at the end, or `over` came first."""
    _slow_down(receiver)
    while not over():
        _stop(receiver)
        if inside():
            for _ in range(deeper):
                _step(receiver)
                _stop(receiver)
            return inside()
        _step(receiver)
    return False


def family(receiver: Running) -> list[int]:
    """The main process and its workers."""
    main = receiver.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def _stop(receiver: Running) -> None:
    os.killpg(receiver.process.pid, signal.SIGSTOP)
    for pid in family(receiver):
        with suppress(FileNotFoundError, ProcessLookupError):
            # A thread in the middle of a write to the disk stops when that is done.
            while any(stat_of(task)[0] not in STOPPED for task in Path(f"/proc/{pid}/task").iterdir()):
                time.sleep(0.00005)


def _step(receiver: Running) -> None:
    os.killpg(receiver.process.pid, signal.SIGCONT)
    # Not a sleep: this process would wake up late on a busy computer.
    end = time.perf_counter() + STEP_SECONDS
    while time.perf_counter() < end:
        pass


def _slow_down(receiver: Running) -> None:
    """Whoever watches comes first on a busy computer, or the receiver runs far between two looks."""
    for pid in family(receiver):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, int(task.name), SLOWEST)
