"""Users of the portal: added, changed, given a password, let in and out, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "users.added": N_("Added user %(user)s"),
    "users.changed": N_("Changed the details of user %(user)s"),
    "users.change-asked": N_("Asked the office for a change of the details of user %(user)s (request %(number)s)"),
    "users.account-linked": N_("Let user %(user)s see the account no. %(number)s: %(rights)s"),
    "users.account-unlinked": N_("Lets user %(user)s see the account no. %(number)s no more"),
    "users.permissions": N_("Set the sections that user %(user)s does not see: %(hidden)s"),
    "users.administers": N_("Set what user %(user)s administers: %(rights)s"),
    "users.password-ended": N_("Ended the password, passkeys and links that user %(user)s had before administering"),
    "users.password-typed": N_("Reset the password of user %(user)s to one that was typed"),
    "users.password-made": N_("Reset the password of user %(user)s to one that was made and shown once"),
    "users.password-mailed": N_("Mailed user %(user)s a link to set a password"),
    "users.password-link": N_("Made a link for user %(user)s to set a password, and showed it once"),
    "users.activated": N_("Activated user %(user)s"),
    "users.deactivated": N_("Deactivated user %(user)s"),
    "users.removed": N_("Removed user %(user)s with a notice by e-mail"),
    "users.removed-silently": N_("Removed user %(user)s without a notice"),
}
