"""One field of one record: its name, what stands there, and what is to be said about what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from agent.domain.catalog import Field
from agent.domain.edit import Cell
from agent.domain.values import visible
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label, row
from agent.gui.presenters.customer import FINE, LONGEST, Note, judged, locked, title

MEMO_LINES = 4
NARROWEST = 120


class CellEdit(QWidget):
    """`typed` gives a `Cell` and the `Note` about it. A text that nobody touches stays exactly as it was, even where it
    can't be shown as it is."""

    typed = Signal(object, object)

    def __init__(self, field: Field, name: str = "", lines: int = MEMO_LINES) -> None:
        super().__init__()
        self.field = field
        self._record_id = ""
        self._seen = ""
        self._as_shown = ""
        self._name = name or title(field)
        self._note = label("", "muted")
        self._note.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE_1)
        self.editor = self._made(lines)
        self.editor.setAccessibleName(self._name)
        self.editor.setMinimumWidth(NARROWEST)
        self.body.addWidget(self._note)

    def show_text(self, record_id: str, text: str, obstacle: str) -> None:
        """Show what this record holds; `obstacle` is why nothing of it may be changed."""
        self._record_id, self._seen = record_id, text
        why = locked(say, self.field, text, obstacle)
        self._put(visible(text[:LONGEST]))
        self._as_shown = self._shown()
        self.editor.setEnabled(not why)
        self.editor.setToolTip(why)
        self._tell(FINE, why)

    def take_back(self) -> None:
        """What was typed is let go."""
        self._put(visible(self._seen[:LONGEST]))

    def choices(self, texts: Sequence[str]) -> None:
        """What is offered, besides anything else that may be typed."""
        if isinstance(self.editor, QComboBox):
            shown = self.editor.currentText()
            self.editor.blockSignals(True)
            self.editor.clear()
            self.editor.addItems(texts)
            self.editor.setCurrentText(shown)
            self.editor.blockSignals(False)

    def _typed(self) -> None:
        shown = self._shown()
        text = self._seen if shown == self._as_shown else shown
        note = judged(say, self.field, text) if text != self._seen else FINE
        self._tell(note, "")
        self.typed.emit(Cell(self.field, self._record_id, self._seen, text), note)

    def _tell(self, note: Note, why: str) -> None:
        self._note.setObjectName("bad" if note.bad else "amber")
        self._note.setText(note.text)
        self._note.setVisible(bool(note.text))
        self._note.style().polish(self._note)
        self.editor.setAccessibleDescription(note.text or why)
        self.editor.setProperty("bad", note.bad)
        self.editor.style().polish(self.editor)

    def _shown(self) -> str:
        match self.editor:
            case QCheckBox():
                return "yes" if self.editor.isChecked() else "no"
            case QComboBox():
                return self.editor.currentText()
            case QPlainTextEdit():
                return self.editor.toPlainText()
            case _:
                return self.editor.text()

    def _put(self, text: str) -> None:
        self.editor.blockSignals(True)
        match self.editor:
            case QCheckBox():
                self.editor.setChecked(text == "yes")
            case QComboBox():
                self.editor.setCurrentText(text)
            case QPlainTextEdit():
                self.editor.setPlainText(text)
            case _:
                self.editor.setText(text)
                self.editor.setCursorPosition(0)
        self.editor.blockSignals(False)

    def _made(self, lines: int) -> QCheckBox | QComboBox | QLineEdit | QPlainTextEdit:
        if self.field.type == "mark":
            box = QCheckBox(self._name)
            box.toggled.connect(self._typed)
            self.body.addWidget(box)
            return box
        self.body.addWidget(label(self._name, "group"))
        if self.field.type == "memo":
            memo = QPlainTextEdit()
            memo.setTabChangesFocus(True)
            memo.setFixedHeight(memo.fontMetrics().lineSpacing() * lines + 18)
            memo.textChanged.connect(self._typed)
            self.body.addWidget(memo)
            return memo
        line = QLineEdit()
        line.textChanged.connect(self._typed)
        self.body.addWidget(line)
        return line


class ChoiceEdit(CellEdit):
    """A field with usual values, of which one may choose or type another."""

    def _made(self, lines: int) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.currentTextChanged.connect(self._typed)
        self.body.addWidget(label(self._name, "group"))
        self.body.addWidget(box)
        if (line := box.lineEdit()) is not None:
            line.setAccessibleName(self._name)
            line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the Tab key stops at the box, once
        return box

    def show_text(self, record_id: str, text: str, obstacle: str) -> None:
        """Show it, in the line of the box, too."""
        super().show_text(record_id, text, obstacle)
        if isinstance(self.editor, QComboBox) and (line := self.editor.lineEdit()) is not None:
            line.setToolTip(self.editor.toolTip())
            line.setAccessibleDescription(self.editor.toolTip())


class PasswordEdit(CellEdit):
    """A password, masked until Show is pressed, and again with the next customer."""

    def _made(self, lines: int) -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._typed)
        self.reveal: QPushButton = button(say("Show"), name=say("Show the password"))
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._reveal)
        beside = row()
        beside.addWidget(line, stretch=1)
        beside.addWidget(self.reveal)
        self.body.addWidget(label(self._name, "group"))
        self.body.addLayout(beside)
        return line

    def show_text(self, record_id: str, text: str, obstacle: str) -> None:
        """Show it masked."""
        self.reveal.setChecked(False)
        super().show_text(record_id, text, obstacle)

    def _reveal(self, shown: bool) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.reveal.setText(say("Hide") if shown else say("Show"))
        self.reveal.setAccessibleName(say("Hide the password") if shown else say("Show the password"))
