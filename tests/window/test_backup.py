"""Files > Backup and Files > Restore by mouse and keyboard (A2)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from agent.gui.dialogs.backup import BackupDialog
from agent.gui.dialogs.restore import RestoreDialog
from agent.gui.models.copies import WHAT
from agent.gui.presenters.backup import BackupForm, needed, size, suggested_name
from agent.gui.presenters.restore import copy_rows, preview
from agent.jobs.progress import PolledProgress
from agent.usecases.backup import CopyPlan
from tests.agent.test_restore_kill import DRIVER
from tests.support.dying import killed
from tests.support.office import Office
from tests.window.screens.still_backups import AUTOMATIC, GONE, MADE, PROTECTED
from tests.window.seat import Seat, texts
from tests.window.test_presenters import say

Sit = Callable[[Office], Seat]
WORDS = "four words nobody guesses"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a sample practice database, paired with nobody."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.sample(12)
    return made


def choose(seat: Seat, entry: str) -> None:
    """An entry of the menu Files."""
    (files,) = [one for one in seat.window.menuBar().findChildren(QMenu) if one.title() == "&Files"]
    next(one for one in files.actions() if one.text() == entry).trigger()


def places(restoring: RestoreDialog) -> str:
    """What the table says of reasons and places."""
    model = restoring.list.table.model()
    return "\n".join(str(model.index(row, WHAT).data()) for row in range(model.rowCount()))


def names(office: Office) -> list[str]:
    """What the practice database holds, as independent SQL says."""
    return [row[0] for row in office.rows("SELECT name FROM customers ORDER BY id")]


def test_A2_a_protected_copy_and_back_by_mouse(office: Office, sit: Sit, tmp_path: Path) -> None:
    before, target = names(office), tmp_path / "copy.porchlight"
    seat = sit(office)
    choose(seat, "&Backup…")
    dialog = seat.open(BackupDialog)
    seat.sees(dialog, "are free there")
    form = dialog.form
    assert form.passphrase.toolTip() == "Tick the box to use a passphrase."
    seat.click(form.protect)
    form.target.setText(str(target))
    form.passphrase.setText(WORDS)
    form.again.setText("another")
    assert form.begin.toolTip() == "The two passphrases are not the same yet."
    form.again.setText(WORDS)
    seat.click(form.begin)
    seat.sees(dialog, "The copy is complete")
    assert str(target) in texts(dialog)
    assert form.passphrase.text() == ""
    seat.click(dialog.outcome.close_button)

    office.change("UPDATE customers SET name = 'Everybody'")
    choose(seat, "Re&store…")
    restoring = seat.open(RestoreDialog)
    seat.wait(restoring.list.go_on.isEnabled)
    seat.click(restoring.list.go_on)
    seat.sees(restoring, "The practice database goes back to today at")
    assert not restoring.confirm.restore.isEnabled()
    restoring.confirm.passphrase.setText("a wrong one")
    seat.click(restoring.confirm.restore)
    seat.sees(restoring, "The passphrase does not open this copy.")
    assert set(names(office)) == {"Everybody"}
    restoring.confirm.passphrase.setText(WORDS)
    seat.click(restoring.confirm.restore)
    seat.sees(restoring, "The practice database is back to today at")
    assert names(office) == before
    listed = office.must("backup", "list")
    assert listed["backups"][0]["id"] in texts(restoring)
    assert listed["copies"][0]["path"] == str(target)


def test_A2_cancel_leaves_nothing_and_a_gone_copy_can_be_taken_off_the_list(
    office: Office, sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.must("backup", "now", str(tmp_path / "gone.db"))
    (tmp_path / "gone.db").unlink()
    seat = sit(office)
    choose(seat, "&Backup…")
    dialog = seat.open(BackupDialog)
    dialog.form.target.setText(str(tmp_path / "cancelled.db"))
    pressed, step = threading.Event(), PolledProgress.step

    def wait(progress: PolledProgress, text: str, total: int = 0) -> None:
        # So small a copy may be complete before Cancel is pressed.
        step(progress, text, total)
        pressed.wait(30)

    with monkeypatch.context() as patch:
        patch.setattr(PolledProgress, "step", wait)
        seat.press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        seat.click_at_once(dialog.watching.cancel)
        pressed.set()
        seat.wait(dialog.form.isVisible)
    assert "No copy was left." in texts(dialog)
    assert list(tmp_path.iterdir()) == []
    dialog.form.target.setText(str(tmp_path / "no" / "folder.db"))
    seat.sees(dialog, "This folder does not exist yet.")
    dialog.reject()

    choose(seat, "Re&store…")
    restoring = seat.open(RestoreDialog)
    seat.wait(lambda: "This copy is gone" in restoring.list.go_on.toolTip())
    seat.click(restoring.list.forget)
    seat.wait(lambda: "gone.db" not in places(restoring))
    assert "gone.db" not in str(office.must("backup", "list")["copies"])
    other = tmp_path / "text.db"
    other.write_text("no database")
    restoring.list.choose(other)
    seat.sees(restoring, "goes back to")
    seat.click(restoring.confirm.restore)
    seat.sees(restoring, "The copy is no sound database.")


def test_F6_the_window_says_at_its_start_what_became_of_a_restore(office: Office, sit: Sit, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    office.must("backup", "now", str(copy))
    before = names(office)
    office.change("UPDATE customers SET name = 'Everybody'")
    killed(DRIVER, office.home, "after", str(copy))
    seat = sit(office)
    seat.sees(seat.window.home, "was cut short just after it was done")
    assert names(office) == before


def test_A2_what_the_windows_say() -> None:
    assert (size(say, 200), size(say, 38_400_000), size(say, 121_000_000_000)) == ("1 kB", "38 MB", "121 GB")
    assert needed(say, CopyPlan("file", 38_400_000, 2_000_000)) == "It needs about 38 MB. 2 MB are free there."
    now = datetime(2026, 6, 9, 14, 20, tzinfo=UTC)
    assert suggested_name(CopyPlan("pg_dump", 0, 1), protect=False, now=now) == "practice-2026-06-09-1420.dump"
    assert BackupForm("x", True, "short").obstacle(say) == "The passphrase needs at least 8 characters."
    assert BackupForm(" ").obstacle(say) == "Say where the copy is to be written first."
    assert "short" not in repr(BackupForm("x", True, "short", "short"))
    rows = copy_rows(say, [AUTOMATIC, PROTECTED, GONE], now)
    assert [one.state for one in rows] == ["ready", "passphrase", "gone"]
    assert [bool(one.obstacle) for one in rows] == [False, False, True]
    told = preview(say, AUTOMATIC, MADE + timedelta(days=12))
    assert told.title == "The practice database goes back to 2026-06-09 at 14:02"
    assert told.caution.startswith("The copy is 12 days old")
    assert told.button == "&Restore to 2026-06-09 at 14:02"
