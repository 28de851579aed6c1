"""Save to a file, from where to what was done."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.dialogs.save_to_file import SaveToFileDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.process import Choice
from agent.gui.presenters.save_to_file import saved
from agent.gui.window.main_window import MainWindow
from agent.jobs.progress import PolledProgress
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY, SECOND
from tests.window.screens.still_saving import FILE, SAVED


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The second way ticked, then page after page."""
    process = ProcessDialog(bridge, theme, window)
    process.to_file.setChecked(True)
    process.show()
    settle(process, "812")
    yield "process-two-ways", process
    process.close()
    dialog = SaveToFileDialog(bridge, theme, window, Choice(), 812, "")
    dialog.show()
    settle(dialog, SECOND.name)
    yield "save-to-file-portals", dialog
    dialog.choosing.chosen.emit(SECOND.name)
    dialog.form.target.setText(FILE)
    rest()
    yield "save-to-file", dialog
    dialog.form.banner.tell(AWAY)
    rest()
    yield "save-to-file-error", dialog
    progress = PolledProgress()
    progress.step("Protecting passwords", 812)
    progress.advance(341)
    dialog.show_page(dialog.watching)
    dialog.watching.watch("portal-112.plsnapshot", progress)
    rest()
    yield "save-to-file-progress", dialog
    dialog.watching.end()
    dialog.outcome.tell(saved(say, SAVED))
    dialog.show_page(dialog.outcome)
    rest()
    yield "save-to-file-done", dialog
    dialog.accept()
