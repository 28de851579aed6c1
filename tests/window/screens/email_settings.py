"""System > Email Settings in every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QScrollArea, QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.email_settings import EmailSettingsDialog
from agent.gui.window.main_window import MainWindow
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The whole of it, the rest further down, what is wrong."""
    dialog = EmailSettingsDialog(bridge, window)
    dialog.show()
    settle(dialog, "More about the company")
    yield "email-settings", dialog
    scroll = dialog.findChildren(QScrollArea)[0]
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    rest()
    yield "email-settings-more", dialog
    scroll.verticalScrollBar().setValue(0)
    dialog.form.entries["email"].fill("office@greenvalley.example, mine@example.com")
    dialog.form.entries["website"].fill("greenvalley")
    dialog.ret.click()
    rest()
    yield "email-settings-wrong", dialog
    dialog.form.logo.choose(Path("drawing.svg"))
    settle(dialog, "This file is an SVG drawing.")
    scroll.ensureWidgetVisible(dialog.form.logo)
    rest()
    yield "email-settings-no-logo", dialog
    dialog.form.banner.tell(AWAY)
    scroll.verticalScrollBar().setValue(0)
    rest()
    yield "email-settings-error", dialog
    dialog.done(0)
