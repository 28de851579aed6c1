"""Files > Restore: the copies that are known, what putting one back means, and one confirmation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.outcome import OutcomePage
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.restore_pages import ConfirmPage, ListPage
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.backup import CopyWatch
from agent.gui.presenters.restore import preview, put_back

if TYPE_CHECKING:
    from agent.domain.backups import Restorable
    from agent.usecases.restore import Restored

WIDTH, HEIGHT = 860, 480


class RestoreDialog(PagedDialog):
    """Four pages: the list, what it means, watching, what was done. After an error it is where it was begun."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        note = say("Until the copy is put back, Cancel leaves everything as it is.")
        super().__init__(bridge, parent, say("Restore"), Watching(lambda: CopyWatch(say, note)))
        self._copy: Restorable | None = None
        self.setMinimumSize(WIDTH, HEIGHT)
        self.list = ListPage(bridge, theme)
        self.confirm = ConfirmPage()
        self.outcome = OutcomePage(theme)
        self._hold(self.list, self.confirm, self.watching, self.outcome)
        self.list.cancelled.connect(self.reject)
        self.list.wanted.connect(self.ask)
        self.confirm.back.clicked.connect(lambda: self.show_page(self.list))
        self.confirm.restore.clicked.connect(self._begin)
        self.outcome.over.connect(self.accept)
        on_ctrl_enter(self, self._act)
        self.list.refresh()

    def ask(self, copy: Restorable) -> None:
        """What putting this copy back means, to be confirmed."""
        self._copy = copy
        self.confirm.tell(preview(say, copy, _now()))
        self.show_page(self.confirm)

    def _act(self) -> None:
        """Ctrl+Enter goes on to what will happen; what confirms it has to be meant."""
        if self.page is self.list:
            self.list.go_on.click()

    def _begin(self) -> None:
        copy, secret = self._copy, self.confirm.passphrase.text()
        if copy is None:
            return
        self.confirm.banner.dismiss()
        self._work(
            say("Restore"),
            lambda work, progress: work.backups.restore(copy, secret, progress),
            self._done,
            self._failed,
        )

    def _done(self, done: Restored) -> None:
        self.confirm.passphrase.clear()
        self.outcome.tell(put_back(say, done, _now()))
        self.show_page(self.outcome)

    def _failed(self, error: AgentError) -> None:
        self.show_page(self.confirm)
        self.confirm.banner.tell(error)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
