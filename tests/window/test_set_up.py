"""The set-up by mouse, from an empty agent folder to a published portal (A8, A12, A18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from agent.domain.first_steps import Step
from agent.gui.dialogs import ending
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.pair_form import PairFields
from agent.gui.wizard.dialog import SetUpDialog
from agent.gui.wizard.pairing import PairPage
from agent.gui.wizard.passwords import PasswordsPage
from agent.gui.wizard.practice import PracticePage
from agent.gui.wizard.process import ProcessPage
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
CUSTOMERS = 30
SECRET = "s3cret-of-the-server"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last window closes by itself sooner than a person could read it."""
    monkeypatch.setattr(ending, "STAYS_MS", 300)


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver for every test here."""
    made = Receiver(tmp_path_factory.mktemp("set-up") / "receiver")
    made.init()
    made.serve()
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Nothing is set up there."""
    return Office(tmp_path / "office")


class Wizard:
    """The open window, with its pages."""

    def __init__(self, seat: Seat, dialog: SetUpDialog) -> None:
        self.seat = seat
        self.dialog = dialog

    @property
    def practice(self) -> PracticePage:
        """Step 1."""
        return self.dialog.practice

    @property
    def pair(self) -> PairPage:
        """The pairing."""
        return self.dialog.pairing

    @property
    def passwords(self) -> PasswordsPage:
        """The first passwords."""
        return self.dialog.passwords

    @property
    def process(self) -> ProcessPage:
        """The last step."""
        return self.dialog.first_process

    def done(self, step: Step) -> None:
        """Wait until the list says that a step is done."""
        self.seat.wait(lambda: self.dialog.list.buttons[step].accessibleName().endswith(": Done"))

    def next(self, step: Step) -> None:
        """Press Next; the step that is shown then."""
        self.seat.click(self.dialog.next)
        assert self.dialog.step is step
        self.seat.settle()

    def later(self) -> None:
        """Leave it."""
        self.seat.click(self.dialog.later)
        self.seat.wait(lambda: not self.seat.window.findChildren(SetUpDialog))


def opened(seat: Seat) -> Wizard:
    """The set-up, once it has looked at everything."""
    dialog = seat.open(SetUpDialog)
    seat.wait(lambda: dialog.begun)
    seat.settle()
    return Wizard(seat, dialog)


def from_home(seat: Seat) -> Wizard:
    """Opened with the first button of Home's card."""
    seat.wait(lambda: bool(home_buttons(seat)))
    seat.click(home_buttons(seat)[0])
    return opened(seat)


def home_buttons(seat: Seat) -> list[QPushButton]:
    """Of the steps that are open."""
    return [one for one in seat.window.home.findChildren(QPushButton) if one.text() == "Set up…" and one.isVisible()]


def type_pairing(fields: PairFields, receiver: str, company: int, code: str) -> None:
    """As a person types; the code is pasted."""
    fields.receiver.setText(receiver)
    fields.company.setText(str(company))
    fields.code.clear()
    QTest.keyClicks(fields.code, code)


def test_from_nothing_to_a_published_portal(
    receiver: Receiver, office: Office, sit: Sit, visitor: Callable[[Receiver, int], Visitor]
) -> None:
    seat = sit(office)
    seat.window.begin()
    wizard = opened(seat)  # nothing is chosen: it opens by itself
    assert wizard.dialog.step is Step.PRACTICE
    assert not wizard.dialog.next.isEnabled()
    assert "Choose the practice database first" in wizard.dialog.next.toolTip()

    sample = wizard.practice.sample
    seat.click(sample.radio)
    sample.file.line.setText(str(office.practice))
    sample.customers.setValue(CUSTOMERS)
    seat.click(sample.go)
    wizard.done(Step.PRACTICE)
    assert f"{CUSTOMERS} customers" in texts(wizard.practice)
    assert office.rows("SELECT count(*) FROM customers") == [(CUSTOMERS,)]
    office.change("UPDATE customers SET password = NULL WHERE id % 3 = 0")
    office.change("UPDATE customers SET password = '  ' WHERE id % 3 = 1")
    wizard.later()
    seat.wait(lambda: len(home_buttons(seat)) == len(Step) - 1)

    wizard = from_home(seat)  # half way: it goes on where it was left
    assert wizard.dialog.step is Step.PAIR
    code = receiver.create_company(office.company, "Green Valley Lawn Care")
    type_pairing(wizard.pair.fields, receiver.url, office.company, f" {code.replace('-', ' ').lower()} ")
    assert wizard.pair.fields.code.text() == code
    seat.click(wizard.pair.fields.pair)
    wizard.done(Step.PAIR)
    assert "CLIP Customer Portal" in texts(wizard.pair)

    wizard.next(Step.PASSWORDS)
    before = dict(office.rows("SELECT id, password FROM customers"))
    wanted = {
        row[0]
        for row in office.rows("SELECT id FROM customers WHERE status = 'ACTIVE' AND trim(coalesce(password, '')) = ''")
    }
    assert wanted
    assert f"{len(wanted)} of " in texts(wizard.passwords)
    seat.click(wizard.passwords.make)
    seat.sees(wizard.passwords, f"{len(wanted)} customers get a password")
    assert dict(office.rows("SELECT id, password FROM customers")) == before
    seat.click(wizard.passwords.confirm)
    wizard.done(Step.PASSWORDS)
    after = dict(office.rows("SELECT id, password FROM customers"))
    assert {id_ for id_ in after if after[id_] != before[id_]} == wanted
    assert len({after[id_] for id_ in wanted}) == len(wanted)
    assert "The backup from before is" in texts(wizard.passwords)

    wizard.next(Step.PROCESS)
    seat.click(wizard.process.go)
    process = seat.open(ProcessDialog)
    seat.click(process.process)
    following = seat.open(DestinationDialog)
    seat.wait(following.choosing.process.isEnabled)
    seat.click(following.choosing.process)
    wizard.done(Step.PROCESS)
    assert "Your portal is there" in texts(wizard.process)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))
    seat.click(wizard.dialog.next)
    seat.sees(seat.window.home, "The portal is up to date")
    assert not home_buttons(seat)
    number, password = office.rows(
        "SELECT number, password FROM customers WHERE status = 'ACTIVE' AND is_customer = 1 AND id % 3 = 0"
        " AND coalesce(is_employee, 0) = 0 AND coalesce(not_on_portal, 0) = 0"
    )[0]
    with visitor(receiver, office.company) as customer:
        customer.sign_in(number, password)
        assert customer.signed_in
