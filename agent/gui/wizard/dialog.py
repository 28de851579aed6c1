"""The window "Set up Porchlight": the steps at the left, a page for each at the right; it can be left at any time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.buttons import allow, button, mark_main
from agent.gui.pieces.unsaved import lets_go
from agent.gui.presenters.set_up import first_step, marked, obstacle_to_next
from agent.gui.wizard.company import CompanyPage
from agent.gui.wizard.pairing import PairPage
from agent.gui.wizard.passwords import PasswordsPage
from agent.gui.wizard.practice import PracticePage
from agent.gui.wizard.process import ProcessPage
from agent.gui.wizard.step_list import StepList
from agent.gui.wizard.step_page import StepPage
from agent.gui.wizard.users import UsersPage

SIZE = (860, 620)
SMALLEST = (720, 460)


class SetUpDialog(QDialog):
    """Opens at `step`, or where the set-up was left: at the first thing that is missing. Everything is looked at anew
    after each change, for nothing else says what is done."""

    process = Signal()
    """The first Process is wanted."""
    set_passwords = Signal()
    """Set Passwords is wanted."""
    looked = Signal()
    """What is set up was looked at, and is shown."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, step: Step | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._set_up = SetUp()
        self._at = step
        self._busy = False
        self._leaving = False
        self.begun = False
        self.setWindowTitle(say("Set up Porchlight"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self.list = StepList(theme)
        self.list.chosen.connect(lambda step: self.show_step(Step(step)))
        self.practice = PracticePage(bridge)
        self.company = CompanyPage(bridge)
        self.users = UsersPage(bridge)
        self.users.set_passwords.connect(self.set_passwords)
        self.pairing = PairPage(bridge)
        self.passwords = PasswordsPage(bridge)
        self.first_process = ProcessPage(bridge, theme)
        self.first_process.process.connect(self.process)
        self.pages: dict[Step, StepPage] = {
            page.step: page
            for page in (self.practice, self.company, self.users, self.pairing, self.passwords, self.first_process)
        }
        self._stack = QStackedWidget()
        for page in self.pages.values():
            page.changed.connect(self.look)
            page.working.connect(self._work)
            page.edited.connect(self._edited)
            self._stack.addWidget(page)
        self.later = button(say("&Later"))
        self.later.clicked.connect(self.reject)
        self.back = button(say("&Back"))
        self.back.clicked.connect(lambda: self._go(-1))
        self.next = button(say("&Next"))
        self.next.clicked.connect(self._go_on)
        self._footer = Footer(self.later, self.back, self.next)
        self._build()
        self.show_at(SetUp(), self._at or Step.PRACTICE)
        self.look()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return next(step for step, page in self.pages.items() if page is self._stack.currentWidget())

    def look(self) -> None:
        """Look at what is set up."""
        self._bridge.read(self, lambda work: work.set_up.look(), self._learnt, self._not_learnt)

    def show_step(self, step: Step) -> None:
        """Show a step, where the ones before allow it."""
        if not self._busy:
            self._at = step
            self.show_at(self._set_up, step)
            self.pages[step].begin()

    def reject(self) -> None:
        """Later, Esc and the window's own close button: what goes on is stopped first."""
        if self._busy:
            self._leaving = True
            self.pages[self.step].work.stop()
        elif not self.pages[self.step].unsaved() or self._lets_go():
            super().reject()

    def _lets_go(self) -> bool:
        return lets_go(self, say("What you entered is not saved yet. Close without saving it?"))

    def _edited(self) -> None:
        self.show_at(self._set_up, self.step)

    def _learnt(self, set_up: SetUp) -> None:
        for page in self.pages.values():
            page.show_set_up(set_up)
        # The page that is open stays, for whoever reads what was just done.
        self._at = self._at or first_step(set_up)
        self.show_at(set_up, self._at)
        if self.begun and set_up.state(self._at) == "done":
            self.next.setFocus()
        elif not self.begun:
            self.begun = True
            self.pages[self._at].begin()
        self.looked.emit()

    def _not_learnt(self, error: AgentError) -> None:
        self.pages[self.step].tell(error)

    def show_at(self, set_up: SetUp, step: Step) -> None:
        """Show a step of a set-up that is so far."""
        self._set_up = set_up
        self._stack.setCurrentWidget(self.pages[step])
        self.list.show_steps(marked(say, set_up, step), step)
        last = step is list(Step)[-1]
        unsaved = self.pages[step].unsaved()
        self.next.setText(say("&Save") if unsaved else say("&Close") if last else say("&Next"))
        self.next.setAccessibleName(self.next.text().replace("&", ""))
        mark_main(self.next, unsaved or set_up.state(step) != "open")
        busy = say("Something is being done just now.") if self._busy else ""
        self.list.allow(busy)
        allow(self.back, busy or (say("This is the first step.") if step is next(iter(Step)) else ""))
        self._footer.allow(busy or obstacle_to_next(say, set_up, step))

    def _go_on(self) -> None:
        page = self.pages[self.step]
        if page.unsaved():
            page.save()
        else:
            self._go(1)

    def _go(self, by: int) -> None:
        every = list(Step)
        to = every.index(self.step) + by
        if to == len(every):
            self.accept()
        else:
            self.show_step(every[to])

    def _work(self, busy: bool) -> None:
        self._busy = busy
        self.show_at(self._set_up, self.step)
        if self._leaving and not busy:
            super().reject()

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self._stack, stretch=1)
        body = QVBoxLayout(self)
        body.setContentsMargins(1, 1, 1, 1)
        body.setSpacing(0)
        body.addLayout(middle, stretch=1)
        body.addWidget(self._footer)
