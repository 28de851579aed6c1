"""What somebody does on the page Replace Information, by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from agent.gui.dialogs.choose_condition import ChooseConditionDialog
from agent.gui.dialogs.choose_field import ChooseFieldDialog
from agent.gui.dialogs.field_list import FieldList
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.pages.replace import ReplacePage
from tests.window.seat import Hands


def arrive(seat: Hands, entry: str = "Replace Information") -> ReplacePage:
    """Files > Global Replacement > the entry."""
    entries = {one.text().replace("&", ""): one for one in seat.window.findChildren(QAction)}
    entries[entry].trigger()
    page = seat.window.replace_page
    seat.wait(page.field.isEnabled)
    assert page.title.text() == entry
    return page


def mark(fields: FieldList, name: str) -> None:
    """Type until the field is found."""
    QTest.keyClicks(fields.search, name)
    assert fields.current is not None
    assert fields.current.name == name


def choose_field(seat: Hands, page: ReplacePage, name: str) -> None:
    """Choose Field, find it, double click."""
    seat.click(page.field)
    dialog = seat.open(ChooseFieldDialog)
    mark(dialog.fields, name)
    double_click(dialog.fields.table)
    seat.wait(lambda: not seat.window.findChildren(ChooseFieldDialog))


def different_ones(seat: Hands, page: ReplacePage) -> None:
    """A password of his own for each."""
    seat.click(page.value.way.pills[0])


def double_click(table: QTableView) -> None:
    """On the row that is marked."""
    place = table.visualRect(table.currentIndex()).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def choose_condition(seat: Hands, page: ReplacePage, name: str, value: str) -> None:
    """Choose Condition, Enter on the field, Enter, type the value, Use This Condition."""
    seat.click(page.conditions.choose if page.conditions.choose.isVisible() else page.conditions.another)
    dialog = seat.open(ChooseConditionDialog)
    mark(dialog.fields, name)
    seat.press(dialog.fields.search, Qt.Key.Key_Return)
    assert dialog.comparison.currentText() == "Equals"
    assert not dialog.use.isEnabled()
    assert dialog.use.toolTip() == "Press Enter to type the value."
    seat.click(dialog.enter)
    QTest.keyClicks(dialog.editor.widget, value)
    seat.click(dialog.use)
    seat.wait(lambda: not seat.window.findChildren(ChooseConditionDialog))


def type_value(seat: Hands, page: ReplacePage, text: str) -> None:
    """Type it, and press Ok."""
    QTest.keyClicks(page.value.editor.widget, text)
    seat.click(page.value.ok)


def planned(seat: Hands, page: ReplacePage) -> None:
    """Wait for the preview."""
    seat.wait(lambda: page.plan is not None)


def perform(seat: Hands, page: ReplacePage) -> ReplacementDialog:
    """Perform Replacement: the window with the question."""
    seat.click(page.perform)
    return seat.open(ReplacementDialog)


def agree(seat: Hands, dialog: ReplacementDialog) -> None:
    """Press the button that names the count, and wait for the ending."""
    seat.click(dialog.asking.perform)
    seat.wait(dialog.replaced.isVisible)
    seat.settle()


def rows(table: QTableView) -> list[list[str]]:
    """Everything the table says."""
    model = table.model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]
