"""The second way of the Process window, by mouse and keyboard, with a real receiver that loads the file (A8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from agent.gui.dialogs.process import ProcessDialog
from agent.gui.dialogs.save_to_file import SaveToFileDialog
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    made = Receiver(tmp_path_factory.mktemp("carried") / "receiver")
    made.init()
    made.serve()
    try:
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def office(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Paired, and nothing is published yet."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.sample(12)
    made.pair(receiver, receiver.create_company(112, "Green Valley"))
    return made


def saving(seat: Seat) -> tuple[ProcessDialog, SaveToFileDialog]:
    """The Process window with the second way ticked, and what comes then."""
    process = seat.process_dialog()
    assert not process.to_file.isChecked()
    seat.click(process.to_file)
    assert process.process.toolTip() == "Tick only one way under Via Internet."
    assert not process.process.isEnabled()
    seat.click(process.via)
    seat.click(process.process)
    dialog = seat.open(SaveToFileDialog)
    seat.wait(dialog.form.isVisible)
    return process, dialog


def test_A8_a_snapshot_is_carried_by_hand(
    receiver: Receiver, office: Office, sit: Sit, visitor: Callable[[Receiver, int], Visitor], tmp_path: Path
) -> None:
    seat, file = sit(office), tmp_path / "the stick" / "mine.plsnapshot"
    file.parent.mkdir()
    _, dialog = saving(seat)
    assert dialog.windowTitle() == "Save to a file"
    assert dialog.form.target.text().endswith(".plsnapshot")
    assert "/portal-112-" in dialog.form.target.text()
    dialog.form.target.clear()
    assert dialog.form.begin.toolTip() == "Say where the file is to be written first."
    dialog.form.target.setText(str(file))
    seat.click(dialog.form.begin)
    seat.sees(dialog, "The file is complete")
    said = texts(dialog)
    assert str(file) in said and " customers. Nothing was sent" in said
    assert "python -m receiver snapshots load FILE --company 112" in said
    seat.press(dialog.outcome.close_button, Qt.Key.Key_Escape)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))
    seat.sees(seat.window.home, "Nothing has been published yet")

    receiver.must("snapshots", "load", str(file), "--company", "112")
    number, password = next(iter(office.passwords().items()))
    with visitor(receiver, 112) as customer:
        customer.sign_in(number, password)
        assert customer.signed_in


def test_A8_what_goes_wrong_is_told_where_it_can_be_mended(
    office: Office, sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, taken = sit(office), tmp_path / "taken"
    taken.write_bytes(b"somebody's own")
    _, dialog = saving(seat)
    dialog.form.target.setText(str(tmp_path / "no folder" / "file"))
    seat.press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.sees(dialog, "There is no folder")
    dialog.form.target.setText(str(taken))
    seat.click(dialog.form.begin)
    seat.sees(dialog, "There is already a file")
    assert taken.read_bytes() == b"somebody's own"
    office.change("UPDATE customers SET password = password || 'x' WHERE password <> ''")
    dialog.form.target.setText(str(tmp_path / "cancelled"))
    seat.click(dialog.form.begin)
    assert dialog.watching.isVisible()
    seat.click_at_once(dialog.watching.cancel)
    seat.sees(dialog, "No file was written.")
    assert list(tmp_path.iterdir()) == [taken]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(taken), ""))
    seat.click(dialog.form.browse)
    seat.click(dialog.form.begin)
    seat.sees(dialog, "The file is complete")
    assert taken.read_bytes().startswith(b"PLSNAPSHOT")
    seat.click(dialog.outcome.close_button)
