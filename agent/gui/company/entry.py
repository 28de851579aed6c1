"""One entry of a form: its caption, the field, a hint, and what is wrong with it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label, row
from agent.gui.presenters.email_settings import (
    Caption,
    completed,
    currencies,
    currency_of,
    shown_currency,
    shown_zone,
    zone_of,
)

MEMO_LINES = 4
CAPTION_WIDTH, CAPTION_TOP = 130, 7
"""The words stand as high as those in the field."""


class Entry(QObject):
    """Stands in a grid: the caption left, the field right, below that the hint and what is wrong. `left` tells that
    the person went on to something else."""

    changed = Signal()
    left = Signal()

    def __init__(self, about: Caption, field: QWidget, *beside: QWidget) -> None:
        super().__init__(field)
        self.about = about
        self.field = field
        self._hint = about.hint
        self._caption = QLabel(about.caption)
        self._caption.setBuddy(field)
        self._caption.setWordWrap(True)
        self._caption.setFixedWidth(CAPTION_WIDTH)
        self._caption.setContentsMargins(0, CAPTION_TOP, 0, 0)
        self._wrong = label("", "bad")
        self._wrong.hide()
        field.setAccessibleName(about.caption.replace("&", ""))
        field.setAccessibleDescription(about.hint)
        field.installEventFilter(self)
        self._beside = beside

    def place(self, grid: QGridLayout) -> None:
        """Take the next line of `grid`."""
        at = grid.rowCount()
        grid.addWidget(self._caption, at, 0, Qt.AlignmentFlag.AlignTop)
        line = row()
        for one in (self.field, *self._beside):
            line.addWidget(one)
        body = QVBoxLayout()
        body.setSpacing(SPACE_1)
        body.addLayout(line)
        body.addWidget(self._wrong)
        if self._hint:
            body.addWidget(label(self._hint, "muted"))
        grid.addLayout(body, at, 1)

    @property
    @abstractmethod
    def text(self) -> str:
        """What is entered, as it is kept."""

    @abstractmethod
    def fill(self, text: str) -> None:
        """Show what is kept."""

    def tell(self, fault: str) -> None:
        """Say what is wrong, here and to a screen reader; nothing where nothing is."""
        self._wrong.setText(fault)
        self._wrong.setVisible(bool(fault))
        self.field.setAccessibleDescription(fault or self._hint)
        self.field.setProperty("bad", bool(fault))
        self.field.style().polish(self.field)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt tells of everything that happens to the field."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False


class Line(Entry):
    """One line of text; of a web address, what people leave out is put before it."""

    def __init__(self, about: Caption) -> None:
        self._line = QLineEdit()
        super().__init__(about, self._line)
        self._line.textChanged.connect(self.changed)
        if about.kind == "address":
            self._line.setPlaceholderText("https://")
            self._line.editingFinished.connect(self._complete)

    @property
    def text(self) -> str:
        """What is entered."""
        return self._line.text()

    def fill(self, text: str) -> None:
        """Show what is kept."""
        self._line.setText(text)
        self._line.setCursorPosition(0)

    def _complete(self) -> None:
        text = completed(self._line.text())
        if text != self._line.text():
            self._line.setText(text)


class Password(Entry):
    """Masked, with a button that shows it."""

    def __init__(self, about: Caption) -> None:
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_button = button(say("Show"), name=say("Show the password"))
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show)
        super().__init__(about, self._line, self.show_button)
        self._line.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        """What is entered."""
        return self._line.text()

    def fill(self, text: str) -> None:
        """Show what is kept, masked."""
        self._line.setText(text)
        self.show_button.setChecked(False)

    def _show(self, shown: bool) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText(say("Hide") if shown else say("Show"))
        self.show_button.setAccessibleName(say("Hide the password") if shown else say("Show the password"))


class Memo(Entry):
    """Several lines; the Tab key leads on."""

    def __init__(self, about: Caption) -> None:
        self._memo = QPlainTextEdit()
        self._memo.setTabChangesFocus(True)
        self._memo.setFixedHeight(self._memo.fontMetrics().lineSpacing() * MEMO_LINES + 22)
        super().__init__(about, self._memo)
        self._memo.textChanged.connect(self.changed)

    @property
    def text(self) -> str:
        """What is entered."""
        return self._memo.toPlainText()

    def fill(self, text: str) -> None:
        """Show what is kept."""
        self._memo.setPlainText(text)


class _Box(QComboBox):
    """A list that the mouse wheel passes over: it scrolls the form."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt tells of the wheel."""
        event.ignore()


class Search(Entry):
    """One of a list, which typing narrows down wherever in the words it fits."""

    def __init__(self, about: Caption) -> None:
        self._box = _Box()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setMaxVisibleItems(12)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        super().__init__(about, self._box)
        self._zone = about.kind == "zone"
        if not self._zone:
            self.choices(currencies())
        if (line := self._box.lineEdit()) is not None:
            line.setAccessibleName(self._box.accessibleName())
            line.textChanged.connect(self.changed)
            line.editingFinished.connect(self.left)

    def choices(self, texts: Iterable[str]) -> None:
        """What there is to choose from, as people read it."""
        self._box.clear()
        self._box.addItems(list(texts))
        self._box.setCurrentIndex(-1)
        finder: QCompleter | None = self._box.completer()
        if finder is not None:
            finder.setFilterMode(Qt.MatchFlag.MatchContains)
            finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    @property
    def text(self) -> str:
        """What is chosen or typed."""
        text = self._box.currentText()
        return zone_of(text) if self._zone else currency_of(text)

    def fill(self, text: str) -> None:
        """Show what is kept, whether or not it is on the list."""
        self._box.setCurrentText(shown_zone(text) if self._zone else shown_currency(text))
        if (line := self._box.lineEdit()) is not None:
            line.setCursorPosition(0)


def entry(about: Caption) -> Entry:
    """The entry for a caption."""
    match about.kind:
        case "password":
            return Password(about)
        case "memo":
            return Memo(about)
        case "zone" | "currency":
            return Search(about)
    return Line(about)
