"""Every window in every state; a module for each subject has its own.

The gallery calls `screens` in a process of its own, and grabs each widget when it comes.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.looks.theme import Theme
from agent.gui.window.main_window import MainWindow
from tests.window.screens import (
    activity,
    backup,
    customers,
    email_settings,
    home,
    leaving,
    portals,
    preview,
    process,
    replace,
    requests,
    save_to_file,
    schedule,
    self_check,
    set_up,
    users,
)
from tests.window.screens.still import StillWork
from tests.window.screens.still_requests import StillRequests


def screens(theme: Theme) -> Generator[tuple[str, QWidget], None, None]:
    """Name and widget of every state, in the colours of `theme`. A widget is only good until the next one is asked
    for."""
    StillWork.requests = StillRequests.made()
    bridge = Bridge(StillWork)
    window = MainWindow(bridge, theme, Path("/home/office"))
    window.show()
    yield from home.screens(window)
    yield from activity.screens(window)
    yield from customers.screens(window)
    yield from users.screens(bridge, window)
    yield from process.screens(bridge, theme, window)
    yield from save_to_file.screens(bridge, theme, window)
    yield from set_up.screens(bridge, theme, window)
    yield from portals.screens(bridge, window)
    yield from schedule.screens(bridge, window)
    yield from email_settings.screens(bridge, window)
    yield from leaving.screens(bridge, window)
    yield from preview.screens(bridge, window)
    yield from replace.screens(bridge, theme, window)
    yield from requests.screens(window, StillWork)
    yield from backup.screens(bridge, theme, window)
    yield from self_check.screens(bridge, theme, window)
    window.close()
    bridge.end()
