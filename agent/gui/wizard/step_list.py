"""The steps at the left: done, now or open, by word and shape; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from agent.domain.first_steps import Step
from agent.gui.language import say
from agent.gui.looks.icons import picture
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import ICON, SPACE_1, SPACE_2, SPACE_3
from agent.gui.pieces.buttons import Button, allow
from agent.gui.pieces.card import empty, label, row
from agent.gui.presenters.set_up import Marked

WIDTH = 244


class StepList(QFrame):
    """Shows `presenters.set_up.Marked`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(say("Steps"))
        self.buttons: dict[Step, StepButton] = {}
        self._theme = theme
        self._marked: Sequence[Marked] = ()
        self._now: Step | None = None
        self._obstacle = ""
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_1)
        body = QVBoxLayout(self)
        body.setContentsMargins(SPACE_2, SPACE_3, SPACE_2, SPACE_3)
        body.addLayout(self._rows)
        body.addStretch()
        theme.changed.connect(self._draw)

    def show_steps(self, marked: Sequence[Marked], now: Step) -> None:
        """Show them, in place of those before."""
        if (marked, now) != (self._marked, self._now):
            self._marked, self._now = marked, now
            self._draw()

    def allow(self, obstacle: str) -> None:
        """Let another step be chosen, unless there is an `obstacle`."""
        self._obstacle = obstacle
        for one in self.buttons.values():
            allow(one, obstacle)

    def _draw(self) -> None:
        focused = next((step for step, one in self.buttons.items() if one.hasFocus()), None)
        empty(self._rows)
        self.buttons = {one.step: StepButton(one, self._theme, one.step is self._now) for one in self._marked}
        for step, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, step=step: self.chosen.emit(step.value))
            self._rows.addWidget(button)
        self.allow(self._obstacle)
        if focused is not None:
            self.buttons[focused].setFocus()


class StepButton(Button):
    """One step."""

    def __init__(self, shown: Marked, theme: Theme, now: bool) -> None:
        super().__init__()
        tokens = theme.tokens
        self.setProperty("step", True)
        self.setProperty("now", now)
        self.setAccessibleName(say("{step}: {state}", step=shown.name, state=shown.word))
        drawing = QLabel()
        ink = tokens.muted if shown.icon in ("step-open", "step-skipped") else tokens.accent
        drawing.setPixmap(picture(shown.icon, ink, ICON, self.devicePixelRatioF()))
        name, word = label(shown.name, "subtitle" if now else ""), label(shown.word, "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(word)
        line = row(spacing=SPACE_3)
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        line.addWidget(drawing, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, stretch=1)
        for one in (drawing, name, word):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line = line
        self.setLayout(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt asks: names may need two lines, and a button does not ask its layout how high it has to be."""
        super().resizeEvent(event)
        self.setMinimumHeight(self._line.heightForWidth(event.size().width()))

    def sizeHint(self) -> QSize:
        """Qt asks."""
        return self._line.sizeHint()
