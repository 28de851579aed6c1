"""The states of Replace Information and Adjust Prices, and the windows that follow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from agent.domain.conditions import Comparison, condition
from agent.domain.wish import Wish
from agent.gui.bridge import Bridge
from agent.gui.dialogs.choose_condition import ChooseConditionDialog
from agent.gui.dialogs.choose_field import ChooseFieldDialog
from agent.gui.dialogs.earlier import EarlierDialog
from agent.gui.dialogs.letters import LettersDialog
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.letters import of_run
from agent.gui.presenters.replace_form import offers
from agent.gui.presenters.replace_plan import ending
from agent.gui.presenters.runs import report
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import REPLACE
from agent.jobs.progress import PolledProgress
from agent.office.catalog import NATIVE
from tests.window.screens.settled import rest, settle
from tests.window.screens.still_replace import BUSY, PASSWORD, STATUS, SWING, WRITTEN, StillReplace


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """From the empty page to the letters."""
    for before in window.findChildren(QDialog):
        before.close()
    yield from _page(window)
    yield from _choosing(window)
    yield from _performing(bridge, theme, window)
    yield from _earlier(bridge, theme, window)
    yield from _letters(bridge, theme, window)


def _page(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    page = window.replace_page
    window.go(REPLACE)
    settle(page, "Choose a field first.")
    yield "replace-empty", window
    active = condition(STATUS, Comparison.EQUALS, "ACTIVE")
    page.take_field(PASSWORD)
    rest()
    yield "replace-password", window
    page.value.way.pills[0].click()
    page.take_condition(active)
    settle(page, "6 of 7")
    yield "replace", window
    page.preview.also.click()
    settle(page, "it ends, and the new one counts")
    yield "replace-also-own", window
    page.preview.also.click()
    page.preview.reveal.click()
    page.value.way.pills[1].click()
    rest()
    yield "replace-value-missing", window
    QTest.keyClicks(page.value.editor.widget, "clip")
    page.value.ok.click()
    settle(page, "3 of 7")
    yield "replace-one-value", window
    page.show_trouble(BUSY)
    rest()
    yield "replace-busy", window
    page.banner.dismiss()
    page.turn("adjust")
    page.value.prices.percent.setText("3")
    page.value.prices.amount.setText("2.50")
    page.value.ok.click()
    page.conditions.all.click()
    settle(page, "2 of 3")
    yield "adjust-prices", window
    page.turn("replace")


def _choosing(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    fields = ChooseFieldDialog(window, offers(say, NATIVE.fields("customers"), "replace"))
    fields.show()
    rest()
    yield "choose-field", fields
    fields.fields.search.setText("no such field")
    rest()
    yield "choose-field-none", fields
    fields.close()
    conditions = ChooseConditionDialog(window, offers(say, NATIVE.fields("customers"), "condition"))
    conditions.show()
    rest()
    yield "choose-condition", conditions
    conditions.fields.picked.emit(STATUS)
    rest()
    yield "choose-condition-field", conditions
    conditions.enter.click()
    rest()
    yield "choose-condition-value", conditions
    conditions.close()


def _performing(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    everyone = Wish(PASSWORD, (condition(STATUS, Comparison.EQUALS, "ACTIVE"),), "clip")
    plan = StillReplace().plan(everyone)
    dialog = ReplacementDialog(bridge, theme, window, plan)
    dialog.show()
    rest()
    yield "perform-replacement", dialog
    progress = PolledProgress()
    progress.step("Writing", 812)
    dialog.show_page(dialog.watching)
    dialog.watching.watch(f"Replacing {PASSWORD.name}", progress)
    rest()
    yield "replacement-progress", dialog
    dialog.watching.end()
    different = StillReplace().plan(replace(everyone, text=None, unique="words"))
    dialog.replaced.tell(ending(say, different, StillReplace().perform(plan, progress)))
    dialog.show_page(dialog.replaced)
    rest()
    yield "replacement-done", dialog
    dialog.replaced.tell_report(report(say, SWING, undone=True))
    rest()
    yield "replacement-undone", dialog
    dialog.close()


def _earlier(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = EarlierDialog(bridge, theme, window)
    dialog.show()
    while dialog.table.isHidden():
        rest()
    rest()
    yield "earlier-replacements", dialog
    dialog.undo.click()
    settle(dialog, "stay as they are now")
    yield "earlier-replacements-undone", dialog
    dialog.close()


def _letters(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = LettersDialog(bridge, theme, window, of_run(say, 3))
    dialog.path.setText("/home/office/letters-3.pdf")
    dialog.show()
    rest()
    yield "letters", dialog
    dialog.tell(WRITTEN)
    rest()
    yield "letters-done", dialog
    dialog.close()
