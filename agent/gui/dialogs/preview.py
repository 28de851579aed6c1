"""Preview: what will change and for whom, and how the portal's page of a customer will look (feature A10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError, Cancelled
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choosing import Choosing
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.people import PeoplePage
from agent.gui.dialogs.sample import SamplePage
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.presenters.preview import TITLE
from agent.gui.presenters.process import Choice, destinations
from agent.gui.presenters.progress import Watch
from agent.gui.presenters.sample import portal_page

if TYPE_CHECKING:
    from agent.domain.people import Sample
    from agent.domain.portals import Portal
    from agent.usecases.report import Preview

WIDTH, HEIGHT = 680, 600


class PreviewDialog(PagedDialog):
    """Pages one after the other: choosing (only where there are several portals), watching, the people, a sample."""

    process = Signal(str)
    """The person has seen it and wants Process, to the portal of this name."""

    def __init__(self, bridge: Bridge, parent: QWidget, choice: Choice, expected: int, portal: str) -> None:
        note = say("Nothing is sent.")
        super().__init__(bridge, parent, say(TITLE), Watching(lambda: Watch(say, expected, note=note)))
        self._choice = choice
        self._portal = portal
        self.setMinimumSize(WIDTH, HEIGHT)
        self.choosing = Choosing(portal, say("&Preview"))
        self.people = PeoplePage()
        self.sample = SamplePage()
        self._hold(self.choosing, self.watching, self.people, self.sample)
        self.choosing.cancelled.connect(self.reject)
        self.choosing.chosen.connect(self._look)
        self.people.back.connect(self.reject)
        self.people.process.connect(self._go_on)
        self.people.page_of.connect(self._ask_page)
        self.sample.back.connect(lambda: self.show_page(self.people))
        bridge.read(self, lambda work: work.portals(), self._offer, self.choosing.banner.tell, network=True)

    def reject(self) -> None:
        """Qt asks; from a sample it is one step back."""
        if self.page is self.sample:
            self.show_page(self.people)
        else:
            super().reject()

    def _offer(self, portals: list[Portal]) -> None:
        self.choosing.offer(destinations(say, portals))
        if len(portals) == 1:
            self._look(portals[0].name)

    def _look(self, portal: str) -> None:
        self.choosing.banner.dismiss()
        self._portal = portal
        choice = self._choice
        self._work(
            say("Looking at what will change"),
            lambda work, progress: work.preview.look(choice, portal, progress),
            self._seen,
            self._not_seen,
        )

    def _seen(self, preview: Preview) -> None:
        self.people.tell(preview)
        self.show_page(self.people)

    def _not_seen(self, error: AgentError) -> None:
        self.show_page(self.choosing)
        if isinstance(error, Cancelled):
            self.reject()
        else:
            self.choosing.banner.tell(error)

    def _ask_page(self, number: str) -> None:
        self.people.banner.dismiss()
        choice = self._choice
        self._work(
            say("Making the page of customer {number}", number=number),
            lambda work, progress: work.preview.sample(choice, number, progress),
            self._page_there,
            self._no_page,
        )

    def _page_there(self, sample: Sample) -> None:
        self.sample.tell(portal_page(say, sample, date.today()))
        self.show_page(self.sample)

    def _no_page(self, error: AgentError) -> None:
        self.show_page(self.people)
        if not isinstance(error, Cancelled):
            self.people.banner.tell(error)

    def _go_on(self) -> None:
        self.accept()
        self.process.emit(self._portal)
