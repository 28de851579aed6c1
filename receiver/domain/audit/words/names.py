"""What the subjects are called: an action begins with one of these words, and a dot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

NAMES: Final[Mapping[str, str]] = {
    "administrators": N_("Signing in here"),
    "audit": N_("Audit"),
    "erasing": N_("Erasing"),
    "export": N_("Export"),
    "office": N_("Work at the office"),
    "opening": N_("Trial and live"),
    "portal": N_("Users of the portal"),
}
