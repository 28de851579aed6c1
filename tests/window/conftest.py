"""Somebody at the window, on a screen that nobody sees."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent.gui.looks.theme import Theme
from tests.guards import frozen_window
from tests.guards.frozen_window import WatchedApplication
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.seat import Seat, seated

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """What pytest-qt makes the application of."""
    return WatchedApplication


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """One for all windows, as in a program."""
    return Theme(qapp)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person's own desktop, keyring or network settings."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("PORCHLIGHT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")


@pytest.fixture(autouse=True)
def never_frozen(qapp: QApplication) -> Iterator[None]:
    """Fails a test in which anything kept the window from answering for long."""
    watched = cast(WatchedApplication, qapp)
    frozen_window.faults(watched)
    yield
    assert frozen_window.faults(watched) == []


@pytest.fixture(autouse=True)
def nothing_stays_open(qapp: QApplication) -> Iterator[None]:
    """The windows of a test go with it: whatever is drawn anew later would draw them too."""
    yield
    for one in qapp.topLevelWidgets():
        one.close()
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver without companies; each test makes its own."""
    made = Receiver(tmp_path_factory.mktemp("served") / "receiver")
    made.init()
    made.serve()
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def sit(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[Office], Seat]]:
    """Opens the window of an office; closes it when the test is over."""
    theme.choose("light")
    seats: list[Seat] = []

    def open_window(office: Office) -> Seat:
        seats.append(seated(qtbot, theme, office.home))
        return seats[-1]

    yield open_window
    for seat in seats:
        seat.leave()
