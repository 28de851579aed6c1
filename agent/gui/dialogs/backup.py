"""Files > Backup: a copy of the practice database where the clerk says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.outcome import OutcomePage
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.backup import BackupForm, CopyWatch, backed_up, needed, protection, suggested_name

if TYPE_CHECKING:
    from agent.domain.backups import ManualCopy
    from agent.usecases.backup import CopyPlan

WIDTH = 560
ASK_MS = 250
"""After the last letter of a folder's name the disk is asked."""


class BackupDialog(PagedDialog):
    """Three pages one after the other: where to, watching, what was done. After an error it is at the first again."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, folder: Path) -> None:
        note = say("Cancel leaves nothing behind.")
        super().__init__(bridge, parent, say("Backup"), Watching(lambda: CopyWatch(say, note)))
        self._plan: CopyPlan | None = None
        self._opened = datetime.now()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ASK_MS)
        self._soon.timeout.connect(self._ask)
        self.setMinimumWidth(WIDTH)
        self.form = BackupPage(folder / suggested_name(None, protect=False, now=self._opened))
        self.outcome = OutcomePage(theme)
        self._hold(self.form, self.watching, self.outcome)
        self.form.cancel.clicked.connect(self.reject)
        self.form.begin.clicked.connect(self._begin)
        self.form.protect.toggled.connect(self._rename)
        self.form.target.textChanged.connect(self._ask_soon)
        self.outcome.over.connect(self.accept)
        on_ctrl_enter(self, self.form.begin.click)
        self._ask()
        self.form.target.setFocus()

    def _ask_soon(self) -> None:
        self._soon.start()

    def _ask(self) -> None:
        folder = Path(self.form.typed.target).expanduser().parent
        self._bridge.read(self, lambda work: work.backups.plan(folder), self._planned, self.form.banner.tell)

    def _planned(self, plan: CopyPlan) -> None:
        first = self._plan is None
        self._plan = plan
        self.form.show_plan(plan)
        if first:
            self._rename()

    def _rename(self) -> None:
        """The ending says what the copy is, as long as nobody typed another name."""
        typed = Path(self.form.typed.target)
        names = {suggested_name(self._plan, protect=protect, now=self._opened) for protect in (True, False)}
        if typed.name in names | {suggested_name(None, protect=False, now=self._opened)}:
            name = suggested_name(self._plan, protect=self.form.typed.protect, now=self._opened)
            self.form.target.setText(str(typed.with_name(name)))

    def _begin(self) -> None:
        self.form.banner.dismiss()
        typed = self.form.typed
        target, secret = Path(typed.target.strip()).expanduser().absolute(), typed.secret
        self._work(
            say("Backup"),
            lambda work, progress: work.backups.copy(target, secret, progress),
            self._done,
            self._failed,
        )

    def _done(self, copy: ManualCopy) -> None:
        self.form.forget()
        self.outcome.tell(backed_up(say, copy))
        self.show_page(self.outcome)

    def _failed(self, error: AgentError) -> None:
        self.show_page(self.form)
        self.form.banner.tell(error)


class BackupPage(QWidget):
    """Where to, and whether with a passphrase."""

    def __init__(self, suggested: Path) -> None:
        super().__init__()
        self._plan: CopyPlan | None = None
        self.banner = Banner()
        self.target = QLineEdit(str(suggested))
        self.target.setAccessibleName(say("File for the copy"))
        self.browse = button(say("&Browse…"), name=say("Choose where to write the copy"))
        self.browse.clicked.connect(self._browse)
        self._needs = label(say("The practice database is being looked at."), "muted")
        self.protect = QCheckBox(say("Protect the copy with a &passphrase"))
        self.passphrase = _secret(say("Passphrase"))
        self.again = _secret(say("Passphrase once more"))
        self._means = label("")
        self.cancel = button(say("Cancel"))
        self.begin = button(say("Back &up"), main=True)
        self._footer = Footer(self.cancel, self.begin)
        self._build()
        self.protect.toggled.connect(self._judge)
        for field in (self.target, self.passphrase, self.again):
            field.textChanged.connect(self._judge)
        self._judge()

    @property
    def typed(self) -> BackupForm:
        """What is typed and ticked."""
        return BackupForm(self.target.text(), self.protect.isChecked(), self.passphrase.text(), self.again.text())

    def show_plan(self, plan: CopyPlan) -> None:
        """The office says what a copy there would be."""
        self._plan = plan
        self._needs.setText(needed(say, plan))
        self._judge()

    def forget(self) -> None:
        """The passphrase has served."""
        for field in (self.passphrase, self.again):
            field.clear()

    def _judge(self) -> None:
        typed = self.typed
        why = "" if typed.protect else say("Tick the box to use a passphrase.")
        for field in (self.passphrase, self.again):
            allow(field, why)
        words, attention = protection(say, typed, self._plan)
        self._means.setText(words)
        self._means.setObjectName("amber" if attention else "muted")
        self._means.style().polish(self._means)
        self._footer.allow(typed.obstacle(say))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            say("Where to write the copy"),
            self.target.text(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.target.setText(chosen)

    def _build(self) -> None:
        where = Card(say("Where to"))
        where.body.addWidget(label(say("Where to"), "group"))
        line = row()
        line.addWidget(self.target, stretch=1)
        line.addWidget(self.browse)
        where.body.addLayout(line)
        where.body.addWidget(self._needs)
        protect = Card(say("Protection"))
        protect.body.addWidget(label(say("Protection"), "group"))
        protect.body.addWidget(self.protect, alignment=Qt.AlignmentFlag.AlignLeft)
        both = row()
        both.addWidget(self.passphrase)
        both.addWidget(self.again)
        protect.body.addLayout(both)
        protect.body.addWidget(self._means)
        inside = inset()
        hint = say("One consistent copy of the practice database. The office's program can go on working meanwhile.")
        inside.addWidget(label(hint, "muted"))
        for widget in (self.banner, where, protect):
            inside.addWidget(widget)
        inside.addStretch()
        stack(self, inside, self._footer)


def _secret(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
