"""How the main window is closed: never while something is being changed, nor over what was typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.pieces.unsaved import lets_go
from agent.gui.window.hosting import Hosting


class ClosingWindow(QMainWindow):
    """Asks its page before it goes; what goes on at the office is asked to stop, and then it goes by itself."""

    over = Signal()
    """It is closed for good."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.stays = False
        """Whether it only hides when it is closed, because there is a tray to bring it back."""
        self.hosting = Hosting(bridge, self)
        """The schedule, as long as the window runs it."""
        self._bridge = bridge
        self._closing = False
        self._quitting = False
        bridge.idle.connect(self._idle)
        self.hosting.turned.connect(self._idle)

    def obstacle_to_leaving(self) -> str:
        """What would be lost, as a question to the person; empty where nothing would."""
        return ""

    def clear_away(self) -> None:
        """Whatever is above this window goes before it."""

    def may_leave(self) -> bool:
        """Whether nothing that was typed would be lost, or the person lets it go."""
        question = self.obstacle_to_leaving()
        if not question:
            return True
        self.show()
        return lets_go(self, question)

    def to_front(self) -> None:
        """Show it above all other windows."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """Close it for good, tray or not."""
        self._quitting = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt asks. While something is being changed it is asked to stop, and the window goes when it has."""
        if self.stays and not self._quitting:
            event.ignore()
            self.hide()
            return
        progress = self._bridge.changing
        if progress is None and not self.hosting.working:
            if self._closing or self.may_leave():
                event.accept()
                self.over.emit()
            else:
                self._quitting = False
                event.ignore()
            return
        self._closing = True
        self.hosting.stop()
        if progress is not None:
            progress.cancel()
        self.statusBar().showMessage(say("Stopping at the next good place, then closing."))
        event.ignore()

    def _idle(self) -> None:
        if self._closing and self._bridge.changing is None and not self.hosting.working:
            self.clear_away()
            self.close()
