"""One window for one folder, and the demo's window (I1)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.errors import TryLater
from agent.gui.window.single import only_window
from installer import window
from tests.support.processes import Running, environment


def test_a_second_window_brings_the_first_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    knocks: list[bool] = []
    home = tmp_path / "home"
    home.mkdir()
    with only_window(home, lambda: knocks.append(True)):
        second = Running(
            ["-m", "agent", "--home", str(home)],
            environment(tmp_path, {"QT_QPA_PLATFORM": "offscreen"}),
            tmp_path / "second.log",
        )
        qtbot.waitUntil(lambda: bool(knocks), timeout=30_000)
        assert second.process.wait(20) == 5
    with only_window(home, lambda: None), pytest.raises(TryLater), only_window(home, lambda: None):
        pass


def test_I1_the_demo_opens_no_window_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not window.can_be_shown()


def test_I1_the_demos_window_lives_on_its_own_and_ends_with_the_demo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "agent"
    settings = {"QT_QPA_PLATFORM": "offscreen", "PORCHLIGHT_AGENT_SECRETS": "file", "PORCHLIGHT_AGENT_HOME": str(home)}
    child = window.opened(tmp_path, environment(tmp_path, settings))
    try:
        assert str(home) in capsys.readouterr().err
        assert not window.gone(child)
    finally:
        child.end()
    assert window.gone(child)


def test_I1_a_window_that_could_not_open_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = window.opened(tmp_path, environment(tmp_path))
    child.process.wait(30)
    child.end()
    assert window.gone(child)
    assert "There is no screen to show the window on." in capsys.readouterr().err
