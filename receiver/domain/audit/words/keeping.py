"""Going live, what leaves as a file, and who is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "opening.live": N_("Went live; passwords that are good once from now on: %(first)s; points left open: %(open)s"),
    "opening.trial": N_("Went back to trial"),
    "opening.mail-tried": N_("Sent a test mail"),
    "export.made": N_("Downloaded everything that the portal holds of the company"),
    "erasing.done": N_(
        "Erased customer %(numbers)s: %(records)s records, %(requests)s requests, %(photos)s photos, %(mails)s mails, "
        "%(people)s people who saw nothing else"
    ),
}
