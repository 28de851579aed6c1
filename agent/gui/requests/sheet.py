"""How a request stands on the page: head, what changes, what was said, a place to write, the buttons."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import allow, button, mark_main
from agent.gui.pieces.card import label, pill, row
from agent.gui.pieces.notice import Notice
from agent.gui.presenters.request import Shown
from agent.gui.presenters.request_answers import no_reply
from agent.gui.requests.days import Days
from agent.gui.requests.differences import Differences
from agent.gui.requests.photos import Photos
from agent.gui.requests.thread import Thread

LINES = 3


class Sheet(QWidget):
    """Shows a `Shown`."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._busy = ""
        self._told_busy = False
        self._title = label("", "title")
        self._state = pill("", "quiet")
        self._facts = label("", "muted")
        self._about = label("", "subtitle")
        self._told = label("", "muted")
        self.notice = Notice()
        self.rows = Differences(theme)
        self.days = Days()
        self.said = Thread()
        self.photos = Photos(bridge)
        self.words = QPlainTextEdit()
        self.accept = button(say("&Accept"), main=True)
        self.decline = button(say("&Decline…"))
        self.reply = button(say("&Reply"))
        self._why = label("", "muted")
        self._scroll = QScrollArea()
        self._build()
        self.words.textChanged.connect(self._judge)

    def show_request(self, shown: Shown, *, afresh: bool) -> None:
        """Show this one; `afresh` begins at its head."""
        self._shown = shown
        self._title.setText(shown.title)
        self._state.setText(shown.state)
        self._state.setProperty("tone", shown.tone)
        self._state.style().polish(self._state)
        self._say(self._facts, " · ".join(shown.facts))
        self._say(self._about, shown.about)
        self._say(self._told, shown.told)
        self.rows.show_rows(shown.rows)
        self.days.show_days(shown.days, shown.day, offered=shown.moves)
        self.said.show_entries(shown.entries)
        self.photos.show_photos(shown.key, shown.photos)
        for one in (self.accept, self.decline):
            one.setVisible(shown.decides and not shown.answered)
        along = shown.decides and not shown.answered
        self.words.setPlaceholderText(
            say("A few words to the customer; Accept sends them along.") if along else say("Write to the customer")
        )
        mark_main(self.reply, not shown.decides)
        if afresh:
            self._scroll.verticalScrollBar().setValue(0)
        self._judge()

    def hold(self, busy: str, *, told: bool) -> None:
        """Nothing can be pressed while there is a reason for that; `told` where it lasts long enough to be read."""
        self._busy, self._told_busy = busy, told
        self._judge()

    def _judge(self) -> None:
        if self._shown is None:
            return
        busy = self._busy
        allow(self.accept, busy or self._shown.obstacle)
        allow(self.decline, busy or self._shown.answered)
        allow(self.reply, busy or no_reply(say, self.words.toPlainText()))
        allow(self.words, busy)
        obstacle = self._shown.obstacle if self._shown.decides else ""
        self._say(self._why, busy if busy and self._told_busy else obstacle)

    def _say(self, place: QLabel, text: str) -> None:
        place.setText(text)
        place.setVisible(bool(text))

    def _build(self) -> None:
        self.words.setAccessibleName(say("Write to the customer"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * LINES + 18)
        page = QWidget()
        page.setObjectName("tab")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_3)
        inside.setSpacing(SPACE_3)
        parts: tuple[QWidget, ...] = (self._about, self._told, self.days, self.rows, self.said, self.photos)
        for part in parts:
            inside.addWidget(part)
        inside.addWidget(self.words)
        inside.addStretch()
        self._scroll.setObjectName("tab")
        self._scroll.setAccessibleName(say("Request"))
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(self._head())
        body.addWidget(self._scroll, stretch=1)
        body.addWidget(self._foot())
        chain = (self.notice.action, self._scroll, self.days.day, self.words, self.decline, self.reply, self.accept)
        for one, following in pairwise(chain):
            self.setTabOrder(one, following)

    def _head(self) -> QVBoxLayout:
        line = row()
        line.addWidget(self._title, stretch=1)
        line.addWidget(self._state, alignment=Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_2)
        head.setSpacing(SPACE_1)
        head.addLayout(line)
        head.addWidget(self._facts)
        head.addWidget(self.notice)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("footer")
        line = row()
        line.addStretch()
        for one in (self.decline, self.reply, self.accept):
            line.addWidget(one)
        body = QVBoxLayout(foot)
        body.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        body.setSpacing(SPACE_1)
        body.addWidget(self._why)
        body.addLayout(line)
        return foot
