"""System > What Leaves the Office by mouse and keyboard, and in words (A17)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from agent.domain.leaving import LEAVES, Share, Why
from agent.domain.portals import Sent
from agent.gui.dialogs.leaving import WhatLeavesDialog
from agent.gui.presenters.leaving import Leaving, Switches, sent, totals
from agent.usecases.last_payload import Payload
from agent.usecases.what_leaves import Switched
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.seat import Seat, texts
from tests.window.test_presenters import say

Sit = Callable[[Office], Seat]
NOW = datetime(2026, 6, 9, 15, tzinfo=UTC)
MONEY = Switched(Share.MONEY, False, False)
STREET = Switched("CU.Street", True, True, set="Customer database")
PRICE = Switched("JB.Price", True, False, set="Jobs", money=True)
NAME = Switched("CU.Customer Name", True, True, Why.THEIRS, "Customer database")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Published once."""
    folder = tmp_path_factory.mktemp("leaving")
    receiver, made = Receiver(folder / "receiver"), Office(folder / "office")
    receiver.init()
    code = receiver.create_company(112, "Green Valley")
    receiver.serve()
    try:
        made.sample(12)
        made.pair(receiver, code)
        made.process()
        yield made
    finally:
        receiver.end()


def opened(seat: Seat) -> WhatLeavesDialog:
    """System > What Leaves the Office, with its list."""
    (system,) = [one for one in seat.window.menuBar().findChildren(QMenu) if one.title() == "&System"]
    next(one for one in system.actions() if one.text() == "&What Leaves the Office…").trigger()
    dialog = seat.open(WhatLeavesDialog)
    seat.sees(dialog, "Share money")
    return dialog


def test_A17_a_field_is_switched_off_and_leaves_no_more(office: Office, sit: Sit) -> None:
    seat = sit(office)
    dialog = opened(seat)
    fields = dialog.fields
    assert len(fields.model.rows) == len(LEAVES)
    assert not fields.shares["Share money"].isChecked() and not fields.shares["Share reports"].isEnabled()
    assert fields.shares["Share reports"].toolTip().startswith("This release publishes no reports")
    assert dialog.save.toolTip() == "Nothing was ticked otherwise yet."
    fields.search.setText("cu.street")
    fields.table.setFocus()
    seat.press(fields.table, Qt.Key.Key_Space)
    fields.search.setText("Customer Name")
    seat.press(fields.table, Qt.Key.Key_Space)
    seat.click(fields.shares["Share money"])
    assert "2 switches change with the next Process" in texts(dialog)
    seat.press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.wait(lambda: not seat.window.findChildren(WhatLeavesDialog))
    assert office.rows("SELECT withheld_fields, share_money FROM company") == [("CU.Street", 1)]
    office.process()

    dialog = opened(seat)
    payload = dialog.payload
    dialog.tabs.setCurrentWidget(payload)
    seat.sees(payload, "what had changed")
    seat.sees(payload, "Customer: 10")
    number = min(office.passwords())
    payload.search.setText(number)
    seat.wait(lambda: {one.number for one in payload.model.rows} == {number})
    (row,) = [at for at, one in enumerate(payload.model.rows) if one.kind == "customer"]
    payload.table.selectRow(row)
    seat.wait(lambda: "record_id" in payload.record.toPlainText() and "history_years" in payload.record.toPlainText())
    body = json.loads(payload.record.toPlainText())
    assert "street" not in body and "balance" in body and body["city"]
    dialog.reject()


def test_A17_a_verifier_is_never_shown(office: Office, sit: Sit) -> None:
    office.change("UPDATE customers SET password = password || '!' WHERE password <> ''")
    office.process()
    seat = sit(office)
    dialog = opened(seat)
    payload = dialog.payload
    dialog.tabs.setCurrentWidget(payload)
    payload.kind.setCurrentIndex(payload.kind.findText("Password check"))
    seat.wait(lambda: {one.kind for one in payload.model.rows} == {"credential"})
    seat.wait(lambda: "not shown" in payload.record.toPlainText())
    assert "$" not in payload.record.toPlainText()
    dialog.reject()


def test_A17_what_is_ticked_is_not_lost_unasked(office: Office, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = sit(office)
    dialog = opened(seat)
    before = office.rows("SELECT withheld_fields FROM company")
    dialog.fields.model.flip(2)
    asked: list[str] = []

    def answers(answer: QMessageBox.StandardButton) -> None:
        def question(_parent: object, _title: str, text: str, *_words: object) -> QMessageBox.StandardButton:
            asked.append(text)
            return answer

        monkeypatch.setattr(QMessageBox, "question", question)

    answers(QMessageBox.StandardButton.No)
    seat.press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    answers(QMessageBox.StandardButton.Yes)
    seat.press(dialog, Qt.Key.Key_Escape)
    seat.wait(lambda: not seat.window.findChildren(WhatLeavesDialog))
    assert len(asked) == 2
    assert office.rows("SELECT withheld_fields FROM company") == before


def test_A17_switches_in_words() -> None:
    switches = Switches(Leaving((MONEY, STREET, PRICE, NAME)))
    assert switches.note(say, STREET) == "leaves"
    assert switches.note(say, PRICE).startswith("Amounts leave only while")
    switches.tick(MONEY, True)
    assert switches.note(say, PRICE) == "leaves"
    switches.tick(STREET, False)
    assert switches.note(say, STREET) == "stays here, empty on the portal"
    switches.tick(NAME, False)
    assert switches.on(NAME) and switches.note(say, NAME) == Why.THEIRS
    assert switches.changed == ((Share.MONEY,), ("CU.Street",))
    switches.tick(MONEY, False)
    assert switches.told(say) == "1 switch changes with the next Process"
    barred = Switches(Leaving((MONEY, STREET), may_switch=False))
    barred.tick(STREET, False)
    assert barred.changed == ((), ())
    assert barred.save_obstacle(say) == barred.obstacle(say, STREET) == "This needs the permission Email Settings."


def test_A17_the_payload_in_words() -> None:
    payload = Payload("Portal", (Sent(1, 7, "2026-06-09T14:02:00Z", full=True, bytes=48_000),))
    assert sent(say, payload, NOW) == "today at 14:02: snapshot 7, 48 kB, everything"
    assert sent(say, Payload("Portal", ()), NOW) == "Nothing was sent to Portal from this computer yet."
    assert totals(say, {"customer": 2, "company": 1}) == "Company: 1 · Customer: 2"
