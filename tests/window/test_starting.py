"""`python -m agent` without words: the window, from start to end, as a process of its own (I1)."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import Running, environment, run

EMIT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Bridge(QObject):
    told = Signal(object, object)
application = QCoreApplication([])
bridge, heard = Bridge(), []
bridge.told.connect(lambda one, other: heard.append(one))
before = sys.getrefcount(True)
for at in range(5000):
    bridge.told.emit(True, None)
heard.clear()
assert sys.getrefcount(True) >= before - 100, (before, sys.getrefcount(True))
print("whole")
"""
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "PORCHLIGHT_AGENT_SECRETS": "file"}


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Running]:
    """The window of a fresh agent folder, named by the environment; it has looked at its office."""
    home = tmp_path / "home"
    env = environment(tmp_path, {**OFFSCREEN, "PORCHLIGHT_AGENT_HOME": str(home)})
    running = Running(["-m", "agent"], env, tmp_path / "window.log")
    try:
        running.wait_until((home / "agent.db").exists)
        yield running
    finally:
        running.end()


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_the_window_ends_when_asked(window: Running, wish: signal.Signals) -> None:
    window.process.send_signal(wish)
    assert window.process.wait(20) == 0
    assert "Traceback" not in window.said()
    assert "Exception" not in window.said()


def test_a_second_window_of_the_same_folder_says_that_one_is_open(window: Running, tmp_path: Path) -> None:
    home = tmp_path / "home"
    second = run(["-m", "agent", "--home", str(home)], environment(tmp_path, OFFSCREEN))
    assert second.code == 5
    assert "The window of this office is open already." in second.err
    assert str(home) in second.err
    assert window.process.poll() is None


def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    answer = run(["-m", "agent", "--home", str(tmp_path / "home")], environment(tmp_path))
    assert answer.code == 1
    assert "There is no screen to show the window on." in answer.err
    assert "Traceback" not in answer.err


def test_a_folder_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    answer = run(["-m", "agent", "--home", str(tmp_path / "file" / "home")], environment(tmp_path, OFFSCREEN))
    assert answer.code == 1
    assert "can't be used" in answer.err
    assert "Traceback" not in answer.err


def test_qt_survives_five_thousand_signals(tmp_path: Path) -> None:
    answer = run(["-c", EMIT], environment(tmp_path))
    assert (answer.code, answer.out) == (0, "whole\n"), answer


def test_the_command_line_loads_no_qt(tmp_path: Path) -> None:
    seen = "import sys; sys.argv[1:] = ['--help']; import runpy\ntry:\n runpy.run_module('agent', run_name='__main__')"
    answer = run(["-c", f"{seen}\nfinally:\n print('PySide6' in sys.modules)"], environment(tmp_path))
    assert answer.out.endswith("False\n"), answer
