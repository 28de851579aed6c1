"""System > Portals."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.portals import PortalsDialog
from agent.gui.window.main_window import MainWindow
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY, SECOND


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The list, the question before a portal is forgotten, the form, an error."""
    dialog = PortalsDialog(bridge, window)
    dialog.show()
    settle(dialog, SECOND.name)
    yield "portals", dialog
    dialog.cards[0].first.click()
    rest()
    yield "portals-forget", dialog
    dialog.cards[0].keep.click()
    dialog.another.click()
    dialog.banner.tell(AWAY)
    rest()
    yield "portals-pair", dialog
    dialog.close()
