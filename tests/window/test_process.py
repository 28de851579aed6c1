"""The article's part "Uploading the Information" in the window, with a real receiver behind it (A8, A9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QRadioButton, QTableView

from agent.gui.app import reporting
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor
from tests.window.paired import paired_office
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
Paired = tuple[Receiver, Office]
VALUE = "hunter2-of-Mrs-Miller"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paired]:
    """An office that has published once, for tests that find what they need themselves."""
    with paired_office(tmp_path_factory.mktemp("window")) as (receiver, office):
        office.process()
        yield receiver, office


@pytest.fixture
def unpublished(shared: Paired, tmp_path: Path) -> Paired:
    """Another office at the same receiver, paired; nothing is published yet."""
    receiver, office = shared[0], Office(tmp_path / "office", 113)
    office.sample(12)
    office.pair(receiver, receiver.create_company(113, "Oak Street Cleaning"))
    return receiver, office


def renamed(office: Office, name: str) -> None:
    """Something to upload."""
    office.change(
        "UPDATE customers SET name = ? WHERE id = (SELECT max(id) FROM customers WHERE status = 'ACTIVE')", name
    )


def held(office: Office) -> object:
    """What the receiver has of the office."""
    return [(one["snapshot"], one["time"], one["counts"]) for one in office.must("status")["portals"]]


def upload(seat: Seat, following: DestinationDialog) -> str:
    """Press Process there and wait for the ending: what it says, or what went wrong."""
    seat.click(following.choosing.process)
    seat.wait(lambda: not following.watching.isVisible())
    seat.settle()
    return texts(following)


def test_A8_the_article_by_mouse(unpublished: Paired, sit: Sit, visitor: Callable[[Receiver, int], Visitor]) -> None:
    receiver, office = unpublished
    seat = sit(office)
    assert "Nothing has been published yet" in texts(seat.window.home)

    process = seat.process_dialog()
    assert process.windowTitle() == "Customer Portal"
    ticked = [one.text() for one in process.findChildren(QCheckBox) if one.isChecked()]
    assert ticked == ["CLIP2Go Web/CLIPConnect", "&Active Customers"]
    assert texts(process).count("the upload takes longer") + texts(process).count("The upload takes longer") == 2

    following = seat.destinations(process)
    assert following.windowTitle() == "Select one destination to upload data"
    (only,) = following.findChildren(QRadioButton)
    assert only.text() == "CLIP Customer Portal"
    assert only.isChecked()
    said = upload(seat, following)
    assert "CLIP Customer Portal was successfully updated" in said
    seat.click(following.ending.close_button)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))

    seat.sees(seat.window.home, "The portal is up to date")
    assert "Waiting for you" in texts(seat.window.home)
    number, password = next(iter(office.passwords().items()))
    with visitor(receiver, office.company) as customer:
        customer.sign_in(number, password)
        assert customer.signed_in


def test_A8_by_keyboard_alone_and_with_dates(shared: Paired, sit: Sit) -> None:
    _, office = shared
    seat = sit(office)
    seat.press(seat.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    process = seat.open(ProcessDialog)
    for day, chosen in ((process.history, QDate(2020, 2, 1)), (process.activity, QDate(2024, 5, 17))):
        assert not day.field.isEnabled()
        assert "Tick the box" in day.field.toolTip()
        day.box.setFocus()
        seat.press(day.box, Qt.Key.Key_Space)
        assert day.field.isEnabled()
        day.field.setDate(chosen)
    seat.press(process, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    following = seat.open(DestinationDialog)
    seat.wait(following.choosing.process.isEnabled)
    seat.press(following, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.sees(following, "successfully updated")
    seat.press(following.ending.close_button, Qt.Key.Key_Escape)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))
    same = office.run("process", "--history-since", "2020-02-01", "--activity-after", "2024-05-17", "--json")
    assert same.code == 3, same


def test_A8_what_can_not_be_processed_says_why(shared: Paired, sit: Sit) -> None:
    _, office = shared
    process = sit(office).process_dialog()
    for box in (process.active, process.via):
        box.setChecked(False)
        assert not process.process.isEnabled()
        why = process.process.toolTip()
        assert why.startswith("Tick ")
        assert why in texts(process)
        assert process.process.accessibleDescription() == why
        box.setChecked(True)
    assert process.process.isEnabled()


def test_A8_cancel_leaves_everything_as_it_was_and_the_next_try_works(shared: Paired, sit: Sit) -> None:
    _, office = shared
    renamed(office, "Cancelled At First")
    before = held(office)
    seat = sit(office)
    following = seat.destinations(seat.process_dialog())
    seat.click(following.choosing.process)
    assert following.watching.isVisible()
    seat.click_at_once(following.watching.cancel)
    seat.wait(following.choosing.isVisible)
    assert "Stopped." in texts(following)
    assert "Nothing was published." in texts(following)
    seat.wait(lambda: "stopped" in shown_events(seat))
    assert held(office) == before
    assert "successfully updated" in upload(seat, following)


def test_A8_a_receiver_that_is_away_is_told_and_the_next_try_works(shared: Paired, sit: Sit) -> None:
    receiver, office = shared
    renamed(office, "Away At First")
    seat = sit(office)
    following = seat.destinations(seat.process_dialog())
    receiver.end()
    seat.click(following.choosing.process)
    seat.wait(following.choosing.isVisible)
    assert "can't be reached" in texts(following)
    assert "Check the address and the internet connection" in texts(following)
    seat.wait(lambda: "try again later" in shown_events(seat))
    receiver.serve()
    assert "successfully updated" in upload(seat, following)


def test_A16_home_is_never_better_than_what_the_receiver_says(shared: Paired, sit: Sit) -> None:
    receiver, office = shared
    seat = sit(office)
    assert "The portal is up to date" in texts(seat.window.home)
    receiver.end()
    with seat.bot.waitSignal(seat.window.feed.checked, timeout=60_000):
        seat.press(seat.window, Qt.Key.Key_F5)
    seat.sees(seat.window.home, "The receiver can't be reached")
    assert "The last receipt is of today" in texts(seat.window.home)
    assert "up to date" not in texts(seat.window.home)
    receiver.serve()
    seat.press(seat.window, Qt.Key.Key_F5)
    seat.sees(seat.window.home, "The portal is up to date")


def test_A8_nothing_changed_is_an_ending_too(shared: Paired, sit: Sit) -> None:
    _, office = shared
    office.run("process")
    seat = sit(office)
    said = upload(seat, seat.destinations(seat.process_dialog()))
    assert "Nothing has changed: CLIP Customer Portal is up to date" in said


def test_A16_an_office_without_anything_set_up_is_told_how(tmp_path_factory: pytest.TempPathFactory, sit: Sit) -> None:
    office = Office(tmp_path_factory.mktemp("fresh") / "office")
    seat = sit(office)
    assert "No practice database is chosen yet." in texts(seat.window.home)
    assert "not paired with a portal yet" in texts(seat.window.home)
    assert not seat.window.rail.buttons["portal"].isEnabled()
    assert seat.window.rail.buttons["portal"].toolTip() == "No practice database is chosen yet."
    buttons = seat.window.home.findChildren(QPushButton)
    seat.click(next(one for one in buttons if one.text() == "Command" and one.isVisible()))
    seat.click(next(one for one in buttons if one.text() == "Copy" and one.isVisible()))
    assert QApplication.clipboard().text().startswith("python -m agent init --database")


def shown_events(seat: Seat) -> str:
    """What the list on Home says."""
    model = seat.window.home.findChildren(QTableView)[0].model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return "\n".join(str(model.index(row, column).data()) for row in rows for column in columns)


def test_A8_closing_the_window_stops_what_goes_on_first(shared: Paired, sit: Sit) -> None:
    _, office = shared
    renamed(office, "Closed At First")
    before = held(office)
    seat = sit(office)
    following = seat.destinations(seat.process_dialog())
    seat.click(following.choosing.process)
    assert not seat.window.close()
    seat.wait(lambda: not seat.window.isVisible())
    assert held(office) == before
    assert office.run("process").code == 0


def test_a_fault_in_the_window_itself_is_told_and_the_window_lives_on(
    shared: Paired, sit: Sit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> None:
        raise RuntimeError(f"can't handle {VALUE}")

    seat = sit(shared[1])
    monkeypatch.setattr("sys.excepthook", reporting(seat.window))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seat.window.rail.chosen.connect(broken)
    seat.click(seat.window.rail.buttons["home"])
    seat.sees(seat.window.home, "Porchlight met a fault of its own.")
    (report,) = tmp_path.glob("porchlight-fault-*")
    assert str(report) in texts(seat.window.home)
    assert "in broken" in report.read_text()
    assert VALUE not in report.read_text() + texts(seat.window.home)
    assert seat.window.isVisible()
