"""Step: the company and its e-mail settings (feature A1), in the form of System > Email Settings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.company.form import CompanyForm
from agent.gui.language import say
from agent.gui.pieces.card import label, row
from agent.gui.wizard.step_page import StepPage


class CompanyPage(StepPage):
    """The form is made when there is a practice database to read it from."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(Step.COMPANY, bridge)
        self.form: CompanyForm | None = None
        self._of = ""
        self._place = row()
        self._none = label(say("The practice database has to be chosen first."), "muted")
        self.body.addWidget(self._none)
        self.body.addLayout(self._place)
        self.body.addStretch(1)

    def show_set_up(self, set_up: SetUp) -> None:
        """The form of this practice database; one that is open stays as it is."""
        if set_up.trouble is not None or not set_up.practice or set_up.practice_id == self._of:
            return
        self._of = set_up.practice_id
        self._none.hide()
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = CompanyForm(self.bridge)
        self.form.ready.connect(self.edited)
        self.form.changed.connect(self.edited)
        self.form.saved.connect(self._saved)
        self.form.held_up.connect(self._held_up)
        self._place.addWidget(self.form)

    def begin(self) -> None:
        """The first line."""
        if self.form is not None:
            self.form.entries["email"].field.setFocus()

    def unsaved(self) -> bool:
        """Whether something was entered."""
        return self.form is not None and self.form.dirty

    def save(self) -> None:
        """Keep it."""
        if self.form is not None:
            self.working.emit(True)
            self.form.save()

    def _saved(self) -> None:
        self.working.emit(False)
        self.changed.emit()

    def _held_up(self, where: QWidget) -> None:
        self.working.emit(False)
        self.ensureWidgetVisible(where)
