"""The pages of Files > Restore: the list of copies, and what putting one back means."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTableView, QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.models.copies import STATE, WHAT, CopiesModel
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, empty, label, row
from agent.gui.pieces.listing import listing
from agent.gui.pieces.pill import PillDelegate
from agent.gui.presenters.restore import Preview, copy_rows

if TYPE_CHECKING:
    from agent.domain.backups import Restorable


class ListPage(QWidget):
    """Every copy that is known, newest first, and a way to a file that is not."""

    wanted = Signal(object)
    """A `Restorable` was chosen."""
    cancelled = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._copies: list[Restorable] = []
        self._model = CopiesModel(self)
        self.banner = Banner()
        self._none = label(say("Looking for the copies."), "muted")
        self.table = _table(self._model, theme)
        self.file = button(say("Choose a &file…"), name=say("Choose a file to restore"))
        self.file.clicked.connect(self._browse)
        self.forget = button(say("&Take off the list"), plain=True)
        self.forget.clicked.connect(self._forget)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.cancelled)
        self.go_on = button(say("&Restore…"), main=True)
        self.go_on.clicked.connect(self._go_on)
        self._footer = Footer(cancel, self.go_on)
        self._build()
        self.table.selectionModel().selectionChanged.connect(self._judge)
        self.table.doubleClicked.connect(self._go_on)
        self._judge()

    def refresh(self) -> None:
        """Ask for the list anew."""
        self._bridge.read(self, lambda work: work.backups.listing(), self.show_copies, self.banner.tell)

    def show_copies(self, copies: list[Restorable]) -> None:
        """List these; the newest is chosen."""
        self._copies = copies
        self._model.show(copy_rows(say, copies, datetime.now(UTC).astimezone()))
        self._none.setText(
            say("There are no copies yet. One is made before every Global Replacement, and with Files > Backup.")
        )
        self._none.setVisible(not copies)
        self.table.setVisible(bool(copies))
        if copies:
            self.table.selectRow(0)
            self.table.setFocus()
        self._judge()

    def choose(self, file: Path) -> None:
        """Look at a file that was picked, and go on with it."""
        self.banner.dismiss()
        self._bridge.read(self, lambda work: work.backups.chosen(file), self.wanted.emit, self.banner.tell)

    @property
    def _at(self) -> int:
        chosen = self.table.selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1

    def _judge(self) -> None:
        row = self._model.at(self._at)
        self._footer.allow(row.obstacle if row else say("Choose a copy first."))
        only = say("Automatic backups go by themselves: the last ten, and those of 30 days, are kept.")
        allow(self.forget, say("Choose a copy first.") if row is None else "" if row.listed_by_hand else only)

    def _go_on(self) -> None:
        row = self._model.at(self._at)
        if row is not None and not row.obstacle:
            self.wanted.emit(self._copies[self._at])

    def _forget(self) -> None:
        copy_id = self._copies[self._at].id
        self._bridge.read(self, lambda work: work.backups.forget(copy_id), lambda _: self.refresh(), self.banner.tell)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, say("A file to restore"))
        if chosen:
            self.choose(Path(chosen))

    def _build(self) -> None:
        inside = inset()
        hint = say("Choose what the practice database is to go back to. Nothing happens before you confirm it.")
        inside.addWidget(label(hint, "muted"))
        inside.addWidget(self.banner)
        card = Card(say("Copies"))
        card.body.addWidget(self._none)
        card.body.addWidget(self.table)
        inside.addWidget(card, stretch=1)
        line = row()
        line.addWidget(self.file)
        line.addStretch()
        line.addWidget(self.forget)
        inside.addLayout(line)
        stack(self, inside, self._footer)


class ConfirmPage(QWidget):
    """What will happen, and the button that makes it happen."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self._card = Card()
        self._needs_passphrase = False
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(say("Passphrase of this copy"))
        self.passphrase.setAccessibleName(say("Passphrase of this copy"))
        self.passphrase.textChanged.connect(self._judge)
        self.back = button(say("&Back"))
        self.restore = button("", main=True)
        self._footer = Footer(self.back, self.restore)
        inside = inset()
        inside.addWidget(self.banner)
        inside.addWidget(self._card)
        inside.addWidget(self.passphrase)
        inside.addStretch()
        stack(self, inside, self._footer)

    def tell(self, preview: Preview) -> None:
        """Show what it means."""
        self.banner.dismiss()
        empty(self._card.body)
        self._card.setAccessibleName(preview.title)
        self._card.body.addWidget(label(preview.title, "title"))
        for sentence in preview.sentences:
            self._card.body.addWidget(label(sentence))
        self._card.body.addWidget(label(preview.caution, "amber"))
        self._needs_passphrase = preview.needs_passphrase
        self.passphrase.clear()
        self.passphrase.setVisible(preview.needs_passphrase)
        self.restore.setText(preview.button)
        self.restore.setAccessibleName(preview.button.replace("&", ""))
        self._judge()
        (self.passphrase if preview.needs_passphrase else self.back).setFocus()

    def _judge(self) -> None:
        missing = self._needs_passphrase and not self.passphrase.text()
        self._footer.allow(say("Type the passphrase of this copy first.") if missing else "")


def _table(model: CopiesModel, theme: Theme) -> QTableView:
    table = listing(say("Copies"), model, pick=True, widest=WHAT)
    table.setItemDelegateForColumn(STATE, PillDelegate(theme))
    # Of a long path the end says most.
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    return table
