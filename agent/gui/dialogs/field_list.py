"""A list of fields that gets shorter while one types; a double click or Enter picks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from agent.domain.catalog import Field
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.models.fields import FieldsModel
from agent.gui.pieces.card import label
from agent.gui.pieces.listing import listing
from agent.gui.presenters.replace_form import Offer, found


class FieldList(QWidget):
    """`picked` tells the field; `marked` that another line is marked."""

    picked = Signal(object)
    """A `Field`."""
    marked = Signal()

    def __init__(self, offered: tuple[Offer, ...]) -> None:
        super().__init__()
        self._offered = offered
        self._model = FieldsModel(self)
        self.search = QLineEdit()
        self.search.setAccessibleName(say("Find a field"))
        self.search.setPlaceholderText(say("Find a field"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.table = listing(say("Fields"), self._model, pick=True)
        self.table.doubleClicked.connect(self._pick_at)
        self.table.installEventFilter(self)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self.marked.emit())
        self._none = label(say("No field has this name."), "muted")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_2)
        body.addWidget(self.search)
        body.addWidget(self.table, stretch=1)
        body.addWidget(self._none)
        self._filter("")

    @property
    def current(self) -> Field | None:
        """The field that is marked."""
        offer = self._model.at(self.table.currentIndex().row())
        return offer.field if offer is not None else None

    def pick(self) -> None:
        """The marked one is meant."""
        self._pick_at(self.table.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt shows the keys: the arrows move the mark while one types; Enter picks."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if watched is self.search and step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.pick()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        self._model.show(found(self._offered, typed))
        self._none.setVisible(not self._model.rows)
        self.table.setCurrentIndex(QModelIndex())
        self._move(1)
        self.marked.emit()

    def _move(self, step: int) -> None:
        """To the next line that can be chosen."""
        at = self.table.currentIndex().row() + step
        while (offer := self._model.at(at)) is not None and offer.obstacle:
            at += step
        if offer is not None:
            self.table.setCurrentIndex(self._model.index(at, 0))

    def _pick_at(self, index: QModelIndex) -> None:
        offer = self._model.at(index.row())
        if offer is not None and not offer.obstacle:
            self.picked.emit(offer.field)
