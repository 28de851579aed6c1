"""Marks what a user may not use, in the rail and in all menus, with the reason; the use cases refuse it anyway."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from agent.gui.language import say
from agent.gui.pieces.buttons import allow
from agent.gui.presenters.rights import LEVEL_1_ONLY, NEEDS, OPEN, Standing
from agent.gui.window.rail import Rail

BARRED = "barred"


class Rights:
    """By what is written on them: `presenters.rights.NEEDS` is the one table."""

    def __init__(self, bar: QMenuBar, rail: Rail) -> None:
        self._bar = bar
        self._rail = rail
        self._words = {say(words): words for words in (*NEEDS, *LEVEL_1_ONLY, *OPEN)}

    def mark(self, standing: Standing) -> None:
        """Bar what this standing may not use, and nothing else."""
        for button in self._rail.buttons.values():
            why = self._why(standing, button.accessibleName())
            if why or button.property(BARRED):
                allow(button, why)
                button.setProperty(BARRED, bool(why))
        for action in _leaves(self._bar.actions()):
            why = self._why(standing, _plain(action.text()))
            if why or action.property(BARRED):
                action.setEnabled(not why)
                action.setToolTip(why or _plain(action.text()))
                action.setProperty(BARRED, bool(why))

    def _why(self, standing: Standing, text: str) -> str:
        return standing.obstacle(say, self._words.get(text, text))


def _leaves(actions: list[QAction]) -> Iterator[QAction]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _leaves(menu.actions())
        elif not action.isSeparator():
            yield action


def _plain(text: str) -> str:
    """Without the mark of its key and the dots of what opens a window."""
    return text.replace("&", "").removesuffix("…").strip()
