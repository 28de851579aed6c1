"""The tabs of a customer whose fields can be typed into (feature row A7, the article's words)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from agent.domain.catalog import Field
from agent.domain.edit import Cell
from agent.gui.customers.cell import MEMO_LINES, PasswordEdit
from agent.gui.customers.form import Form
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card as Box
from agent.gui.pieces.card import empty, label, row
from agent.gui.presenters.customer import NOTES, RECORD_ID, SIGN_IN, STATUS, Note, own_password
from agent.gui.presenters.language import counted
from agent.gui.presenters.records import PHONES, Records, none

if TYPE_CHECKING:
    from agent.usecases.customer_card import Card

NOTES_LINES = 8
AT_ONCE = 20
"""So many records are shown, and so many more each time: each has widgets of its own."""


class Tab(QScrollArea):
    """What is put into `body` stands one below the other. `typed` as of `CellEdit`."""

    typed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tab")
        self.card: Card | None = None
        self._of = ""
        page = QWidget()
        page.setObjectName("tab")
        self.body = QVBoxLayout(page)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_card(self, card: Card) -> None:
        """Show this customer, in place of the one before."""
        self.card = card
        if card.record_id != self._of:
            self._of = card.record_id
            self.verticalScrollBar().setValue(0)


class OwnTab(Tab):
    """Some of the customer's own fields. The form is made once: the next customer has the same fields."""

    def __init__(self, *, only: tuple[str, ...] = (), without: tuple[str, ...] = (), lines: int = MEMO_LINES) -> None:
        super().__init__()
        self._lines = lines
        self._only, self._without = only, without
        self._form: Form | None = None
        self._statuses: Sequence[str] = ()
        self._none = label(say("The practice database has no place for this."), "muted")
        self.body.addWidget(self._none)
        self.body.addStretch()

    def offer_statuses(self, statuses: Sequence[str]) -> None:
        """The statuses one may choose."""
        self._statuses = statuses
        if self._form is not None and STATUS in self._form.cells:
            self._form.cells[STATUS].choices(statuses)

    def show_card(self, card: Card) -> None:
        """Show this customer."""
        super().show_card(card)
        fields = [one for one in card.own.fields if self._has(one)]
        if self._form is None or self._form.fields != frozenset(fields):
            if self._form is not None:
                self._form.deleteLater()
            self._form = Form(fields, lines=self._lines)
            self._form.typed.connect(self.typed)
            self.body.insertWidget(0, self._form)
            self.offer_statuses(self._statuses)
        self._none.setVisible(not fields)
        record_id, texts = card.own.rows[0]
        self._form.show_record(record_id, texts, card.obstacle)

    def _has(self, field: Field) -> bool:
        if self._only:
            return field.name in self._only
        return field.name not in self._without


class RecordForm(Box):
    """One record: its name, a line of what is only read, and what can be typed into."""

    def __init__(self, fields: Sequence[Field], *, boxed: bool) -> None:
        super().__init__()
        if not boxed:
            self.setObjectName("")
            self.body.setContentsMargins(0, 0, 0, 0)
        self._title = label("", "subtitle")
        self._facts = label("", "muted")
        self.form = Form(fields)
        for one in (self._title, self._facts, self.form):
            self.body.addWidget(one)

    def show_record(self, records: Records, record_id: str, texts: Mapping[str, str], obstacle: str) -> None:
        """Show this one."""
        told = records.described(say, texts)
        for part, text in ((self._title, told.title), (self._facts, told.facts)):
            part.setText(text)
            part.setVisible(bool(text))
        self.setAccessibleName(told.title)
        self.form.show_record(record_id, texts, obstacle)


