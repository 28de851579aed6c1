"""A person at the window "Set up Porchlight"."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from agent.domain.first_steps import Step
from agent.gui.pair_form import PairFields
from agent.gui.wizard.dialog import SetUpDialog
from agent.gui.wizard.pairing import PairPage
from agent.gui.wizard.passwords import PasswordsPage
from agent.gui.wizard.practice import PracticePage
from agent.gui.wizard.process import ProcessPage
from tests.window.seat import Seat


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
