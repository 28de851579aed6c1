"""Letters: which form, which paper, into which file; then it is written (feature A6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from agent.domain.errors import AgentError, Cancelled
from agent.domain.letters import Form, Paper
from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.dialogs.outcome import add_outcome
from agent.gui.dialogs.paged import PagedDialog
from agent.gui.dialogs.watching import Watching
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_2, Tone
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.letters import Source, obstacle, order, suggested, told
from agent.gui.presenters.progress import Watch

if TYPE_CHECKING:
    from agent.domain.letters import Written

WIDTH, HEIGHT = 520, 400
PAPERS: tuple[Paper, ...] = ("A4", "Letter")


class LettersDialog(PagedDialog):
    """Three pages: what is wanted, the progress, where it is."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, source: Source) -> None:
        note = say("Until it is complete, there is no file.")
        super().__init__(bridge, parent, say("Letters"), Watching(lambda: Watch(say, note=note)))
        self._theme = theme
        self._source = source
        self._file = ""
        self.setMinimumSize(WIDTH, HEIGHT)
        self.banner = Banner()
        self.letters = QRadioButton(say("&Letters, one for each page"))
        self.cards = QRadioButton(say("C&ards, ten on a page, with marks to cut along"))
        self.letters.setChecked(True)
        self.paper = QComboBox()
        self.paper.setAccessibleName(say("Paper"))
        self.paper.addItems(list(PAPERS))
        self.paper.setCurrentIndex(PAPERS.index(_paper()))
        self.path = QLineEdit(suggested(_documents(), source.run))
        self.path.setAccessibleName(say("File"))
        self.path.textChanged.connect(self._judge)
        self.browse = button(say("&Browse…"))
        self.browse.clicked.connect(self._browse)
        self.write = button(say("&Write"), main=True)
        self.write.clicked.connect(self._write)
        self.open_file = button(say("&Open"))
        self.open_file.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._file)))
        self.close_button = button(say("C&lose"), main=True)
        self.close_button.clicked.connect(self.accept)
        self._told = QVBoxLayout()
        self._told.setSpacing(SPACE_2)
        self.wanted, self.done_page = QWidget(), QWidget()
        self._build()
        self._judge()
        on_ctrl_enter(self, self.write.click)

    def tell(self, written: Written) -> None:
        """It is done."""
        result = told(say, written)
        self._file = str(written.target)
        tone: Tone = "good" if result.written else "warn"
        icon = "check" if result.written else "warn"
        empty(self._told)
        add_outcome(self._told, self._theme, tone, icon, result.title, *map(label, result.sentences))
        self.open_file.setVisible(result.written)
        self.show_page(self.done_page)
        self.close_button.setFocus()

    def _write(self) -> None:
        if not self.write.isEnabled() or self.page is not self.wanted:
            return
        self.banner.dismiss()
        form: Form = "letters" if self.letters.isChecked() else "cards"
        wanted = order(self._source, self.path.text(), form, PAPERS[self.paper.currentIndex()])
        self._work(
            say("Writing {path}", path=wanted.target.name),
            lambda work, progress: work.replace.letters(wanted, progress),
            self.tell,
            self._failed,
        )

    def _failed(self, error: AgentError) -> None:
        if isinstance(error, Cancelled):
            error = Cancelled(say("Stopped."), detail=say("No file was written."))
        self.banner.tell(error)
        self.show_page(self.wanted)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, say("Letters"), self.path.text(), "PDF (*.pdf)")
        if chosen:
            self.path.setText(chosen)

    def _judge(self) -> None:
        self._footer.allow(obstacle(say, self.path.text()))

    def _build(self) -> None:
        forms = Card(say("Form"))
        for one in (self.letters, self.cards):
            forms.body.addWidget(one, alignment=Qt.AlignmentFlag.AlignLeft)
        paper = row()
        paper.addWidget(label(say("Paper"), wrap=False))
        paper.addWidget(self.paper)
        paper.addStretch(1)
        forms.body.addLayout(paper)
        file = row()
        file.addWidget(self.path, stretch=1)
        file.addWidget(self.browse)
        inside = inset()
        inside.addWidget(self.banner)
        inside.addWidget(label(self._source.title, "subtitle"))
        inside.addWidget(forms)
        inside.addWidget(label(say("File"), "muted"))
        inside.addLayout(file)
        hint = say(
            "Each shows address, customer number, password and the portal's link. The square code holds the link alone."
        )
        inside.addWidget(label(hint, "muted"))
        inside.addStretch()
        cancel = button(say("&Cancel"))
        cancel.clicked.connect(self.reject)
        self._footer = Footer(cancel, self.write)
        stack(self.wanted, inside, self._footer)
        ended = inset()
        ended.addStretch()
        ended.addLayout(self._told)
        ended.addStretch()
        stack(self.done_page, ended, Footer(self.open_file, self.close_button))
        self._hold(self.wanted, self.watching, self.done_page)


def _paper() -> Paper:
    """What is usual where this computer stands."""
    metric = QLocale().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    return "A4" if metric or QLocale().language() == QLocale.Language.C else "Letter"


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
