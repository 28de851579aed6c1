"""How every window looks and can be used: dark is dark, everything has a name, the keyboard gets everywhere."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
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

from agent.gui.theme import Appearance, Theme
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
    image = widget.grab().toImage()
    steps = [range(0, size, 7) for size in (image.width(), image.height())]
    values = [image.pixelColor(x, y).lightnessF() for x in steps[0] for y in steps[1]]
    return sum(values) / len(values)


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_every_window_is_as_light_or_dark_as_chosen(theme: Theme, appearance: Appearance) -> None:
    theme.choose(appearance)
    for name, widget in screens(theme):
        seen = luminance(widget)
        assert (seen < 0.2) if appearance == "dark" else (seen > 0.85), f"{name}: {seen}"


def test_everything_that_can_be_used_has_a_name_and_what_can_not_says_why(theme: Theme) -> None:
    theme.choose("light")
    for name, widget in screens(theme):
        for one in used(widget):
            assert one.accessibleName() or isinstance(one, SPEAKS_ITSELF), f"{name}: {one}"
            assert "&" not in one.accessibleName(), f"{name}: {one.accessibleName()}"
            if not one.isEnabled():
                assert one.toolTip(), f"{name}: {one.accessibleName()}"
                assert one.accessibleDescription() == one.toolTip()


def test_the_tab_key_reaches_every_button_and_field(theme: Theme) -> None:
    theme.choose("light")
    for name, widget in screens(theme):
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
        assert missed == [], name
        assert not radios or reached & set(radios), name


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


def test_at_twice_the_size_no_text_is_cut_off(tmp_path: Path) -> None:
    doubled = environment(tmp_path, {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"})
    answer = run(["-m", "tests.window.test_looks"], doubled)
    assert answer.code == 0, answer
    told = json.loads(answer.out)
    assert told["scale"] == 2
    assert len(told["cut off"]) > 10
    assert {name: texts for name, texts in told["cut off"].items() if texts} == {}
    assert {name: texts for name, texts in told["clashing"].items() if texts} == {}


def test_in_spanish_no_text_is_cut_off_and_none_is_english(tmp_path: Path) -> None:
    spanish = environment(tmp_path, {"QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "es_MX"})
    answer = run(["-m", "tests.window.test_looks"], spanish)
    assert answer.code == 0, answer
    told = json.loads(answer.out)
    assert "Inicio" in told["texts"]["home"]
    assert {name: cut for name, cut in told["cut off"].items() if cut} == {}
    assert {name: texts for name, texts in told["clashing"].items() if texts} == {}
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
