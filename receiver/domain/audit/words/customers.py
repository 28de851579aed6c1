"""List Customers (C4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "customers.unlocked": N_("Unlocked customer %(number)s"),
    "customers.deactivated": N_("Deactivated customer %(number)s"),
    "customers.activated": N_("Activated customer %(number)s"),
    "customers.invited": N_("Invited customer %(number)s by mail"),
    "customers.letter": N_("Printed a letter with a code for customer %(number)s"),
    "customers.viewed": N_("Looked at the portal as customer %(number)s"),
    "customers.view-ended": N_("Ended looking at the portal as customer %(number)s"),
}
