"""The set-up on Home, until something is published: what is done, what is missing, and the way to each step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from agent.domain.first_steps import Step
from agent.gui.language import say
from agent.gui.looks.icons import picture
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import ICON, SPACE_1, SPACE_3
from agent.gui.pieces.buttons import button, copy_button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.set_up import Missing


class SetUpCard(Card):
    """A line for each step; the first that is open has the main button, unless that is Process, which has its own."""

    wanted = Signal(str)
    """The set-up is to be opened at this step."""

    def __init__(self, steps: Sequence[Missing], theme: Theme) -> None:
        super().__init__(say("Set up Porchlight"))
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(label(say("Set up Porchlight"), "title"))
        first = next((one.step for one in steps if one.state == "open"), None)
        for step in steps:
            self.body.addWidget(StepLine(step, theme, self, main=step.step is first is not Step.PROCESS))


class StepLine(QWidget):
    """One step: its mark, what is missing, the button; the command folds out."""

    def __init__(self, step: Missing, theme: Theme, card: SetUpCard, *, main: bool) -> None:
        super().__init__()
        open_ = step.state == "open"
        mark = QLabel()
        ink = theme.tokens.muted if open_ else theme.tokens.accent
        mark.setPixmap(picture("step-open" if open_ else f"step-{step.state}", ink, ICON, self.devicePixelRatioF()))
        mark.setAccessibleName(say("Open") if open_ else say("Done"))
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(label(step.title, "subtitle" if open_ else "muted"))
        line = row(spacing=SPACE_3)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, stretch=1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_1)
        body.addLayout(line)
        if not open_:
            return
        words.addWidget(label(step.sentence, "muted"))
        go = button(say("Set up…"), main=main, name=say("Set up: {title}", title=step.title))
        go.clicked.connect(lambda: card.wanted.emit(step.step.value))
        command = Command(step)
        fold = button(say("Command"), plain=True, name=say("Command for: {title}", title=step.title))
        fold.setCheckable(True)
        fold.toggled.connect(command.setVisible)
        line.addWidget(fold, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(go, alignment=Qt.AlignmentFlag.AlignTop)
        body.addWidget(command)


class Command(QWidget):
    """What does the same on the command line, to be copied; hidden until it is asked for."""

    def __init__(self, step: Missing) -> None:
        super().__init__()
        shown = QLineEdit(step.command)
        shown.setReadOnly(True)
        shown.setCursorPosition(0)
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setAccessibleName(say("Command for: {title}", title=step.title))
        line = row()
        line.addWidget(shown, stretch=1)
        line.addWidget(copy_button(step.command, say("Copy the command for: {title}", title=step.title)))
        self.setLayout(line)
        self.hide()
