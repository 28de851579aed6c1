"""The window "Select one destination to upload data": pick, Process, watch; then it closes by itself (feature A8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choosing import Choosing
from agent.gui.dialogs.ending import EndingPage
from agent.gui.dialogs.frame import Fitted, head, stack
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.presenters.process import SELECT, destinations, ending
from agent.gui.presenters.work import Choice
from agent.gui.theme import Theme

if TYPE_CHECKING:
    from agent.usecases.report import ProcessReport

WIDTH, HEIGHT = 480, 400


class DestinationDialog(Fitted):
    """Three pages one after the other: choosing, watching, the ending. After an error it is at choosing again. `seen`
    is the portal whose changes the person was shown just before."""

    failed = Signal(str, object)
    published = Signal(object)
    """A Process came to its end; with what it found that somebody should look at."""
    working = Signal(bool)

    def __init__(
        self, bridge: Bridge, theme: Theme, parent: QWidget, choice: Choice, expected: int, portal: str, seen: str = ""
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._choice = choice
        self._seen = seen
        self.setWindowTitle(say(SELECT))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.choosing = Choosing(portal)
        self.watching = Watching(expected)
        self.ending = EndingPage(theme)
        self._pages = QStackedLayout()
        for page in (self.choosing, self.watching, self.ending):
            self._pages.addWidget(page)
        stack(self, head(self.windowTitle()), self._pages)
        self.choosing.cancelled.connect(self.reject)
        self.choosing.chosen.connect(self._start)
        self.ending.over.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.choosing.process.click)
        bridge.read(
            self,
            lambda work: work.portals(),
            lambda portals: self.choosing.offer(destinations(say, portals)),
            self.choosing.banner.tell,
            network=True,
        )

    def show_page(self, page: QWidget) -> None:
        """One of the three."""
        self._pages.setCurrentWidget(page)

    def reject(self) -> None:
        """Esc and the window's own close button: stop what goes on; then there is nothing to wait for."""
        if self._pages.currentWidget() is self.watching:
            self.watching.stop()
        elif self._pages.currentWidget() is self.ending:
            self.accept()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt asks."""
        if self._pages.currentWidget() is self.watching:
            event.ignore()
        self.reject()

    def _start(self, portal: str) -> None:
        self.choosing.banner.dismiss()
        choice = replace(self._choice, attended=portal == self._seen)
        progress = self._bridge.change(
            lambda work, progress: work.process(choice, portal, progress),
            self._done,
            lambda error: self._failed(portal, error),
        )
        self.watching.watch(say("Uploading to {portal}", portal=portal), progress)
        self.show_page(self.watching)
        self.working.emit(True)

    def _done(self, report: ProcessReport) -> None:
        self.watching.end()
        self.working.emit(False)
        self.show_page(self.ending)
        told = ending(say, report)
        self.ending.tell(told)
        self.published.emit(told.notes)

    def _failed(self, portal: str, error: AgentError) -> None:
        self.watching.end()
        self.working.emit(False)
        self.show_page(self.choosing)
        self.choosing.banner.tell(error)
        self.failed.emit(portal, error)
