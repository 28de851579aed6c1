"""Save to a file: the second way of the Process window, for carrying the snapshot by hand (feature A8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choosing import Choosing
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.outcome import OutcomePage
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.process import TO_FILE, Choice, destinations
from agent.gui.presenters.progress import Watch
from agent.gui.presenters.save_to_file import obstacle, saved, suggested

if TYPE_CHECKING:
    from agent.domain.portals import Portal
    from agent.usecases.report import Saved

WIDTH, HEIGHT = 560, 360


class SaveToFileDialog(PagedDialog):
    """Pages one after the other: for which portal (only where there are several), where to, watching, what was done.
    After an error it is at the second again. `seen` is the portal whose changes the person was shown just before."""

    working = Signal(bool)

    def __init__(
        self, bridge: Bridge, theme: Theme, parent: QWidget, choice: Choice, expected: int, portal: str, seen: str = ""
    ) -> None:
        note = say("Cancel leaves nothing behind.")
        super().__init__(bridge, parent, say(TO_FILE), Watching(lambda: Watch(say, expected, note=note)))
        self._choice = choice
        self._portal, self._seen = portal, seen
        self._portals: list[Portal] = []
        self.setMinimumSize(WIDTH, HEIGHT)
        self.choosing = Choosing(portal, say("&Next"))
        self.form = SavePage()
        self.outcome = OutcomePage(theme)
        self._hold(self.choosing, self.form, self.watching, self.outcome)
        self.choosing.cancelled.connect(self.reject)
        self.choosing.chosen.connect(self._for_portal)
        self.form.cancel.clicked.connect(self.reject)
        self.form.begin.clicked.connect(self._begin)
        self.outcome.over.connect(self.accept)
        on_ctrl_enter(self, self._act)
        bridge.read(self, lambda work: work.portals(), self._offer, self.choosing.banner.tell, network=True)

    def reject(self) -> None:
        """Qt asks; at the end it is done, however it is closed."""
        if self.page is self.outcome:
            self.accept()
        else:
            super().reject()

    def _act(self) -> None:
        (self.choosing.process if self.page is self.choosing else self.form.begin).click()

    def _offer(self, portals: list[Portal]) -> None:
        self._portals = portals
        self.choosing.offer(destinations(say, portals))
        if len(portals) == 1:
            self._for_portal(portals[0].name)

    def _for_portal(self, name: str) -> None:
        self._portal = name
        company = next(one.company for one in self._portals if one.name == name)
        self.form.suggest(suggested(Path.home(), company, datetime.now()))
        self.show_page(self.form)
        self.form.target.setFocus()

    def _begin(self) -> None:
        self.form.banner.dismiss()
        choice = replace(self._choice, attended=self._portal == self._seen)
        portal, target, over = self._portal, self.form.file, self.form.replaces
        self._work(
            say("Saving to {file}", file=target.name),
            lambda work, progress: work.saving.save(choice, portal, target, progress, replace=over),
            self._done,
            self._failed,
        )
        self.working.emit(True)

    def _done(self, report: Saved) -> None:
        self.working.emit(False)
        self.outcome.tell(saved(say, report))
        self.show_page(self.outcome)

    def _failed(self, error: AgentError) -> None:
        self.working.emit(False)
        self.show_page(self.form)
        self.form.banner.tell(error)


class SavePage(QWidget):
    """Where to."""

    def __init__(self) -> None:
        super().__init__()
        self._agreed = ""
        """The file that the person said is to be replaced."""
        self.banner = Banner()
        self.target = QLineEdit()
        self.target.setAccessibleName(say("File for the snapshot"))
        self.target.textChanged.connect(self._judge)
        self.browse = button(say("&Browse…"), name=say("Choose where to write the file"))
        self.browse.clicked.connect(self._browse)
        self.cancel = button(say("Cancel"))
        self.begin = button(say("&Save"), main=True)
        self._footer = Footer(self.cancel, self.begin)
        self._build()
        self._judge()

    @property
    def file(self) -> Path:
        """What is typed, or was chosen."""
        return Path(self.target.text().strip()).expanduser().absolute()

    @property
    def replaces(self) -> bool:
        """Whether it may replace a file: it was chosen from those that are there, and that was confirmed."""
        return bool(self._agreed) and self._agreed == self.target.text()

    def suggest(self, file: Path) -> None:
        """Begin with this name, unless another one stands there."""
        if not self.target.text():
            self.target.setText(str(file))

    def _judge(self) -> None:
        self._footer.allow(obstacle(say, self.target.text()))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, say("Where to write the file"), self.target.text())
        if chosen:
            self._agreed = chosen
            self.target.setText(chosen)

    def _build(self) -> None:
        where = Card(say("Where to"))
        where.body.addWidget(label(say("Where to"), "group"))
        line = row()
        line.addWidget(self.target, stretch=1)
        line.addWidget(self.browse)
        where.body.addLayout(line)
        where.body.addWidget(
            label(
                say(
                    "It is encrypted and signed: only the portal's own receiver can read it, and nobody can change it."
                    " Passwords are not in it, only what tells the right one from others."
                ),
                "muted",
            )
        )
        inside = inset()
        hint = say(
            "Everything that Process would upload, in one file on a stick, for carrying it to the portal by hand."
        )
        inside.addWidget(label(hint, "muted"))
        for widget in (self.banner, where):
            inside.addWidget(widget)
        inside.addStretch()
        stack(self, inside, self._footer)
