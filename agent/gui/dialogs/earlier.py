"""Earlier replacements: the history, with Undo, Redo and what they left as it is (feature A5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.letters import LettersDialog
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.replaced import rows_that_stay, show_rows
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.models.runs import CONDITIONS, STATE, RunsModel
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import label
from agent.gui.pieces.listing import listing
from agent.gui.pieces.pill import PillDelegate
from agent.gui.presenters.letters import of_run
from agent.gui.presenters.progress import Watch
from agent.gui.presenters.replace_plan import failure
from agent.gui.presenters.runs import Line, lines, report

if TYPE_CHECKING:
    from agent.domain.runs import Run
    from agent.usecases.replace import Swing

SIZE = (860, 520)


class EarlierDialog(PagedDialog):
    """The list, with the replacement `marked` picked to begin with; while something is undone or done again, its
    progress."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, marked: int = 0) -> None:
        note = say("Until it is complete, every row is as it was before.")
        super().__init__(bridge, parent, say("Earlier replacements"), Watching(lambda: Watch(say, note=note)))
        self._theme = theme
        self._marked = marked
        self.resize(*SIZE)
        self.banner = Banner()
        self._model = RunsModel(self)
        self.table = listing(say("Earlier replacements"), self._model, pick=True, widest=CONDITIONS)
        self.table.setItemDelegateForColumn(STATE, PillDelegate(theme))
        self._none = label("", "muted")
        self._told = label("")
        self.skipped = rows_that_stay()
        self.letters = button(say("&Letters…"))
        self.redo = button(say("&Redo"))
        self.undo = button(say("&Undo"))
        self.close_button = button(say("&Close"), main=True)
        self._list = QWidget()
        self._build()
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._judge())
        self._judge()
        self._ask()

    def _ask(self) -> None:
        self._none.setText(say("Looking at what was replaced earlier."))
        self._bridge.read(self, lambda work: work.replace.runs(), self._learnt, self._not_learnt)

    def _learnt(self, runs: list[Run]) -> None:
        told = lines(say, runs, datetime.now().astimezone())
        self._model.show(told)
        self.table.setVisible(bool(told))
        self._none.setText(say("What you replace will be listed here, and can be undone here."))
        self._none.setVisible(not told)
        at = next((at for at, one in enumerate(told) if one.id == self._marked), 0)
        if told:
            self.table.setCurrentIndex(self._model.index(at, 0))
            self.table.setFocus()
        self._judge()

    def _not_learnt(self, error: AgentError) -> None:
        self._none.setText("")
        self.banner.tell(error)

    @property
    def _line(self) -> Line | None:
        return self._model.at(self.table.currentIndex().row())

    def _judge(self) -> None:
        line = self._line
        nothing = say("Mark a replacement first.")
        allow(self.undo, line.no_undo if line else nothing)
        allow(self.redo, line.no_redo if line else nothing)
        allow(self.letters, line.no_letters if line else nothing)

    def _swing(self, undo: bool) -> None:
        line = self._line
        if line is None:
            return
        self._marked = line.id
        self.banner.dismiss()
        self._told.hide()
        show_rows(self.skipped, ())
        title = say("Undoing replacement {number}", number=str(line.id))
        if not undo:
            title = say("Doing replacement {number} again", number=str(line.id))
        self._work(
            title,
            lambda work, progress: (
                work.replace.undo(line.id, progress) if undo else work.replace.redo(line.id, progress)
            ),
            lambda swing: self._swung(swing, undo),
            self._not_swung,
        )

    def _swung(self, swing: Swing, undo: bool) -> None:
        told = report(say, swing, undone=undo)
        self._told.setText(f"{told.title}. {told.sentence}")
        self._told.show()
        show_rows(self.skipped, told.skipped)
        self._back()

    def _not_swung(self, error: AgentError) -> None:
        self.banner.tell(failure(say, error))
        self._back()

    def _back(self) -> None:
        self.show_page(self._list)
        self._ask()

    def _letters(self) -> None:
        line = self._line
        if line is not None:
            LettersDialog(self._bridge, self._theme, self, of_run(say, line.id)).open()

    def _build(self) -> None:
        self.undo.clicked.connect(lambda: self._swing(True))
        self.redo.clicked.connect(lambda: self._swing(False))
        self.letters.clicked.connect(self._letters)
        self.close_button.clicked.connect(self.accept)
        inside = inset()
        inside.addWidget(self.banner)
        inside.addWidget(self._none)
        inside.addWidget(self.table, stretch=1)
        inside.addWidget(self._told)
        inside.addWidget(self.skipped)
        self._told.hide()
        self.table.hide()
        stack(self._list, inside, Footer(self.letters, self.redo, self.undo, self.close_button))
        self._hold(self._list, self.watching)
