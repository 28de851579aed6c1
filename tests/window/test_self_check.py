"""Help > Self-check by mouse (A20)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from agent.domain.checks import Check
from agent.gui.dialogs.self_check import SelfCheckDialog
from agent.gui.presenters.self_check import Board, bundle_name, view
from tests.support.office import Office
from tests.window.screens.still_self_check import FINE, FOUND
from tests.window.seat import Seat, texts
from tests.window.test_presenters import say

Sit = Callable[[Office], Seat]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a sample practice database, paired with nobody."""
    made = Office(tmp_path / "office")
    made.sample(12)
    return made


def test_A20_found_mended_and_run_again(office: Office, sit: Sit, tmp_path: Path) -> None:
    (office.home / "secrets" / "key").chmod(0o644)
    seat = sit(office)
    (menu,) = [one for one in seat.window.menuBar().findChildren(QMenu) if one.title() == "Hel&p"]
    next(one for one in menu.actions() if one.text() == "&Self-check").trigger()
    dialog = seat.open(SelfCheckDialog)
    seat.sees(dialog, "2 things to look at")
    assert "Other accounts of this computer may look into" in texts(dialog)
    assert "not paired with a portal yet" in texts(dialog)
    (office.home / "secrets" / "key").chmod(0o600)
    seat.settle()
    seat.click_at_once(dialog.again)
    assert dialog.again.toolTip() == "Wait until everything is answered."
    assert "Looking at everything" in texts(dialog)
    seat.sees(dialog, "1 thing to look at")
    assert "is open to this account alone" in texts(dialog)

    bundle = tmp_path / "diagnostics.zip"
    dialog.save(bundle)
    seat.sees(dialog, f"Written to {bundle}")
    with zipfile.ZipFile(bundle) as opened:
        assert {"about.txt", "checks.json", "layout.json"} <= set(opened.namelist())
    dialog.save(bundle)
    seat.sees(dialog, "There is already a file")
    office.practice.unlink()
    seat.click(dialog.again)
    seat.sees(dialog, "1 thing is broken")
    assert "There is no practice database" in texts(dialog)
    seat.click(dialog.close_button)


def test_A20_what_the_window_says() -> None:
    board = Board()
    board.expect({one.id: one.title for one in FOUND})
    board.tell(FOUND[0])
    asking = view(say, board.now, over=False)
    assert (asking.title, asking.sentence) == ("Looking at everything", "1 of 7 answered")
    assert [one.state for one in asking.lines] == ["fine"] + ["asking"] * 6
    assert asking.obstacle
    for one in FOUND:
        board.tell(one)
    over = view(say, board.now, over=True)
    assert (over.title, over.sentence, over.obstacle) == ("1 thing is broken", "1 to look at · 4 are fine", "")
    assert [one.tone for one in over.lines[:3]] == ["bad", "warn", "good"]
    assert over.lines[0].sentence.endswith("the right one. Its certificate is expired.")
    fine = view(say, [(one.id, one.title, one) for one in FINE], over=True)
    assert fine.title == "Everything is fine"
    words = Check("x", "X", "look", "{braces} are no gap", "{fix}")
    assert view(say, [("x", "X", words)], over=True).lines[0].sentence == "{braces} are no gap"
    assert bundle_name(datetime(2026, 6, 9, 14, 20, tzinfo=UTC)) == "porchlight-diagnostics-2026-06-09-1420.zip"
