"""The window behind the Customer Portal icon, and those that follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.process import Choice, ending
from agent.gui.window.main_window import MainWindow
from agent.jobs.progress import PolledProgress
from shared.messages import Held, Seen
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY, NOW, PIN, PORTAL, REPORT, SECOND


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """From what to upload to the ending."""
    process = ProcessDialog(bridge, theme, window)
    process.history.field.setDate(QDate(2025, 1, 1))
    process.activity.field.setDate(QDate(2026, 1, 1))
    process.show()
    settle(process, "812")
    yield "process", process
    process.active.setChecked(False)
    rest()
    yield "process-impossible", process
    process.close()
    yield from _destinations(bridge, theme, window)


def _destinations(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = DestinationDialog(bridge, theme, window, Choice(), 812, "")
    dialog.show()
    settle(dialog, SECOND.name)
    yield "destinations", dialog
    dialog.choosing.banner.tell(AWAY)
    rest()
    yield "destinations-error", dialog
    progress = PolledProgress()
    progress.step("Reading the practice database", 812)
    progress.advance(341)
    dialog.show_page(dialog.watching)
    dialog.watching.watch(f"Uploading to {PORTAL.name}", progress)
    rest()
    yield "progress", dialog
    dialog.watching.end()
    dialog.show_page(dialog.ending)
    dialog.ending.tell(ending(say, REPORT, NOW))
    rest()
    yield "ending", dialog
    clean = replace(REPORT, weak=0, shared=0, without_password=0)
    dialog.ending.tell(ending(say, replace(clean, outcome="held", held=Held(812, 211)), NOW))
    rest()
    yield "ending-held", dialog
    unseen = replace(clean, outcome="held", held=Held(812, 211), confirms=Seen(640, 3))
    dialog.ending.tell(ending(say, unseen, NOW))
    rest()
    yield "ending-held-unseen", dialog
    dialog.ending.tell(ending(say, replace(clean, outcome="waiting for import", pin=PIN), NOW))
    rest()
    yield "ending-pinned", dialog
    dialog.ending.tell(ending(say, replace(clean, stayed=("olivia",)), NOW))
    rest()
    yield "ending-too-weak", dialog
    dialog.ending.tell(ending(say, replace(clean, outcome="waiting for import", until_import=True), NOW))
    rest()
    yield "ending-until-import", dialog
