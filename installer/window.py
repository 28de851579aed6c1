"""The demo's window: opened where there is a screen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from installer import debian
from installer.children import Child
from installer.errors import SetUpError
from installer.project import PYTHON
from installer.say import say


def can_be_shown() -> bool:
    """Whether there is a screen, and all that Qt needs to draw on it; where only that is missing, say what to do."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        debian.need(*debian.WINDOW, *debian.SCREEN)
    except SetUpError as missing:
        say(f"The office's window is not opened. {missing.what} {missing.remedy}")
        return False
    return True


def opened(folder: Path, env: Mapping[str, str]) -> Child:
    """Open the window of the office in `folder`. It may use the desktop's bus: where the secrets lie is settled by
    then."""
    bus = {name: value for name, value in os.environ.items() if name == "DBUS_SESSION_BUS_ADDRESS"}
    child = Child(["agent"], {**env, **bus}, folder / "window.log")
    say("\nThe office's window is opening. Closing it does not end the demo; it opens again with:")
    say(f"  {PYTHON} -m agent --home {folder / 'agent'}")
    return child


def gone(child: Child) -> bool:
    """Whether the window has ended; where nobody closed it, say why."""
    if child.lives:
        return False
    if child.process.returncode:
        say(f"The office's window has ended. Its last words:\n{child.last_words()}")
    return True
