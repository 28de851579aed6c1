"""Whether this computer can show a window at all, asked before Qt is loaded: Qt itself would end the process."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from agent.domain.errors import SetupError


def require_screen() -> None:
    """Raise `SetupError` where no window can be shown."""
    if find_spec("PySide6") is None:
        raise SetupError(
            "The window needs PySide6, which is not installed.",
            remedy="Install Porchlight with its extra: agent. The command line works without it: agent --help",
        )
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise SetupError(
            "There is no screen to show the window on.",
            detail="Neither DISPLAY nor WAYLAND_DISPLAY is set.",
            remedy="Start it in a desktop session. The command line works without one: agent --help",
        )
