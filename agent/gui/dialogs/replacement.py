"""Perform Replacement: one question that names the count, progress, and what was done (features A4 - A6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent.domain.errors import AgentError
from agent.domain.replacement import Plan
from agent.gui.bridge import Bridge
from agent.gui.dialogs.asking import Asking
from agent.gui.dialogs.frame import Fitted, head, stack
from agent.gui.dialogs.letters import LettersDialog
from agent.gui.dialogs.replaced import Replaced
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.presenters.letters import of_run
from agent.gui.presenters.replace import Performed
from agent.gui.presenters.replace_plan import ending, failure, question
from agent.gui.presenters.runs import Report, report
from agent.gui.theme import Theme

if TYPE_CHECKING:
    from agent.usecases.replace import Swing

WIDTH, HEIGHT = 540, 420


class ReplacementDialog(Fitted):
    """Three pages: the question, the progress, the ending. Where rows were changed meanwhile it closes, and the main
    window, which looks at them anew, says so."""

    performed = Signal()
    """The plan was written."""
    failed = Signal(object)
    """An `AgentError`; nothing was written."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, plan: Plan) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._plan: Plan | None = plan
        self._run = 0
        self.setWindowTitle(say("Perform Replacement"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.asking = Asking(question(say, plan))
        self.watching = Watching(note=say("Until it is complete, every row is as it was before."))
        self.replaced = Replaced(theme)
        self._pages = QStackedLayout()
        for page in (self.asking, self.watching, self.replaced):
            self._pages.addWidget(page)
        stack(self, head(self.windowTitle()), self._pages)
        self.asking.cancelled.connect(self.reject)
        self.asking.agreed.connect(self._start)
        self.replaced.over.connect(self.accept)
        self.replaced.undo_wanted.connect(self._undo)
        self.replaced.letters_wanted.connect(self._letters)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.asking.perform.click)

    def show_page(self, page: QWidget) -> None:
        """One of the three."""
        self._pages.setCurrentWidget(page)

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

    def _start(self) -> None:
        plan = self._plan
        if plan is None or self._pages.currentWidget() is not self.asking:
            return
        progress = self._bridge.change(
            lambda work, progress: work.replace.perform(plan, progress),
            lambda performed: self._done(plan, performed),
            self._failed,
        )
        self.watching.watch(say("Replacing {field}", field=plan.wish.field.name), progress)
        self.show_page(self.watching)

    def _done(self, plan: Plan, performed: Performed) -> None:
        self.watching.end()
        self._run = performed.run.id
        self._plan = None
        self.replaced.tell(ending(say, plan, performed))
        self.show_page(self.replaced)
        self.performed.emit()

    def _failed(self, error: AgentError) -> None:
        self.watching.end()
        self.show_page(self.asking)
        self.failed.emit(failure(say, error))
        super().reject()

    def _undo(self) -> None:
        run = self._run
        progress = self._bridge.change(
            lambda work, progress: work.replace.undo(run, progress), self._undone, self._not_undone
        )
        self.watching.watch(say("Undoing replacement {number}", number=str(run)), progress)
        self.show_page(self.watching)

    def _undone(self, swing: Swing) -> None:
        self._show_report(report(say, swing, undone=True))

    def _not_undone(self, error: AgentError) -> None:
        self.watching.end()
        self.show_page(self.replaced)
        self.replaced.banner.tell(failure(say, error))

    def _show_report(self, told: Report) -> None:
        self.watching.end()
        self.replaced.tell_report(told)
        self.show_page(self.replaced)

    def _letters(self) -> None:
        LettersDialog(self._bridge, self._theme, self, of_run(say, self._run)).open()
