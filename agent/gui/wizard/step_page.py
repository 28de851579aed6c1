"""What every page of the set-up is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal

from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.pages.page import Page
from agent.gui.presenters.set_up import hint_of, name_of
from agent.gui.presenters.work import Work
from agent.gui.wizard.work_card import WorkCard
from agent.jobs.progress import PolledProgress

Found = TypeVar("Found")


class StepPage(Page):
    """One step. `bridge` asks the office; what goes on is shown by `work`, which stands at the end of the page."""

    changed = Signal()
    """Something was set up: the whole set-up is to be looked at anew."""
    working = Signal(bool)
    """A change begins, or is over."""
    edited = Signal()
    """What was entered may be saved or lost now."""

    def __init__(self, step: Step, bridge: Bridge) -> None:
        super().__init__(name_of(say, step), hint_of(say, step))
        self.step = step
        self.bridge = bridge
        self.work = WorkCard()

    def show_set_up(self, set_up: SetUp) -> None:
        """How far everything is."""

    def unsaved(self) -> bool:
        """Whether something was entered that is not saved: Next saves it then."""
        return False

    def save(self) -> None:
        """Keep what was entered."""

    def begin(self) -> None:
        """The page is shown from now on: the keyboard goes to what is to be done."""

    def change(
        self,
        title: str,
        ask: Callable[[Work, PolledProgress], Found],
        done: Callable[[Found], None],
        failed: Callable[[AgentError], None] | None = None,
        *,
        waits: str = "",
    ) -> None:
        """Do something that changes; meanwhile the page shows how far it is. `waits` says what is waited for where it
        can't be stopped."""
        self.banner.dismiss()
        self.body.addWidget(self.work)

        def over() -> None:
            self.work.end()
            self.working.emit(False)

        def succeeded(found: Found) -> None:
            over()
            done(found)
            self.changed.emit()

        def came_to_nothing(error: AgentError) -> None:
            over()
            (failed or self.tell)(error)

        self.work.watch(title, self.bridge.change(ask, succeeded, came_to_nothing), waits)
        self.working.emit(True)

    def tell(self, error: AgentError) -> None:
        """Something went wrong; the page scrolls to where it says so."""
        self.banner.tell(error)
        self.ensureWidgetVisible(self.banner)
