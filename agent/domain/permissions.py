"""Who acts, and what that person may do (feature row A13, threat T8).

Every use case that changes, publishes or reads customers asks the actor itself; windows and commands only show the
answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from agent.domain.errors import AgentError


class Permission(StrEnum):
    """The permission boxes of "Add New User", as they are called there."""

    PROCESS = "Process"
    CUSTOMER_LIST = "Customer List"
    EDIT_CUSTOMERS = "Edit Customers"
    REPLACE = "Global Replacement"
    REQUESTS = "Requests"
    EMAIL_SETTINGS = "Email Settings"
    BACKUP = "Backup/Restore"
    SET_PASSWORDS = "Set Passwords"


EVERYTHING = frozenset(Permission)
AT_FIRST = frozenset((Permission.PROCESS, Permission.CUSTOMER_LIST))
"""What a new user may do until somebody ticks more."""
HIGHEST = 1
"""The level that may do everything, whatever is ticked."""


UNATTENDED = "Scheduled upload"
"""The name under which the schedule acts, when nobody is at the desk."""


class NotAllowed(AgentError):
    """The person at the desk has not this right."""


@dataclass(frozen=True)
class Actor:
    """Who acts. `name` is the user's, or the computer account's while passwords are not activated; then everything is
    allowed. `ask` names those who may give rights."""

    name: str
    level: int = HIGHEST
    permissions: Collection[Permission] = EVERYTHING
    ask: tuple[str, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Whether this right is there."""
        return self.level == HIGHEST or permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises `NotAllowed`, saying why and whom to ask, where the right is not there."""
        if not self.may(permission):
            raise self._refused(f'the permission "{permission}"')

    def require_highest(self, deed: str) -> None:
        """Like `require`, for what is left to level-1 users; `deed` is what they may do."""
        if self.level != HIGHEST:
            raise self._refused(f"to be a level-{HIGHEST} user, who alone may {deed}")

    def _refused(self, missing: str) -> NotAllowed:
        return NotAllowed(
            f"You can't do this: {self.name} would need {missing}.",
            detail="Nothing was done.",
            remedy=f"Ask {_one_of(self.ask) or 'whoever set up the passwords'}: System > Passwords > Set Passwords.",
        )


def paired_device() -> Actor:
    """Who acts when nobody is at the desk (feature row A19): it may publish, and nothing else."""
    return Actor(UNATTENDED, 0, frozenset((Permission.PROCESS,)))


def _one_of(names: Collection[str]) -> str:
    *first, last = names or ("",)
    return f"{', '.join(first)} or {last}" if first else last
