"""Faults of the window, each in a process of its own: Qt allows one application in each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.guards import frozen_window
from tests.planted.fault import Fault
from tests.support.processes import environment, run

FROZEN = 2.0
"""Seconds."""
NEIGHBOURS = 3
OTHER = ThreadPoolExecutor(1)
"""A thread that stays."""
SPIN = "import time\nend = time.monotonic() + 10\nwhile time.monotonic() < end:\n    pass"
"""Ends by itself, should nobody be there to end it."""


def found(slot: str, folder: Path) -> list[str]:
    """What the guard says about a window with a button of that slot."""
    answer = run(["-m", "tests.planted.window", slot], environment(folder, {"QT_QPA_PLATFORM": "offscreen"}))
    told: list[str] = json.loads(answer.out)
    return told


def waits() -> None:
    """Does nothing for that long."""
    time.sleep(FROZEN)


def computes() -> None:
    """Keeps a processor busy for that long."""
    end = time.thread_time() + FROZEN
    while time.thread_time() < end:
        pass


def stands_in_line() -> None:
    """Is over after that long, in which it had a processor for a part of the time: others have it too."""
    with neighbours():
        _goes_by()


def waits_for_one_in_line() -> None:
    """The same, where it is another thread that is waited for."""
    with neighbours():
        OTHER.submit(_goes_by).result()


def _goes_by() -> None:
    end = time.monotonic() + FROZEN
    while time.monotonic() < end:
        pass


@contextmanager
def neighbours() -> Iterator[None]:
    """Others want the only processor that this process may use."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    spinning = [subprocess.Popen([sys.executable, "-S", "-c", SPIN]) for _ in range(NEIGHBOURS)]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()


SLOTS: dict[str, Callable[[], None]] = {
    one.__name__: one for one in (waits, computes, stands_in_line, waits_for_one_in_line)
}


def freeze(slot: Callable[[], None]) -> list[str]:
    """Click a button whose slot does nothing, and one with that slot."""
    application = frozen_window.WatchedApplication(["planted"])
    quick, slow = QPushButton("quick"), QPushButton("slow")
    slow.clicked.connect(slot)
    for button in (quick, slow):
        button.show()
    press(application, quick)
    if frozen_window.faults(application):
        return []
    press(application, slow)
    return frozen_window.faults(application)


def press(application: frozen_window.WatchedApplication, button: QPushButton) -> None:
    """A click that takes Qt's way through the application."""
    button.animateClick()
    end = time.monotonic() + 1
    while time.monotonic() < end:
        application.processEvents()


FAULTS = {
    "a slot that lets the window wait": Fault(frozen_window, lambda folder: found("waits", folder)),
    "a slot that computes for long": Fault(frozen_window, lambda folder: found("computes", folder)),
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(freeze(SLOTS[sys.argv[1]])))
