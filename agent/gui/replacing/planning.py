"""Keeps the plan of a wish: asked anew when the wish changes, soon but not with every key, and the latest wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.errors import AgentError, TryLater
from agent.domain.replacement import Plan
from agent.domain.wish import Wish
from agent.gui.bridge import Bridge

SOON_MS = 200
AGAIN_MS = 4000
"""Where the practice database is busy, the rows are looked at again after this long."""


class Planner(QObject):
    """`want` says what is wished for; what comes of it is told by the signals. Only the plan shown is kept anywhere:
    a plan of different passwords holds them."""

    planned = Signal(object)
    """A `Plan`."""
    trouble = Signal(object)
    """An `AgentError`: there is no plan just now."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wish: Wish | None = None
        self._asking = False
        self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def want(self, wish: Wish | None) -> None:
        """This is wished for from now on; nothing, where something is still missing."""
        self._wish = wish
        self._stale = self._asking
        if wish is None:
            self._timer.stop()
        else:
            self._timer.start(SOON_MS)

    def _ask(self) -> None:
        wish = self._wish
        if self._asking or wish is None:
            return
        self._asking, self._stale = True, False
        self._bridge.read(self, lambda work: work.replace.plan(wish), self._planned, self._failed)

    def _planned(self, plan: Plan) -> None:
        if self._over():
            self.planned.emit(plan)

    def _failed(self, error: AgentError) -> None:
        if self._over():
            self.trouble.emit(error)
            if isinstance(error, TryLater):
                self._timer.start(AGAIN_MS)

    def _over(self) -> bool:
        """Whether the answer is to what is still wished for; else that is asked."""
        self._asking = False
        if self._stale and not self._timer.isActive():
            self._ask()
        return not self._stale and not self._asking
