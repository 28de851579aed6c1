"""The request that is chosen: what it would change, what was said, Accept, Decline, Reply (feature row A15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from agent.domain.errors import AgentError, TryLater
from agent.domain.requests import Answered, Conflicts, Plan
from agent.gui.bridge import Bridge
from agent.gui.dialogs.declining import DecliningDialog
from agent.gui.dialogs.overwriting import OverwritingDialog
from agent.gui.dialogs.photo import PhotoDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.card import Card
from agent.gui.pieces.nothing import Nothing
from agent.gui.presenters.request import Shown, shown
from agent.gui.presenters.request_answers import busy, outcome, overwriting, taken_back, unsent
from agent.gui.presenters.requests import Key, none_chosen
from agent.gui.presenters.work import Work
from agent.gui.requests.sheet import Sheet
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.usecases.replace import Swing
    from agent.usecases.requests import Seen

PAUSE_MS = 120
"""So long an arrow key has to rest on a request before it is opened."""


class Details(QWidget):
    """`moved` tells that the request is another now than in the list; `trouble` what is in the way, an `AgentError`."""

    moved = Signal()
    trouble = Signal(object)
    shown = Signal()
    """The request that was asked for is there."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._wanted: Key | None = None
        self._day: date | None = None
        self._answering: Key | None = None
        """What is being written or sent just now; another one may be shown meanwhile."""
        self._seen: Seen | None = None
        self._shown: Shown | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.sheet = Sheet(bridge, theme)
        self._nothing = Nothing()
        self._nothing.say(none_chosen(say))
        self._stack = QStackedWidget()
        for one in (self._nothing, self.sheet):
            self._stack.addWidget(one)
        card = Card(say("Request"))
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._stack)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(card)
        self.sheet.accept.clicked.connect(self._accept)
        self.sheet.decline.clicked.connect(self._decline)
        self.sheet.reply.clicked.connect(self._reply)
        self.sheet.days.chosen.connect(self._choose_day)
        self.sheet.photos.opened.connect(self._open_photo)

    @property
    def question(self) -> str:
        """Before another request or page takes the place of a reply that is typed; empty where none is."""
        return unsent(say, self.sheet.words.toPlainText())

    @property
    def key(self) -> Key | None:
        """What is shown, or asked for."""
        return self._wanted

    def show_request(self, key: Key) -> None:
        """Open it, as soon as the arrow keys rest. A reply typed to the one before is let go."""
        self._wanted, self._day = key, None
        self.sheet.notice.dismiss()
        self.sheet.words.clear()
        self._judge()
        self._pause.start()

    def refresh(self) -> None:
        """Read it anew; what is typed stays."""
        if self._wanted is not None and self._answering is None:
            self._read()

    def act(self) -> None:
        """The main thing: a reply that is being typed, or Accept; to a message, Reply."""
        if self._shown is None:
            return
        replies = not self._shown.decides or self.sheet.words.hasFocus()
        (self.sheet.reply if replies else self.sheet.accept).click()

    def _read(self) -> None:
        self._pause.stop()
        key, day = self._wanted, self._day
        if key is not None:
            self._bridge.read(
                self,
                lambda work: work.requests.show(key, day),
                lambda seen: self._show(key, seen),
                lambda error: self._not_read(key, error),
            )

    def _show(self, key: Key, seen: Seen) -> None:
        if key != self._wanted:
            return
        opened = self._seen is None or Key.of(self._seen.request) != key
        self._seen = seen
        self._shown = shown(say, seen, datetime.now().astimezone())
        self.sheet.show_request(self._shown, afresh=opened)
        self._stack.setCurrentWidget(self.sheet)
        self._judge()
        self.shown.emit()
        if opened:
            self.moved.emit()

    def _not_read(self, key: Key, error: AgentError) -> None:
        if key == self._wanted:
            if self._seen is None or Key.of(self._seen.request) != key:
                self._wanted = self._seen = self._shown = None
                self._stack.setCurrentWidget(self._nothing)
            self.trouble.emit(error)

    def _choose_day(self, day: date) -> None:
        self._day = day
        self._read()

    def _accept(self) -> None:
        if self._seen is not None and self._seen.plan.conflicts:
            self._ask_to_overwrite(self._seen.plan)
        else:
            self._do_accept(anyway=False)

    def _ask_to_overwrite(self, plan: Plan) -> None:
        dialog = OverwritingDialog(self.window(), self._theme, overwriting(say, plan))
        dialog.accepted.connect(lambda: self._do_accept(anyway=True))
        self._open(dialog)

    def _do_accept(self, *, anyway: bool) -> None:
        day, word = self._day, self.sheet.words.toPlainText()
        self._change(lambda work, key, progress: work.requests.accept(key, day, word, progress, anyway=anyway))

    def _decline(self) -> None:
        if self._shown is not None:
            dialog = DecliningDialog(self.window(), self._shown.title, self.sheet.words.toPlainText())
            dialog.declined.connect(
                lambda reason: self._change(lambda work, key, progress: work.requests.decline(key, reason, progress))
            )
            self._open(dialog)

    def _reply(self) -> None:
        text = self.sheet.words.toPlainText()
        self._change(lambda work, key, progress: work.requests.reply(key, text, progress))

    def _change(self, ask: Callable[[Work, Key, PolledProgress], Answered]) -> None:
        key = self._wanted
        if key is not None and self._may_begin(key):
            self._bridge.change(lambda work, progress: ask(work, key, progress), self._done, self._failed)

    def _done(self, done: Answered) -> None:
        here = Key.of(done.request) == self._wanted
        told = outcome(say, done, here=here)
        if here:
            self.sheet.words.clear()
        self.sheet.notice.tell_in(told.tone, told.text, say("Undo") if told.undo else "", lambda: self._undo(told.undo))
        self._over()

    def _failed(self, error: AgentError) -> None:
        here = self._answering == self._wanted
        self._over()
        if isinstance(error, Conflicts) and here:
            self._ask_to_overwrite(error.plan)
        else:
            self.trouble.emit(error)

    def _undo(self, run: int) -> None:
        if self._wanted is not None and self._may_begin(self._wanted):
            self._bridge.change(
                lambda work, progress: work.requests.undo(run, progress), self._undone, self._not_undone
            )

    def _undone(self, swing: Swing) -> None:
        self.sheet.notice.tell(taken_back(say, swing))
        self._over()

    def _not_undone(self, error: AgentError) -> None:
        self._over()
        self.trouble.emit(error)

    def _may_begin(self, key: Key) -> bool:
        if self._bridge.changing is not None:
            self.trouble.emit(
                TryLater(say("Something else is being changed just now."), remedy=say("Try again in a moment."))
            )
            return False
        self._answering = key
        self._judge()
        return True

    def _over(self) -> None:
        self._answering = None
        self._judge()
        self._read()
        self.moved.emit()

    def _judge(self) -> None:
        """An answer goes to what can be read, one at a time."""
        answering = self._answering is not None
        opening = self._seen is not None and Key.of(self._seen.request) != self._wanted
        self.sheet.hold(busy(say, answering=answering, opening=opening), told=answering)

    def _open_photo(self, picture: QImage, name: str) -> None:
        self._open(PhotoDialog(self.window(), picture, name))

    def _open(self, dialog: DecliningDialog | OverwritingDialog | PhotoDialog) -> None:
        dialog.finished.connect(self.window().activateWindow)
        dialog.open()
