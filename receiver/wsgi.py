"""What each worker process of the web server starts."""

from __future__ import annotations

import os
import threading
import time
from typing import Final

from flask import Flask

from receiver.factory import create_app
from receiver.settings import Settings

LOOK_SECONDS: Final = 1.0


def application() -> Flask:
    """The application as the environment sets it up. Raises `SettingsError`."""
    _end_with_parent()
    return create_app(Settings.from_environment(os.environ))


def _end_with_parent() -> None:
    """End this worker when the main process is gone: kill -9 of that one would leave workers that serve on and share
    the port with the next start."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
