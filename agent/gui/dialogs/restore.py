"""Files > Restore: the copies that are known, what putting one back means, and one confirmation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.copying import Copying, OutcomePage
from agent.gui.dialogs.frame import Fitted, head, stack
from agent.gui.dialogs.restore_pages import ConfirmPage, ListPage
from agent.gui.language import say
from agent.gui.presenters.restore import preview, put_back
from agent.gui.theme import Theme

if TYPE_CHECKING:
    from agent.domain.backups import Restorable
    from agent.usecases.restore import Restored

WIDTH, HEIGHT = 860, 480


class RestoreDialog(Fitted):
    """Four pages: the list, what it means, watching, what was done. After an error it is where it was begun."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._copy: Restorable | None = None
        self.setWindowTitle(say("Restore"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.list = ListPage(bridge, theme)
        self.confirm = ConfirmPage()
        self.watching = Copying(say("Restore"), say("Until the copy is put back, Cancel leaves everything as it is."))
        self.outcome = OutcomePage(theme)
        self._pages = QStackedLayout()
        for page in (self.list, self.confirm, self.watching, self.outcome):
            self._pages.addWidget(page)
        stack(self, head(self.windowTitle()), self._pages)
        self.list.cancelled.connect(self.reject)
        self.list.wanted.connect(self.ask)
        self.confirm.back.clicked.connect(lambda: self.show_page(self.list))
        self.confirm.restore.clicked.connect(self._begin)
        self.outcome.over.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._act)
        self.list.refresh()

    def show_page(self, page: QWidget) -> None:
        """One of the four."""
        self._pages.setCurrentWidget(page)

    def ask(self, copy: Restorable) -> None:
        """What putting this copy back means, to be confirmed."""
        self._copy = copy
        self.confirm.tell(preview(say, copy, _now()))
        self.show_page(self.confirm)

    def reject(self) -> None:
        """Esc and the window's own close button: stop what goes on; then there is nothing to wait for."""
        if self._pages.currentWidget() is self.watching:
            self.watching.stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt asks."""
        if self._pages.currentWidget() is self.watching:
            event.ignore()
        self.reject()

    def _act(self) -> None:
        """Ctrl+Enter goes on to what will happen; what confirms it has to be meant."""
        if self._pages.currentWidget() is self.list:
            self.list.go_on.click()

    def _begin(self) -> None:
        copy, secret = self._copy, self.confirm.passphrase.text()
        if copy is None:
            return
        self.confirm.banner.dismiss()
        progress = self._bridge.change(
            lambda work, progress: work.backups.restore(copy, secret, progress), self._done, self._failed
        )
        self.watching.watch(progress)
        self.show_page(self.watching)

    def _done(self, done: Restored) -> None:
        self.watching.end()
        self.confirm.passphrase.clear()
        self.outcome.tell(put_back(say, done, _now()))
        self.show_page(self.outcome)

    def _failed(self, error: AgentError) -> None:
        self.watching.end()
        self.show_page(self.confirm)
        self.confirm.banner.tell(error)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
