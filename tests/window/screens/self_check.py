"""Help > Self-check in every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from agent.domain.errors import UsageError
from agent.gui.bridge import Bridge
from agent.gui.dialogs.self_check import SelfCheckDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.self_check import view
from agent.gui.window.main_window import MainWindow
from tests.window.screens.settled import rest, settle
from tests.window.screens.still_self_check import FINE, FOUND

TAKEN = UsageError("There is already a file /home/dana/diagnostics.zip.", remedy="Choose another name.")


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """While it asks, when it is through, and when a bundle was written."""
    dialog = SelfCheckDialog(bridge, theme, window)
    dialog.show()
    asked = [(one.id, one.title, one if at < 3 else None) for at, one in enumerate(FOUND)]
    dialog.show_view(view(say, asked, over=False))
    rest()
    yield "self-check-asking", dialog
    dialog.begin()
    settle(dialog, "1 thing is broken")
    yield "self-check", dialog
    dialog.save(Path("/home/dana/diagnostics.zip"))
    settle(dialog, "Written to")
    yield "self-check-bundle", dialog
    dialog.banner.tell(TAKEN)
    rest()
    yield "self-check-error", dialog
    dialog.banner.dismiss()
    dialog.show_view(view(say, [(one.id, one.title, one) for one in FINE], over=True))
    rest()
    yield "self-check-fine", dialog
    dialog.close()
