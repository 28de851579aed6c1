"""What the page Replace Information says and takes, in front of an office that stands still (A3 - A6, F40)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from agent.domain.conditions import Comparison, condition
from agent.domain.errors import Cancelled, UsageError
from agent.domain.replacement import Plan, Row, Rows, in_pieces, make_plan
from agent.domain.runs import RunState
from agent.domain.wish import Wish
from agent.gui.bridge import Bridge
from agent.gui.dialogs.replacement import ReplacementDialog
from agent.gui.looks.theme import Theme
from agent.gui.presenters.letters import told
from agent.gui.presenters.replace import Performed
from agent.gui.presenters.replace_form import Form, comparisons, found, offers, said, sets
from agent.gui.presenters.replace_plan import (
    also_own,
    cell,
    ending,
    failure,
    how_compared,
    notes,
    nothing_to_do,
    obstacle,
    question,
)
from agent.gui.presenters.runs import lines, report
from agent.gui.replacing.condition_list import ConditionList
from agent.gui.replacing.planning import SOON_MS, Planner
from agent.gui.replacing.preview import Preview
from agent.gui.replacing.value_step import ValueStep
from agent.gui.window.main_window import MainWindow
from agent.jobs.progress import PolledProgress
from agent.office.catalog import NATIVE
from agent.usecases.replace import Swing
from tests.support.texts import TEXTS
from tests.window.screens.still import NOW, StillWork
from tests.window.screens.still_replace import PASSWORD, RUN, STATUS, WRITTEN, StillReplace
from tests.window.seat import texts
from tests.window.test_presenters import say

ACTIVE = condition(STATUS, Comparison.EQUALS, "ACTIVE")
NOTES, CITY = NATIVE.field("CU.Notes"), NATIVE.field("CU.City")


def test_A3_the_form_says_what_is_missing_next() -> None:
    form = Form.opening("replace", NATIVE)
    assert form.missing(say) == "Choose a field first."
    form = form.with_field(CITY)
    assert form.missing(say).startswith("The new value is missing")
    form = form.with_value(text="Bern")
    assert form.missing(say).startswith("Choose a condition")
    assert form.wish() is None
    assert form.with_everyone(True).missing(say) == ""
    form = form.with_everyone(True).with_condition(ACTIVE)
    assert form.wish() == Wish(CITY, (ACTIVE,), "Bern")
    assert form.with_field(PASSWORD).text is None
    assert "take a different one for each" in form.with_field(PASSWORD).missing(say)
    assert form.with_set("jobs") == Form("replace", "jobs")
    assert form.without_condition(0).wish() is None
    assert [name for name, _ in sets("adjust", NATIVE)] == [
        "customers",
        "jobs",
        "work",
        "invoices",
        "payments",
        "expenses",
    ]


def test_A3_fields_that_can_not_be_chosen_say_why() -> None:
    offered = {one.field.name: one for one in offers(say, NATIVE.fields("customers"), "replace")}
    assert "other records" in offered["CU.Customer Number"].obstacle
    assert (offered[PASSWORD.name].kind, offered[PASSWORD.name].obstacle) == ("text, 128", "")
    prices = offers(say, NATIVE.fields("jobs"), "adjust")
    assert [one.field.name for one in prices if not one.obstacle] == ["JB.Price"]
    assert not any(one.obstacle for one in offers(say, NATIVE.fields("customers"), "condition"))
    assert [one.field.name for one in found(tuple(offered.values()), "pass CUST")] == [PASSWORD.name]


def test_A3_every_comparison_fits_some_field_and_equals_is_first() -> None:
    for field in NATIVE:
        assert comparisons(field)[0] is Comparison.EQUALS
    assert comparisons(CITY) == tuple(Comparison)
    assert Comparison.CONTAINS not in comparisons(NATIVE.field("CU.Balance"))


def plan_of(*conditions: str, text: str = "clip") -> Plan:
    wanted = tuple(condition(STATUS, Comparison.EQUALS, one) for one in conditions)
    return StillReplace().plan(Wish(PASSWORD, wanted, text, everyone=not wanted))


def test_A4_the_question_names_the_count_and_all_where_it_is_all() -> None:
    everyone = StillReplace().plan(Wish(PASSWORD, (), unique="words", everyone=True))
    asked = question(say, everyone)
    assert asked.title == "Replace all 7 passwords?"
    assert asked.button == "Replace all 7 passwords"
    assert asked.more == "and 3 more"
    assert question(say, plan_of("ACTIVE")).title == "Replace 3 passwords?"
    one = replace(everyone, changes=everyone.changes[:1])
    assert question(say, one).title == "Replace 1 password?"
    assert "clip" not in str(question(say, plan_of("ACTIVE")))


def test_A4_how_texts_are_compared_is_said() -> None:
    key = condition(NATIVE.field("CU.Customer Number"), Comparison.EQUALS, "1001")
    empty = condition(CITY, Comparison.EMPTY)
    plan = plan_of("ACTIVE")
    for conditions, words in (
        ((ACTIVE,), "outer blanks and letter case ignored"),
        ((key,), "compared exactly"),
        ((ACTIVE, key), "outer blanks and letter case ignored, CU.Customer Number compared exactly"),
        ((empty,), ""),
    ):
        assert how_compared(say, replace(plan, wish=replace(plan.wish, conditions=conditions))) == words


def test_A6_one_password_for_several_is_warned_of_with_the_count() -> None:
    assert "The same password goes to 6 customers" in notes(say, plan_of("ACTIVE"))[0]
    different = Wish(PASSWORD, (ACTIVE,), unique="words")
    assert len(notes(say, StillReplace().plan(different))) == 1, "only of those who chose their own"


def test_A6_whose_own_password_counts_is_said_before_and_after() -> None:
    different = Wish(PASSWORD, (ACTIVE,), unique="words")
    (kept,) = notes(say, StillReplace().plan(different))
    assert kept.startswith("2 customers chose their own password on the portal: it keeps counting there")
    plan = StillReplace().plan(replace(different, also_own=True))
    (ends,) = notes(say, plan)
    assert ends.startswith("2 customers chose their own password: it ends")
    assert ends in question(say, plan).warnings
    assert ends in ending(say, plan, StillReplace().perform(plan, PolledProgress())).sentences
    assert also_own(say, plan) == "Also for the 2 customers who chose their own"
    assert also_own(say, StillReplace().plan(Wish(PASSWORD, (ACTIVE,), ""))) == "", "no password: theirs keeps counting"
    only = replace(plan, changes=())
    assert nothing_to_do(say, only) == ""
    assert question(say, only).button == "Let it count for 2 customers who chose their own"


def test_F40_nothing_to_do_says_why() -> None:
    assert nothing_to_do(say, plan_of("NOBODY")) == "No row meets the conditions."
    assert nothing_to_do(say, plan_of("INACTIVE")) == ("The 1 row that meets the conditions holds this value already.")
    form = Form("replace", "customers", PASSWORD, "clip", conditions=(ACTIVE,))
    assert "being looked at" in obstacle(say, form, None, False)
    assert "see above" in obstacle(say, form, None, True)
    assert obstacle(say, form, plan_of("ACTIVE"), False) == ""


def test_A5_the_ending_and_the_history_in_words() -> None:
    done = ending(say, plan_of("ACTIVE"), StillReplace().perform(plan_of("ACTIVE"), PolledProgress()))
    assert done.title == "812 passwords were replaced"
    assert not done.letters
    assert any(str(Path("/home/office/backups")) in one for one in done.sentences)
    states = {state: lines(say, [replace(RUN, state=state)], NOW)[0] for state in RunState}
    assert [state for state, one in states.items() if not one.no_undo] == [RunState.DONE]
    assert [state for state, one in states.items() if not one.no_redo] == [RunState.UNDONE]
    assert states[RunState.APPLYING].state == "cut short"
    assert report(say, Swing(RUN, 1, ()), undone=False).sentence == "1 row was written."
    assert failure(say, Cancelled("Stopped.", detail="Nothing was published.")).detail == "Nothing was changed."
    assert "4 letters" in told(say, replace(WRITTEN, count=4)).title


def test_A5_a_hundred_thousand_rows_are_shown_at_once(qtbot: QtBot, theme: Theme) -> None:
    fields = [NATIVE.field("CU.Customer Number"), NATIVE.field("CU.Customer Name"), STATUS, PASSWORD]
    rows: list[Row] = [(str(at), "old", (str(at), "Customer", "ACTIVE", "old")) for at in range(100_000)]
    given = Rows(fields, fields[:2], in_pieces(rows))
    plan = make_plan(Wish(PASSWORD, (ACTIVE,), "clip"), given, lambda _taken: iter(()))
    preview = Preview(theme)
    qtbot.addWidget(preview)
    preview.resize(600, 400)
    preview.show_plan(plan)
    preview.show()
    qtbot.waitExposed(preview)
    preview.table.scrollToBottom()
    assert preview.table.indexAt(preview.table.viewport().rect().center()).row() > 99_900


def test_F40_naughty_values_stay_what_was_typed(qtbot: QtBot, theme: Theme) -> None:
    step, listed = ValueStep(), ConditionList(theme)
    qtbot.addWidget(step)
    qtbot.addWidget(listed)
    taken: list[str] = []
    step.text_taken.connect(taken.append)
    refused = 0
    for field in (CITY, NOTES):
        step.show_form(Form("replace", "customers", field))
        step.show()
        for text in TEXTS:
            editor = step.editor.widget
            assert isinstance(editor, QLineEdit | QPlainTextEdit)
            editor.setText(text) if isinstance(editor, QLineEdit) else editor.setPlainText(text)
            typed = step.editor.text
            taken.clear()
            step.ok.click()
            refused += not taken
            assert taken in ([], [typed])
            assert "\0" not in "".join(taken)
    assert 0 < refused < len(TEXTS)
    for text in TEXTS:
        try:
            made = condition(CITY, Comparison.EQUALS, text)
        except UsageError:
            assert not text.strip()
            continue
        listed.show_form(Form("replace", "customers", CITY, conditions=(made,)))
        label = next(one for one in listed.findChildren(QLabel) if "equals" in one.text() and one.isVisibleTo(listed))
        assert label.text().count("<") == 2
        assert label.accessibleName() == f"CU.City equals {said(say, made).value}"
        assert cell(say, CITY, text, True).count("\n") == 0
        assert made.matches(text)
    QTest.qWait(1)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [("CU.Balance", "12.5", "12.5"), ("CU.Balance", "1,2", None), ("CU.Customer Mark", "", "yes")],
)
def test_A3_the_editor_fits_the_field(qtbot: QtBot, name: str, typed: str, kept: str | None) -> None:
    step = ValueStep()
    qtbot.addWidget(step)
    taken: list[str] = []
    step.text_taken.connect(taken.append)
    step.show_form(Form("replace", "customers", NATIVE.field(name)))
    step.show()
    QTest.keyClicks(step.editor.widget, typed)
    step.ok.click()
    assert taken == ([] if kept is None else [kept])
    if NATIVE.field(name).nullable:
        step.empty.click()
        step.ok.click()
        assert taken[-1] == ""
    else:
        assert step.empty.isHidden()


@dataclass(frozen=True)
class SlowReplace(StillReplace):
    """Goes on until it is stopped."""

    def perform(self, plan: Plan, progress: PolledProgress) -> Performed:
        """For ever."""
        progress.step("Making a backup")
        while True:
            progress.advance(0)
            time.sleep(0.01)


class SlowWork(StillWork):
    """An office that takes its time."""

    @property
    def replace(self) -> SlowReplace:
        """A replacement without end."""
        return SlowReplace()


def test_A4_cancel_leaves_everything_as_it_was(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bridge = Bridge(SlowWork)
    window = MainWindow(bridge, theme, tmp_path)
    window.show()
    page = window.replace_page
    window.open_replacement("replace")
    qtbot.waitUntil(page.field.isEnabled)
    page.take_field(PASSWORD)
    page.value.way.pills[0].click()
    page.take_condition(ACTIVE)
    qtbot.waitUntil(page.perform.isEnabled)
    page.perform.click()
    dialog = window.findChildren(ReplacementDialog)[0]
    dialog.asking.perform.click()
    qtbot.waitUntil(dialog.watching.isVisible)
    assert "every row is as it was before" in texts(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.banner.isVisible)
    assert "Stopped." in texts(page.banner)
    assert "Nothing was changed." in texts(page.banner)
    window.close()
    bridge.end()


@dataclass(frozen=True)
class GatedReplace(StillReplace):
    """Looks at the rows only when it is let."""

    gate: threading.Event
    asked: list[Wish]

    def plan(self, wish: Wish) -> Plan:
        """When the gate is open."""
        self.asked.append(wish)
        self.gate.wait(30)
        return super().plan(wish)


class GatedWork(StillWork):
    """An office that looks at rows slowly."""

    def __init__(self) -> None:
        self.still = GatedReplace(threading.Event(), [])

    @property
    def replace(self) -> GatedReplace:
        """Always the same."""
        return self.still


def test_A5_of_several_wishes_the_latest_wins(qtbot: QtBot) -> None:
    work = GatedWork()
    bridge = Bridge(lambda: work)
    asker = QObject()
    planner = Planner(bridge, asker)
    plans: list[Plan] = []
    planner.planned.connect(plans.append)
    wishes = [Wish(PASSWORD, (ACTIVE,), text) for text in ("one", "two", "three", "four")]
    planner.want(wishes[0])
    qtbot.waitUntil(lambda: len(work.still.asked) == 1)
    for wish in wishes[1:]:
        planner.want(wish)
    qtbot.wait(2 * SOON_MS)
    work.still.gate.set()
    qtbot.waitUntil(lambda: bool(plans))
    assert [one.wish for one in plans] == [wishes[-1]]
    assert work.still.asked == [wishes[0], wishes[-1]]
    planner.want(wishes[0])
    planner.want(None)
    qtbot.wait(2 * SOON_MS)
    assert len(plans) == 1
    bridge.end()
