"""What each worker process of the web server starts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.edge import edged

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def application() -> WSGIApplication:
    """The application as the environment sets it up. Raises `SettingsError`."""
    settings = Settings.from_environment(os.environ)
    return edged(create_app(settings), settings)
