"""The window "Select one destination to upload data": pick, Process, watch; then it closes by itself (feature A8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choosing import Choosing
from agent.gui.dialogs.ending import EndingPage
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.process import SELECT, Choice, destinations, ending
from agent.gui.presenters.progress import Watch

if TYPE_CHECKING:
    from agent.usecases.report import ProcessReport

WIDTH, HEIGHT = 480, 400


class DestinationDialog(PagedDialog):
    """Three pages one after the other: choosing, watching, the ending. After an error it is at choosing again. `seen`
    is the portal whose changes the person was shown just before."""

    failed = Signal(str, object)
    published = Signal(object)
    """A Process came to its end; with what it found that somebody should look at."""
    working = Signal(bool)

    def __init__(
        self, bridge: Bridge, theme: Theme, parent: QWidget, choice: Choice, expected: int, portal: str, seen: str = ""
    ) -> None:
        super().__init__(bridge, parent, say(SELECT), Watching(lambda: Watch(say, expected)))
        self._choice = choice
        self._seen = seen
        self.setMinimumSize(WIDTH, HEIGHT)
        self.choosing = Choosing(portal)
        self.ending = EndingPage(theme)
        self._hold(self.choosing, self.watching, self.ending)
        self.choosing.cancelled.connect(self.reject)
        self.choosing.chosen.connect(self._start)
        self.ending.over.connect(self.accept)
        on_ctrl_enter(self, self.choosing.process.click)
        bridge.read(
            self,
            lambda work: work.portals(),
            lambda portals: self.choosing.offer(destinations(say, portals)),
            self.choosing.banner.tell,
            network=True,
        )

    def reject(self) -> None:
        """Qt asks; at the end it is done, however it is closed."""
        if self.page is self.ending:
            self.accept()
        else:
            super().reject()

    def _start(self, portal: str) -> None:
        self.choosing.banner.dismiss()
        choice = replace(self._choice, attended=portal == self._seen)
        self._work(
            say("Uploading to {portal}", portal=portal),
            lambda work, progress: work.process(choice, portal, progress),
            self._done,
            lambda error: self._failed(portal, error),
        )
        self.working.emit(True)

    def _done(self, report: ProcessReport) -> None:
        self.working.emit(False)
        self.show_page(self.ending)
        told = ending(say, report, datetime.now().astimezone())
        self.ending.tell(told)
        self.published.emit(told.notes)

    def _failed(self, portal: str, error: AgentError) -> None:
        self.working.emit(False)
        self.show_page(self.choosing)
        self.choosing.banner.tell(error)
        self.failed.emit(portal, error)
