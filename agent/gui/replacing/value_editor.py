"""Where a value of a field is typed: a line, several lines, a date, yes or no, as the field needs it."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QEvent, QObject, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDateTimeEdit, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from agent.domain.catalog import Field
from agent.gui.language import day_form, say

LINES = 4
_EXAMPLES = {"money": "1234.50", "integer": "12"}


class ValueEditor(QWidget):
    """`fit` makes it one for a field; `text` is what is typed, in the one form that the domain reads."""

    changed = Signal()
    submitted = Signal()
    """Enter was pressed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._editor: QWidget = QLineEdit()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._use(self._line(""))

    @property
    def widget(self) -> QWidget:
        """What one types into just now."""
        return self._editor

    @property
    def text(self) -> str:
        """What is typed or chosen, as text."""
        editor = self._editor
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        if isinstance(editor, QComboBox):
            return str(editor.currentData())
        if isinstance(editor, QDateEdit):
            return editor.date().toString("yyyy-MM-dd")
        if isinstance(editor, QDateTimeEdit):
            return editor.dateTime().toString("yyyy-MM-dd HH:mm")
        return editor.text() if isinstance(editor, QLineEdit) else ""

    def fit(self, field: Field, *, whole_days: bool = False) -> None:
        """Become an editor for this field, empty. Where `whole_days` count, a moment is chosen by its day."""
        if field.type == "memo":
            self._use(self._memo())
        elif field.type == "mark":
            self._use(self._choice())
        elif field.type == "date" or (field.type == "moment" and whole_days):
            self._use(self._day())
        elif field.type == "moment":
            self._use(self._moment())
        else:
            example = _EXAMPLES.get(field.type, "")
            self._use(self._line(say("for example {value}", value=example) if example else ""))

    def hide_text(self, hidden: bool) -> None:
        """Show dots instead of what is typed in a line."""
        if isinstance(self._editor, QLineEdit):
            mode = QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
            self._editor.setEchoMode(mode)

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self._editor.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt shows what the editor gets: Enter submits; in several lines only together with Ctrl."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if enter and control == isinstance(self._editor, QPlainTextEdit):
                self.submitted.emit()
                return True
        return super().eventFilter(watched, event)

    def _use(self, editor: QWidget) -> None:
        self._body.removeWidget(self._editor)
        self._editor.hide()
        self._editor.deleteLater()
        self._editor = editor
        editor.setAccessibleName(self._name)
        editor.installEventFilter(self)
        self._body.addWidget(editor)

    def _line(self, example: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(example)
        made.textEdited.connect(self.changed)
        return made

    def _memo(self) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setFixedHeight(made.fontMetrics().lineSpacing() * LINES + 18)
        made.textChanged.connect(self.changed)
        return made

    def _choice(self) -> QComboBox:
        made = QComboBox()
        made.addItem(say("Yes"), "yes")
        made.addItem(say("No"), "no")
        made.currentIndexChanged.connect(self.changed)
        return made

    def _day(self) -> QDateEdit:
        made = QDateEdit(QDate.currentDate())
        made.setCalendarPopup(True)
        made.setDisplayFormat(day_form())
        made.dateChanged.connect(self.changed)
        return made

    def _moment(self) -> QDateTimeEdit:
        made = QDateTimeEdit(QDateTime(QDate.currentDate(), QTime(8, 0)))
        made.setCalendarPopup(True)
        made.setDisplayFormat(f"{day_form()} HH:mm")
        made.lineEdit().setAccessibleName(self._name)
        made.dateTimeChanged.connect(self.changed)
        return made
