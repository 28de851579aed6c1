"""Which mails can't wait behind others."""

from __future__ import annotations

from typing import Final

ALARMS: Final = ("heard-host", "held-host", "paused", "silent-host", "stuck")
"""Kinds that go to the host: no pause of a company holds them up."""

PRESSING: Final = (
    *ALARMS,
    "heard",
    "held",
    "password-changed",
    "set-password",
    "sign-in-code",
    "sign-in-link",
    "silent",
)
"""Kinds that somebody waits for just now, or that warn: they go first, however many other mails wait. An index knows
them by name: another kind here needs a migration."""