class RecordsTab(Tab):
    """A form for each record that hangs on the customer; forms are kept for the next customer. What is put into `above`
    stands before them."""

    def __init__(self, records: Records, *, boxed: bool = True) -> None:
        super().__init__()
        self._records = records
        self._boxed = boxed
        self._fields: tuple[Field, ...] = ()
        self._forms: list[RecordForm] = []
        self._most = AT_ONCE
        self._none = label("", "muted")
        self._more = button("")
        self._more.clicked.connect(self._show_more)
        self._more.hide()
        self.above = QVBoxLayout()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_3 if boxed else SPACE_2)
        self.body.addLayout(self.above)
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def show_card(self, card: Card) -> None:
        """Show this customer's."""
        super().show_card(card)
        self._most = AT_ONCE
        self._show(card, 0)

    def _show_more(self) -> None:
        begin, self._most = self._most, self._most + AT_ONCE
        if self.card is not None:
            self._show(self.card, begin)

    def _show(self, card: Card, begin: int) -> None:
        """From record `begin` on: what stands before may have been typed into."""
        part = self._records.part(card)
        fields = tuple(one for one in part.fields if self._records.typed(one))
        if fields != self._fields:
            self._fields = fields
            empty(self._rows)
            self._forms.clear()
        for at, (record_id, texts) in enumerate(part.rows[begin : self._most], begin):
            if at == len(self._forms):
                self._add(fields)
            self._forms[at].show_record(self._records, record_id, texts, card.obstacle)
        for at, form in enumerate(self._forms):
            form.setVisible(at < min(len(part.rows), self._most))
        left = len(part.rows) - self._most
        self._more.setText(counted(say, min(left, AT_ONCE), "Show {count} more", "Show {count} more"))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(left > 0)
        self._none.setText(none(say, self._records, card))
        self._none.setVisible(bool(self._none.text()))

    def _add(self, fields: Sequence[Field]) -> None:
        made = RecordForm(fields, boxed=self._boxed)
        made.form.typed.connect(self.typed)
        self._forms.append(made)
        self._rows.addWidget(made)


class PhonesTab(RecordsTab):
    """More Phone Numbers: the portal password, then the numbers. Where the customer chose a password himself, that is
    said beside the office's, and a new one asks by `also` whether it is to count for him, too."""

    def __init__(self) -> None:
        super().__init__(PHONES, boxed=False)
        self._password: Form | None = None
        self._own = label("", "amber")
        self.also = QCheckBox(say("Also for this customer, who chose their own"))
        self.also.hide()

    @property
    def password(self) -> PasswordEdit | None:
        """The field with the password, once a customer is shown who can have one."""
        cell = self._password.cells.get(SIGN_IN) if self._password is not None else None
        return cell if isinstance(cell, PasswordEdit) else None

    def show_card(self, card: Card) -> None:
        """Show this customer's."""
        fields = [one for one in card.own.fields if one.name == SIGN_IN]
        if self._password is None:
            self._password = Form(fields, columns=1)
            self._password.typed.connect(self._typed)
            said = QVBoxLayout()
            said.setSpacing(SPACE_1)
            said.addStretch()
            said.addWidget(self._own)
            said.addWidget(self.also)
            beside = row(spacing=SPACE_4)
            beside.addWidget(self._password, stretch=1)
            beside.addLayout(said, stretch=2)
            self.above.addLayout(beside)
        record_id, texts = card.own.rows[0]
        self._password.show_record(record_id, texts, card.obstacle)
        told = own_password(say, card)
        self._own.setText(told)
        self._own.setVisible(bool(told))
        self._offer("")
        super().show_card(card)

    @property
    def also_own(self) -> bool:
        """Whether a new password is to end the customer's own."""
        return self.also.isVisibleTo(self) and self.also.isChecked()

    def _typed(self, cell: Cell, note: Note) -> None:
        self._offer("" if cell.text == cell.seen else cell.text)
        self.typed.emit(cell, note)

    def _offer(self, new: str) -> None:
        """Ask by the tick only where there is a new password, and one that it would end; off at first."""
        chosen = self.card.chosen if self.card is not None else None
        asked = bool(new.strip()) and chosen is not None and chosen.counts
        if not asked:
            self.also.setChecked(False)
        self.also.setVisible(asked)


def contact() -> OwnTab:
    """Everything of the customer himself that has no tab of its own."""
    return OwnTab(without=(SIGN_IN, NOTES, RECORD_ID))


def notes() -> OwnTab:
    """What the office wrote about him."""
    return OwnTab(only=(NOTES,), lines=NOTES_LINES)
