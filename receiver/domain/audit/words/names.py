"""What the subjects are called: an action begins with one of these words, and a dot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

NAMES: Final[Mapping[str, str]] = {
    "administrators": N_("Signing in here"),
    "audit": N_("Audit"),
    "customers": N_("List Customers"),
    "devices": N_("Devices"),
    "erasing": N_("Erase a customer"),
    "export": N_("Export"),
    "looks": N_("Splash screen and Admin"),
    "mails": N_("Mail"),
    "office": N_("Work at the office"),
    "opening": N_("Go live"),
    "portal": N_("Users of the portal"),
    "snapshots": N_("Snapshots"),
    "users": N_("User List"),
}
