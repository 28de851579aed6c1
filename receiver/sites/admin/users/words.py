"""The words of the pages about users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.domain.administrators.rights import NAMES, Right
from receiver.domain.people.rights import Rights
from receiver.domain.people.user_list import Who
from receiver.languages import N_

WHO: Final[Mapping[Who, str]] = {
    Who.EVERYBODY: N_("Everybody"),
    Who.CUSTOMERS: N_("Customers of the office"),
    Who.PEOPLE: N_("Extra users"),
    Who.ADMINISTRATORS: N_("Administrators"),
    Who.DEACTIVATED: N_("Deactivated"),
}

RIGHTS: Final[Mapping[Right, tuple[str, str]]] = {
    Right.DATA: (NAMES[Right.DATA], N_("Import for New Data, and going back to an earlier snapshot.")),
    Right.CUSTOMERS: (NAMES[Right.CUSTOMERS], N_("List Customers: unlock, invite, deactivate, view as customer.")),
    Right.LOOK: (NAMES[Right.LOOK], N_("Change Splash Screen, and Admin.")),
    Right.USERS: (
        NAMES[Right.USERS],
        N_("User List and New User: permissions and passwords of everybody but administrators."),
    ),
    Right.MAIL: (NAMES[Right.MAIL], N_("All mails, and their texts.")),
    Right.SETTINGS: (
        NAMES[Right.SETTINGS],
        N_("Go live, export, erasing, devices but not pairing, who is signed in here."),
    ),
    Right.AUDIT: (NAMES[Right.AUDIT], N_("Who did what.")),
}
"""What somebody may administer: its name, and what is in it."""

ACCOUNT_RIGHTS: Final[Mapping[Rights, str]] = {
    Rights.SEE: N_("see only"),
    Rights.ASK: N_("see and ask"),
    Rights.MONEY: N_("see, ask, and money"),
}
"""What can be given at an account."""
