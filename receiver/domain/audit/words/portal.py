"""What users of the portal did that the office has to know of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "portal.password-chosen": N_("Chose a password of his own"),
    "portal.password-by-link": N_("Chose a password of his own, by a link from a mail"),
    "portal.password-by-letter": N_("Chose a password of his own, with the code of a letter"),
    "portal.password-by-office-link": N_("Chose a password of his own, by a link from the office"),
    "portal.person-invited": N_("Invited a person to the account"),
    "portal.person-joined": N_("Came to the account as an invited person"),
    "portal.person-removed": N_("Took a person off the account"),
    "portal.account-linked": N_("Linked another account by its number and password"),
    "portal.unlocked": N_("Let an extra user try again to sign in"),
}
