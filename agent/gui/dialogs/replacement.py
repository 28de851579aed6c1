"""Perform Replacement: one question that names the count, progress, and what was done (features A4 - A6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.domain.replacement import Plan
from agent.gui.bridge import Bridge
from agent.gui.dialogs.asking import Asking
from agent.gui.dialogs.letters import LettersDialog
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.replaced import Replaced
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.letters import of_run
from agent.gui.presenters.progress import Watch
from agent.gui.presenters.replace import Performed
from agent.gui.presenters.replace_plan import ending, failure, question
from agent.gui.presenters.runs import report

if TYPE_CHECKING:
    from agent.usecases.replace import Swing

WIDTH, HEIGHT = 540, 420


class ReplacementDialog(PagedDialog):
    """Three pages: the question, the progress, the ending. Where rows were changed meanwhile it closes, and the main
    window, which looks at them anew, says so."""

    performed = Signal()
    """The plan was written."""
    failed = Signal(object)
    """An `AgentError`; nothing was written."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, plan: Plan) -> None:
        note = say("Until it is complete, every row is as it was before.")
        super().__init__(bridge, parent, say("Perform Replacement"), Watching(lambda: Watch(say, note=note)))
        self._theme = theme
        self._plan: Plan | None = plan
        self._run = 0
        self.setMinimumSize(WIDTH, HEIGHT)
        self.asking = Asking(question(say, plan))
        self.replaced = Replaced(theme)
        self._hold(self.asking, self.watching, self.replaced)
        self.asking.cancelled.connect(self.reject)
        self.asking.agreed.connect(self._start)
        self.replaced.over.connect(self.accept)
        self.replaced.undo_wanted.connect(self._undo)
        self.replaced.letters_wanted.connect(self._letters)
        on_ctrl_enter(self, self.asking.perform.click)

    def _start(self) -> None:
        plan = self._plan
        if plan is None or self.page is not self.asking:
            return
        self._work(
            say("Replacing {field}", field=plan.wish.field.name),
            lambda work, progress: work.replace.perform(plan, progress),
            lambda performed: self._done(plan, performed),
            self._failed,
        )

    def _done(self, plan: Plan, performed: Performed) -> None:
        self._run = performed.run.id
        self._plan = None
        self.replaced.tell(ending(say, plan, performed))
        self.show_page(self.replaced)
        self.performed.emit()

    def _failed(self, error: AgentError) -> None:
        self.show_page(self.asking)
        self.failed.emit(failure(say, error))
        super().reject()

    def _undo(self) -> None:
        run = self._run
        self._work(
            say("Undoing replacement {number}", number=str(run)),
            lambda work, progress: work.replace.undo(run, progress),
            self._undone,
            self._not_undone,
        )

    def _undone(self, swing: Swing) -> None:
        self.replaced.tell_report(report(say, swing, undone=True))
        self.show_page(self.replaced)

    def _not_undone(self, error: AgentError) -> None:
        self.show_page(self.replaced)
        self.replaced.banner.tell(failure(say, error))

    def _letters(self) -> None:
        LettersDialog(self._bridge, self._theme, self, of_run(say, self._run)).open()
