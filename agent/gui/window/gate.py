"""Who sits at the desk: asked at the start, after every window, every minute, and whenever the office asks for a
sign-in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.presenters.rights import Standing

EVERY_MS = 60_000


class Gate(QObject):
    """`standing` is what was answered last; until then nothing is held back here, for the office itself refuses."""

    changed = Signal(object)
    """A `presenters.rights.Standing`, another one than before."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.standing = Standing()
        self._bridge = bridge
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.ask)
        bridge.shut_out.connect(self.ask)
        bridge.idle.connect(self.ask, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Ask anew."""
        self._timer.start()
        if not self._asking:
            self._asking = True
            self._bridge.read(self, lambda work: work.users.standing(), self.take, self._not_told)

    def leave(self) -> None:
        """Sign out."""
        self._bridge.read(self, lambda work: work.users.sign_out(), self.take, self._not_told)

    def take(self, standing: Standing) -> None:
        """This is so from now on."""
        self._asking = False
        if standing != self.standing:
            self.standing = standing
            self.changed.emit(standing)

    def _not_told(self, _error: AgentError) -> None:
        """What keeps the office from answering is told where something is wanted of it."""
        self._asking = False
