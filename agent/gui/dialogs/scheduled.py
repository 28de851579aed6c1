"""System > Scheduled Uploads (feature A11)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.domain.local_time import local_zone
from agent.gui.bridge import Bridge
from agent.gui.dialogs.form import FormDialog
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_3
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.schedule import ScheduleFacts, Typed, options, preview, service
from agent.gui.schedule.fields import ScheduleFields

WIDTH = 600


class ScheduledDialog(FormDialog):
    """When uploads run by themselves, with which options, and whether with nobody at the desk."""

    shown = Signal()
    """What is kept is there."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        form = QWidget()
        super().__init__(bridge, parent, say("Scheduled Uploads"), form)
        self.setMinimumWidth(WIDTH)
        self._facts: ScheduleFacts | None = None
        self._waiting = say("It is being looked up.")
        self.fields = ScheduleFields()
        self.fields.changed.connect(self._judge)
        self._next = label("", "subtitle")
        self._options = label("", "muted")
        self._service = label("", "muted")
        self.install = button(say("&Install the service"))
        self.install.clicked.connect(self._install)
        self.remove = button(say("&Remove the service"))
        self.remove.clicked.connect(self._remove)
        self._build(form)
        self._judge()
        bridge.read(self, lambda work: work.schedule.read(), self._show, self._not_read)

    def _build(self, form: QWidget) -> None:
        body = QVBoxLayout(form)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_3)
        body.addWidget(self.fields)
        body.addWidget(self._next)
        body.addWidget(_card(say("They go by the options of the last Process"), self._options))
        desk = _card(say("With nobody at the desk"), self._service)
        line = row()
        line.addStretch()
        line.addWidget(self.remove)
        line.addWidget(self.install)
        desk.body.addLayout(line)
        body.addWidget(desk)
        for one in (self.install, self.remove):
            one.hide()

    def _show(self, facts: ScheduleFacts) -> None:
        first = self._facts is None
        self._facts, self._waiting = facts, ""
        if first:
            self.fields.fill(Typed.of(facts.plan.schedule))
        self._options.setText("\n".join(options(say, facts.plan.options)))
        self._service.setText("\n".join(service(say, facts.service)))
        self.install.setVisible(not facts.service.installed)
        self.remove.setVisible(facts.service.installed)
        self._judge()
        if first:
            self.fields.on.setFocus()
        self.shown.emit()

    def _not_read(self, error: AgentError) -> None:
        self._waiting = error.title
        self.banner.tell(error)
        self._judge()

    def _judge(self) -> None:
        typed = self.fields.typed
        obstacle = typed.obstacle(say) if typed.on else ""
        self._footer.allow(self._waiting or obstacle)
        self.fields.setEnabled(self._facts is not None)
        for one in (self.install, self.remove):
            allow(one, self._waiting)
        told = ""
        if self._facts is not None and not obstacle:
            told = preview(say, self._facts, typed, local_zone())
        self._next.setText(told)
        self._next.setVisible(bool(told))

    def _save(self) -> None:
        wanted = self.fields.typed.schedule()
        self._wait(say("It is being saved."))
        self._bridge.change(
            lambda work, progress: work.schedule.save(wanted, progress), lambda _: self.accept(), self._failed
        )

    def _install(self) -> None:
        self._wait(say("The service is being installed."))
        self._bridge.change(
            lambda work, progress: work.schedule.install(progress), lambda _: self._look_again(), self._failed
        )

    def _remove(self) -> None:
        self._wait(say("The service is being removed."))
        self._bridge.change(
            lambda work, progress: work.schedule.uninstall(progress), lambda _: self._look_again(), self._failed
        )

    def _look_again(self) -> None:
        self._bridge.read(self, lambda work: work.schedule.read(), self._show, self._failed)

    def _failed(self, error: AgentError) -> None:
        self._waiting = ""
        self.banner.tell(error)
        self._judge()

    def _wait(self, why: str) -> None:
        self.banner.dismiss()
        self._waiting = why
        self._judge()


def _card(title: str, text: QWidget) -> Card:
    made = Card(title)
    made.body.setSpacing(SPACE_1)
    made.body.addWidget(label(title, "subtitle"))
    made.body.addWidget(text)
    return made
