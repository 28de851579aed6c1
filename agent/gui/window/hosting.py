"""The window runs the schedule as long as it is open and no service does."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from agent.gui.bridge import Bridge
from agent.gui.presenters.schedule import Hosted

LOOK_MS = 1000


class Hosting(QObject):
    """The schedule's own thread knows nothing of Qt: whether an upload goes on is looked at from here."""

    turned = Signal()
    """An upload began, or is over."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._hosted: Hosted | None = None
        self._was = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def working(self) -> bool:
        """Whether an upload goes on here."""
        return self._hosted is not None and self._hosted.working

    def begin(self) -> None:
        """The office is loaded on a lane, and the schedule runs from then on."""
        self._bridge.read(self, lambda work: work.schedule.hosted(), self._begun, lambda _: None)

    def stop(self) -> None:
        """Start nothing more, and stop what goes on at the next good place."""
        if self._hosted is not None:
            self._hosted.stop()

    def end(self) -> None:
        """The window is gone, and no upload goes on."""
        self._timer.stop()
        if self._hosted is not None:
            self._hosted.end()
            self._hosted = None

    def _begun(self, hosted: Hosted) -> None:
        self._hosted = hosted
        hosted.start()
        self._timer.start()

    def _look(self) -> None:
        if self.working != self._was:
            self._was = self.working
            self.turned.emit()
