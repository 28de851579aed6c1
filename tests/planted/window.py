"""A fault of the window, in a process of its own: Qt allows one application in each."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.guards import frozen_window
from tests.planted.fault import Fault
from tests.support.processes import environment, run


def window_that_freezes(folder: Path) -> list[str]:
    """A slot that sleeps for 1.2 seconds."""
    answer = run(["-m", "tests.planted.window"], environment(folder, {"QT_QPA_PLATFORM": "offscreen"}))
    found: list[str] = json.loads(answer.out)
    return found


def freeze() -> list[str]:
    """Click a button whose slot sleeps, and one whose slot does not."""
    application = frozen_window.WatchedApplication(["planted"])
    quick, slow = QPushButton("quick"), QPushButton("slow")
    slow.clicked.connect(lambda: time.sleep(1.2))
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
    "a slot that freezes the window": Fault(frozen_window, window_that_freezes),
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(freeze()))
