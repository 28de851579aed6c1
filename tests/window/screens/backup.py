"""Files > Backup and Files > Restore in every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from agent.domain.backups import WrongPassphrase
from agent.domain.errors import TryLater
from agent.gui.bridge import Bridge
from agent.gui.dialogs.backup import BackupDialog
from agent.gui.dialogs.restore import RestoreDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.backup import backed_up
from agent.gui.presenters.restore import preview, put_back
from agent.gui.window.main_window import MainWindow
from agent.jobs.progress import PolledProgress
from agent.usecases.restore import Restored
from tests.window.screens.settled import rest, settle
from tests.window.screens.still_backups import AUTOMATIC, BACKUP, COPY, MADE, PROTECTED, StillBackups

FULL = TryLater(
    "There is not enough space on the disk for a backup.",
    detail="/media/dana/STICK needs 39 MB, 12 MB are free. Nothing was changed.",
    remedy="Free some space, then try again.",
)
WRONG = WrongPassphrase(
    "The passphrase does not open this copy.",
    detail="It is another one, or the beginning of the file is damaged. Nothing was changed.",
    remedy="Type it again: capital letters and blanks count.",
)


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """From where to, to what was done; from the list to what was done."""
    yield from _backup(bridge, theme, window)
    yield from _restore(bridge, theme, window)


def _progress(step: str) -> PolledProgress:
    progress = PolledProgress()
    progress.step(step, 38_400_000)
    progress.advance(17_000_000)
    return progress


def _backup(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = BackupDialog(bridge, theme, window, Path("/media/dana/STICK"))
    dialog.show()
    settle(dialog, "are free there")
    yield "backup", dialog
    dialog.form.protect.setChecked(True)
    dialog.form.passphrase.setText("four words and more")
    dialog.form.again.setText("four words")
    rest()
    yield "backup-passphrase", dialog
    dialog.form.banner.tell(FULL)
    rest()
    yield "backup-error", dialog
    dialog.show_page(dialog.watching)
    dialog.watching.watch("Backup", _progress("Copying the practice database"))
    rest()
    yield "backup-progress", dialog
    dialog.watching.end()
    dialog.outcome.tell(backed_up(say, COPY))
    dialog.show_page(dialog.outcome)
    rest()
    yield "backup-done", dialog
    dialog.close()


def _restore(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = RestoreDialog(bridge, theme, window)
    dialog.show()
    settle(dialog, "Choose what")
    dialog.list.show_copies([])
    rest()
    yield "restore-none", dialog
    dialog.list.show_copies(StillBackups().listing())
    rest()
    yield "restore", dialog
    dialog.list.table.selectRow(2)
    rest()
    yield "restore-gone", dialog
    dialog.confirm.tell(preview(say, AUTOMATIC, MADE))
    dialog.show_page(dialog.confirm)
    rest()
    yield "restore-confirm", dialog
    dialog.confirm.tell(preview(say, PROTECTED, MADE))
    dialog.confirm.banner.tell(WRONG)
    rest()
    yield "restore-passphrase", dialog
    dialog.show_page(dialog.watching)
    dialog.watching.watch("Restore", _progress("Opening the copy"))
    rest()
    yield "restore-progress", dialog
    dialog.watching.end()
    dialog.outcome.tell(put_back(say, Restored(AUTOMATIC, BACKUP), MADE))
    dialog.show_page(dialog.outcome)
    rest()
    yield "restore-done", dialog
    dialog.close()
