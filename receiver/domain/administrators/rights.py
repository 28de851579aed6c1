"""What an administrator may do. A level-1 user of the office may do everything; a portal user who administers has the
rights that he was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from receiver.domain.people.users import STAFF
from receiver.languages import N_


class Right(StrEnum):
    """A part of the administration site."""

    DATA = "data"
    """Import for New Data, snapshots."""
    CUSTOMERS = "customers"
    """List Customers: unlock, invite, deactivate, view as customer."""
    LOOK = "look"
    """Change Splash Screen, Admin."""
    USERS = "users"
    """User List, New User, permissions, passwords."""
    MAIL = "mail"
    """Mails, and their texts."""
    SETTINGS = "settings"
    """Organization Settings: devices, Go live, export, erasing, sign-ins of administrators."""
    AUDIT = "audit"
    """The audit log."""


NAMES: Final[Mapping[Right, str]] = {
    Right.DATA: N_("Data"),
    Right.CUSTOMERS: N_("Customers"),
    Right.LOOK: N_("Look"),
    Right.USERS: N_("Users"),
    Right.MAIL: N_("Mail"),
    Right.SETTINGS: N_("Settings"),
    Right.AUDIT: N_("Audit"),
}
"""What people call them."""


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who administers."""

    id: str
    """`staff:<user name>` or `person:<random>`."""
    name: str
    rights: frozenset[Right]
    email: str = ""

    @property
    def chief(self) -> bool:
        """Whether he is a level-1 user of the office: only such a one says who else administers."""
        return self.id.startswith(STAFF)

    def may(self, right: Right) -> bool:
        """Whether he has that right."""
        return self.chief or right in self.rights


def staff_id(name: str) -> str:
    """The id of a level-1 user of the office."""
    return f"{STAFF}{name}"


def rights_of(words: str) -> frozenset[Right]:
    """The rights that `PortalUser.administers` names; words that name none are passed over."""
    known = {right.value: right for right in Right}
    return frozenset(known[word] for word in words.split() if word in known)


def as_words(rights: Iterable[Right]) -> str:
    """As they are kept, in one order."""
    held = set(rights)
    return " ".join(right for right in Right if right in held)
