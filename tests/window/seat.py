"""A person at the agent's window: sees what is shown, uses mouse and keyboard."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

from agent.gui.bridge import Bridge
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.looks.theme import Theme
from agent.gui.office_work.office import OfficeWork
from agent.gui.window.main_window import MainWindow

WAIT_MS = 60_000

Found = TypeVar("Found", bound=QWidget)


@dataclass(frozen=True)
class Hands(ABC):
    """What somebody can do at an open window; how to wait there is said by `Seat`, and by a bench."""

    window: MainWindow
    bridge: Bridge

    @abstractmethod
    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work until something is so."""

    @abstractmethod
    def settle(self) -> None:
        """What was just made is shown when Qt comes by next."""

    def click(self, widget: QWidget) -> None:
        """A click with the left button, in the middle: of where the widget is once everything has found its place."""
        self.settle()
        self.click_at_once(widget)

    def click_at_once(self, widget: QWidget) -> None:
        """The same without a moment before it, in which what is to be stopped could come to its end."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def sees(self, where: QWidget, text: str) -> None:
        """Wait until `text` is written there; where that never comes, what is there is said."""
        try:
            self.wait(lambda: text in texts(where))
        except NeverCame as error:
            raise AssertionError(f"{text!r} is not there, but:\n{texts(where)}") from error

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """One key."""
        QTest.keyClick(widget, key, modifier)

    def open(self, kind: type[Found]) -> Found:
        """The dialog of that kind, as soon as it is there and has the keyboard."""
        self.wait(lambda: any(one.isActiveWindow() for one in self.window.findChildren(kind)))
        return next(one for one in self.window.findChildren(kind) if one.isActiveWindow())


@dataclass(frozen=True)
class Seat(Hands):
    """At the window of a test."""

    bot: QtBot

    def wait(self, until: Callable[[], bool]) -> None:
        """Fails after a minute."""
        self.bot.waitUntil(until, timeout=WAIT_MS)

    def settle(self) -> None:
        """A moment is enough."""
        self.bot.wait(1)

    def process_dialog(self) -> ProcessDialog:
        """The window behind the Customer Portal icon, opened by mouse."""
        self.click(self.window.rail.buttons["portal"])
        return self.open(ProcessDialog)

    def destinations(self, process: ProcessDialog) -> DestinationDialog:
        """Press Process there; the next window, its list filled."""
        self.click(process.process)
        following = self.open(DestinationDialog)
        self.wait(lambda: "not there yet" not in texts(following))
        return following

    def leave(self) -> None:
        """Close everything."""
        for dialog in self.window.findChildren(ProcessDialog):
            dialog.done(0)
        self.window.customers.details.discard.click()  # else the window asks about what a failed test typed
        self.window.requests.details.sheet.words.clear()
        self.window.close()
        self.wait(lambda: self.bridge.changing is None)
        self.bridge.end()
        self.window.deleteLater()


def seated(bot: QtBot, theme: Theme, home: Path) -> Seat:
    """Open the window of the agent's folder, and wait until it has looked at everything."""
    bridge = Bridge(lambda: OfficeWork(home))
    window = MainWindow(bridge, theme, home, f" --home {home}")
    window.show()
    with bot.waitSignal(window.feed.checked, timeout=WAIT_MS):
        window.feed.refresh()
    seat = Seat(window, bridge, bot)
    # What else it began to do for the office is done before it answers another question.
    answers: list[object] = []
    bridge.read(window, lambda work: work.version(), answers.append, answers.append)
    seat.wait(lambda: bool(answers))
    seat.settle()
    return seat


def texts(widget: QWidget) -> str:
    """Everything that is written there and can be seen."""
    seen = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    seen += [one.text() for one in widget.findChildren(QAbstractButton) if one.isVisible()]
    return "\n".join(seen)
