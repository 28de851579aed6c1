"""`python -m tests.bench.replace_window HOME`: replaces the passwords of that agent's folder in the window, and prints
as JSON the longest event of each phase. A process of its own: what a window once did stays with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from agent.gui.bridge import Bridge
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.looks.theme import Theme
from agent.gui.office_work.office import OfficeWork
from agent.gui.window.main_window import MainWindow
from tests.bench.window_phases import Waiting, measured, rest, wait
from tests.guards.frozen_window import WatchedApplication
from tests.window import replacing

STEPS = 40
"""So many times the bar is moved on the way to the end."""


def main(home: Path) -> int:
    """Look at the plan, scroll through it, perform it, undo it."""
    application = WatchedApplication(["porchlight"])
    bridge = Bridge(lambda: OfficeWork(home))
    window = MainWindow(bridge, Theme(application), home)
    window.show()
    wait(window.home.isVisible)
    seat = Waiting(window, bridge)
    page = replacing.arrive(seat)
    replacing.choose_field(seat, page, "CU.Customer Password")
    replacing.different_ones(seat, page)
    dialogs: list[ReplacementDialog] = []

    def plan() -> None:
        replacing.choose_condition(seat, page, "CU.Customer Status", "ACTIVE")
        replacing.planned(seat, page)

    def scroll() -> None:
        bar = page.preview.table.verticalScrollBar()
        for step in range(1, STEPS + 1):
            bar.setValue(bar.maximum() * step // STEPS)
            rest(10)

    def perform() -> None:
        dialogs.append(replacing.perform(seat, page))
        replacing.agree(seat, dialogs[0])

    def undo() -> None:
        seat.click(dialogs[0].replaced.undo)
        seat.wait(lambda: bridge.changing is not None)
        seat.wait(lambda: bridge.changing is None)

    phases: dict[str, Callable[[], None]] = {"plans": plan, "scrolls": scroll, "performs": perform, "undoes": undo}
    told = {name: measured(application, phase) for name, phase in phases.items()}
    dialogs[0].accept()
    bridge.end()
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
