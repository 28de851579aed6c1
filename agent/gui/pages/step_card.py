"""One thing that has to be done before the first Process."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit

from agent.gui.buttons import copy_button
from agent.gui.card import Card, label, row
from agent.gui.language import say
from agent.gui.presenters.set_up import Step


class StepCard(Card):
    """What is missing, and the command that does it, to be copied."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.title)
        self.body.addWidget(label(step.title, "subtitle"))
        self.body.addWidget(label(step.sentence, "muted"))
        command = QLineEdit(step.command)
        command.setReadOnly(True)
        command.setCursorPosition(0)
        command.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        command.setAccessibleName(say("Command for: {title}", title=step.title))
        line = row()
        line.addWidget(command, stretch=1)
        line.addWidget(copy_button(step.command, say("Copy the command for: {title}", title=step.title)))
        self.body.addLayout(line)
