"""What was done at the office, as its programs tell it (`shared.audit`). `what` is in the office program's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "office.replaced": N_("Global Replacement %(number)s: %(what)s in %(count)s records"),
    "office.edited": N_("Change %(number)s of single records: %(what)s"),
    "office.undone": N_("Undid number %(number)s: %(what)s"),
    "office.redone": N_("Did number %(number)s again: %(what)s"),
    "office.restored": N_("Backup put back: %(what)s"),
    "office.copied": N_("Backup made: %(what)s"),
    "office.saved": N_("Customers' data saved to a file: %(what)s"),
    "office.letters": N_("Letters with passwords: %(what)s"),
    "office.requests": N_("Requests of customers: %(what)s"),
    "office.settings": N_("Settings at the office: %(what)s"),
    "office.users": N_("Users of the office program: %(what)s"),
    "office.other": N_("At the office: %(what)s"),
}
