"""How every window looks and can be used: dark is dark, everything has a name, the keyboard gets everywhere."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QTableView,
    QWidget,
)

from agent.gui.looks.theme import Theme
from agent.gui.translation import Translation, catalogue
from tests.support.processes import environment, run
from tests.window.screens.whole import screens
from tests.window.seat import texts

NAMED = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QProgressBar, QTableView)
TABBED = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox)
SPEAKS_ITSELF = (QCheckBox, QRadioButton)
"""Their text is their name."""
GAP_FREE = 2
"""Pixels by which a text may be narrower than it asks for: fonts round."""


def used(widget: QWidget) -> list[QWidget]:
    """What a person uses there; a date, a number or a list and the line it is typed into are one."""
    kinds = (*widget.findChildren(QAbstractSpinBox), *widget.findChildren(QComboBox))
    inner = [one for whole in kinds for one in whole.findChildren(QWidget)]
    found = [one for one in widget.findChildren(QWidget) if one.isVisible() and isinstance(one, NAMED)]
    return [one for one in found if one not in inner]


def luminance(widget: QWidget) -> float:
    """Mean of a picture, 0 black to 1 white."""
    grey = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(bytes(grey.constBits())) / (255 * grey.bytesPerLine() * grey.height())


@dataclass
class Walk:
    """What was found in one look at every window, by its name."""

    luminance: dict[str, float] = field(default_factory=dict)
    unnamed: dict[str, list[str]] = field(default_factory=dict)
    unreached: dict[str, list[str]] = field(default_factory=dict)
    cut_off: dict[str, list[str]] = field(default_factory=dict)
    clashing: dict[str, list[list[str]]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def in_the_light(theme: Theme) -> Walk:
    """Every window, light: looked at, and gone through with the Tab key."""
    found = Walk()
    theme.choose("light")
    for name, widget in screens(theme):
        found.luminance[name] = luminance(widget)
        found.unnamed[name] = unnamed(widget)
        found.cut_off[name] = cut_off(widget)
        found.clashing[name] = clashing(widget)
        found.unreached[name] = unreached(widget)
    assert len(found.luminance) > 100
    return found


def test_every_window_is_light_where_that_is_chosen(in_the_light: Walk) -> None:
    assert {name: seen for name, seen in in_the_light.luminance.items() if seen <= 0.85} == {}


def test_every_window_is_dark_where_that_is_chosen(theme: Theme) -> None:
    theme.choose("dark")
    assert {name: seen for name, widget in screens(theme) if (seen := luminance(widget)) >= 0.2} == {}


def test_everything_that_can_be_used_has_a_name_and_what_can_not_says_why(in_the_light: Walk) -> None:
    assert {name: faults for name, faults in in_the_light.unnamed.items() if faults} == {}


def test_the_tab_key_reaches_every_button_and_field(in_the_light: Walk) -> None:
    assert {name: missed for name, missed in in_the_light.unreached.items() if missed} == {}


def test_no_text_is_cut_off(in_the_light: Walk) -> None:
    assert {name: cut for name, cut in in_the_light.cut_off.items() if cut} == {}


def test_no_two_things_of_a_window_are_pressed_by_the_same_letter(in_the_light: Walk) -> None:
    assert {name: texts for name, texts in in_the_light.clashing.items() if texts} == {}


def unnamed(widget: QWidget) -> list[str]:
    """What has no name for a screen reader, and what can't be used without saying why."""
    faults = []
    for one in used(widget):
        name = one.accessibleName()
        if not name and not isinstance(one, SPEAKS_ITSELF):
            faults.append(f"no name: {one}")
        if "&" in name:
            faults.append(f"a mark in its name: {name}")
        if not one.isEnabled() and (not one.toolTip() or one.accessibleDescription() != one.toolTip()):
            faults.append(f"does not say why: {name}")
    return faults


def unreached(widget: QWidget) -> list[str]:
    """What the Tab key does not come to."""
    widget.activateWindow()
    QTest.qWait(10)
    wanted = {
        one
        for one in used(widget)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and isinstance(one, TABBED)
    }
    reached = set()
    for _ in range(3 * len(wanted) + 5):
        QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    radios = [one for one in wanted if isinstance(one, QRadioButton)]
    missed = [one.accessibleName() for one in wanted - reached if one not in radios]
    return missed + (["the round buttons"] if radios and not reached & set(radios) else [])


def cut_off(widget: QWidget) -> list[str]:
    """Texts that have less space than they need."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, QLabel | QAbstractButton) or not one.text():
            continue
        needed = one.heightForWidth(one.width()) if one.hasHeightForWidth() else one.minimumSizeHint().height()
        wide = one.minimumSizeHint().width()
        if one.height() + GAP_FREE < needed or one.width() + GAP_FREE < wide:
            found.append(f"{one.text()}: {one.width()}x{one.height()} of {wide}x{needed}")
    return found


def clashing(widget: QWidget) -> list[list[str]]:
    """What is pressed by the same letter: Alt with it would only move the keyboard."""
    found: dict[str, list[str]] = {}
    said = [one.text() for one in widget.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    said += [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.buddy()]
    if isinstance(widget, QMainWindow):
        said += [one.text() for one in widget.menuBar().actions()]
    for text in said:
        if letter := re.search(r"&(\w)", text):
            found.setdefault(letter[1].lower(), []).append(text)
    return [texts for texts in found.values() if len(texts) > 1]


def test_in_spanish_and_at_twice_the_size_no_text_is_cut_off_and_none_is_english(tmp_path: Path) -> None:
    """Spanish texts are the longer ones."""
    spanish = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "LANGUAGE": "es_MX"}
    answer = run(["-m", "tests.window.test_looks"], environment(tmp_path, spanish))
    assert answer.code == 0, answer
    told = json.loads(answer.out)
    assert told["scale"] == 2
    assert len(told["cut off"]) > 100
    assert {name: cut for name, cut in told["cut off"].items() if cut} == {}
    assert {name: texts for name, texts in told["clashing"].items() if texts} == {}
    assert "Inicio" in told["texts"]["home"]
    english = {text for text, other in catalogue("es").items() if text != other and " " in text and "{" not in text}
    same = set(catalogue("es").values())
    left = {name: sorted(english & set(seen) - same) for name, seen in told["texts"].items()}
    assert {name: words for name, words in left.items() if words} == {}


def tell_what_is_cut_off() -> None:
    """In a process of its own: scale and language are read when Qt starts."""
    application = QApplication(["looks"])
    Translation(application)
    cut, seen, clashes = {}, {}, {}
    for name, widget in screens(Theme(application)):
        cut[name] = cut_off(widget)
        seen[name] = texts(widget).splitlines()
        clashes[name] = clashing(widget)
    told = {"scale": application.devicePixelRatio(), "cut off": cut, "texts": seen, "clashing": clashes}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    tell_what_is_cut_off()
