"""What the still office says of itself."""

from __future__ import annotations

from pathlib import Path

from agent.domain.company import SETTINGS, CompanySettings
from agent.domain.company_rules import time_zones
from agent.domain.errors import UsageError
from agent.gui.presenters.email_settings import Entered
from agent.jobs.progress import PolledProgress
from tests.support.pictures import drawing

TEXTS = {one.key: "" for one in SETTINGS} | {
    "email": "office@greenvalley.example",
    "phone": "555-0142",
    "website": "https://greenvalley.example",
    "name": "Green Valley Lawn Care",
    "street": "18 Mill Road",
    "city": "Green Valley",
    "state": "NY",
    "zip_code": "12801",
    "country": "USA",
    "hours": "Mon–Fri 7–17",
    "time_zone": "America/New_York",
    "currency": "USD",
    "change_note": "Please ask at least two working days ahead; changes on the day itself may cost a call-out.",
}


class StillEmailSettings:
    """`presenters.email_settings.EmailSettingsWork` without anything behind it."""

    def read(self) -> Entered:
        """As above, with a logo and a password."""
        return Entered(CompanySettings(TEXTS, drawing(), "of the mailbox"), time_zones())

    def logo(self, file: Path) -> bytes:
        """No file is one."""
        raise UsageError("This file can't be the logo.", detail="This file is an SVG drawing.")

    def save(self, seen: CompanySettings, wanted: CompanySettings, progress: PolledProgress) -> tuple[str, ...]:
        """It stays as it is."""
        return ("e-mail",)
