"""Help > Self-check: everything is asked at once, and each answer appears when it is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.language import say
from agent.gui.looks.icons import picture
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import ICON, SPACE_1, SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label
from agent.gui.presenters.self_check import Board, Line, SelfCheckView, bundle_name, view

if TYPE_CHECKING:
    from agent.domain.checks import Check

WIDTH, HEIGHT = 680, 560
LOOK_MS = 100


class SelfCheckDialog(Fitted):
    """Begins by itself."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._board = Board()
        self._checks: list[Check] = []
        self._rows: dict[str, CheckRow] = {}
        self.setWindowTitle(say("Self-check"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.banner = Banner()
        self._title = label("", "title")
        self._sentence = label("", "muted")
        self._saved = label("", "muted")
        self._saved.setContentsMargins(0, SPACE_2, 0, SPACE_3)
        self._saved.hide()
        self.bundle = button(say("&Save diagnostic bundle…"))
        self.bundle.clicked.connect(self._choose)
        self.again = button(say("&Run again"))
        self.again.clicked.connect(self.begin)
        self.close_button = button(say("&Close"), main=True)
        self.close_button.clicked.connect(self.accept)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._build()
        self.close_button.setFocus()

    def begin(self) -> None:
        """Ask everything, from the beginning."""
        self.banner.dismiss()
        self._saved.hide()
        board = self._board = Board()
        self._timer.start()
        self._look()
        self._bridge.read(self, lambda work: work.self_check.run(board), self._over, self._failed, network=True)

    def show_view(self, shown: SelfCheckView) -> None:
        """Show it; only rows that are new or changed move."""
        self._title.setText(shown.title)
        self._sentence.setText(shown.sentence)
        for one in (self.bundle, self.again):
            allow(one, shown.obstacle)
        wanted = [line.id for line in shown.lines]
        for gone in [id_ for id_ in self._rows if id_ not in wanted]:
            row = self._rows.pop(gone)
            row.hide()
            row.deleteLater()
        for at, line in enumerate(shown.lines):
            if line.id not in self._rows:
                self._rows[line.id] = CheckRow(self._theme)
            row = self._rows[line.id]
            row.tell(line)
            if self._list.indexOf(row) != at:
                self._list.removeWidget(row)
                self._list.insertWidget(at, row)
                row.show()

    def save(self, target: Path) -> None:
        """Write the diagnostic bundle there."""
        self.banner.dismiss()
        checks = self._checks
        self._bridge.read(
            self, lambda work: work.self_check.save(target, checks), self._tell_saved, self.banner.tell, network=True
        )

    def _look(self) -> None:
        self.show_view(view(say, self._board.now, over=False))

    def _over(self, checks: list[Check]) -> None:
        self._timer.stop()
        self._checks = checks
        self.show_view(view(say, [(one.id, one.title, one) for one in checks], over=True))

    def _failed(self, error: AgentError) -> None:
        self._timer.stop()
        self.show_view(view(say, self._board.now, over=True))
        self.banner.tell(error)

    def _choose(self) -> None:
        suggested = Path.home() / bundle_name(datetime.now())
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            say("Where to write the diagnostic bundle"),
            str(suggested),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.save(Path(chosen))

    def _tell_saved(self, target: Path) -> None:
        self._saved.setText(say("Written to {path}. No passwords, keys or customers are in it.", path=target))
        self._saved.show()

    def _build(self) -> None:
        held = QWidget()
        held.setObjectName("page")
        inside = inset(SPACE_2)
        held.setLayout(inside)
        for widget in (self._title, self._sentence, self.banner):
            inside.addWidget(widget)
        card = Card(say("Self-check"))
        card.body.addLayout(self._list)
        inside.addWidget(card)
        inside.addStretch()
        area = QScrollArea()
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(say("What was found"))
        below = QWidget()
        told = QVBoxLayout(below)
        told.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        told.addWidget(self._saved)
        stack(self, head(self.windowTitle()), area, below, Footer(self.bundle, self.again, self.close_button))


class CheckRow(QFrame):
    """One check: a drawing, its name and state, a sentence, and what mends it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: Line | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(ICON, ICON)
        self._title = label("", "subtitle")
        self._state = label("", wrap=False)
        self._sentence = label("", "muted")
        self._fix = label("")
        for one in (self._sentence, self._fix):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QGridLayout(self)
        body.setContentsMargins(0, SPACE_2, 0, SPACE_2)
        body.setHorizontalSpacing(SPACE_3)
        body.setVerticalSpacing(SPACE_1)
        body.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._title, 0, 1)
        body.addWidget(self._state, 0, 2)
        body.addWidget(self._sentence, 1, 1, 1, 2)
        body.addWidget(self._fix, 2, 1, 1, 2)
        body.setColumnStretch(1, 1)

    def tell(self, line: Line) -> None:
        """Show it."""
        if line == self._line:
            return
        self._line = line
        ink, _ = self._theme.tokens.tones[line.tone]
        self._icon.setPixmap(picture(line.icon, ink, ICON, self.devicePixelRatioF()))
        self._icon.setAccessibleName(line.state)
        self._title.setText(line.title)
        self._state.setText(line.state)
        self._state.setProperty("tone", line.tone)
        self._state.setObjectName("state")
        self._state.style().polish(self._state)
        for part, text in ((self._sentence, line.sentence), (self._fix, line.fix)):
            part.setText(text)
            part.setVisible(bool(text))
        self.setAccessibleName(f"{line.title}: {line.state}")
        self.setAccessibleDescription(f"{line.sentence} {line.fix}".strip())
