"""What is typed for a user, and whether it can be (feature row A13, reliability section 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final

from agent.domain.errors import UsageError
from agent.domain.permissions import AT_FIRST, HIGHEST, Permission
from agent.domain.users import LOWEST, User, folded, is_first, ticked
from agent.domain.weakness import Weakness
from shared.limits import LINE_CHARACTERS
from shared.passwords import can_be_typed
from shared.records import is_key
from shared.weak_passwords import MINIMUM_CHARACTERS

WANTED_CHARACTERS: Final = 12
"""A level-1 password opens the administration site, too: that many are asked for."""
NAME_CHARACTERS: Final = 60
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


@dataclass(frozen=True)
class UserForm:
    """The form of "Add New User" and Edit. `password` is None where the one that is there stays."""

    name: str
    level: int
    password: str | None = attribute(default=None, repr=False)
    employee: str = ""
    email: str = ""
    boxes: frozenset[Permission] = AT_FIRST

    def check(self, others: Iterable[User]) -> None:
        """Raises `UsageError` saying what does not fit; `others` are the users there are besides."""
        name = self.name.strip()
        if not name:
            raise UsageError("A user needs a user name.", remedy="Type one.")
        if not is_key(name) or len(name) > NAME_CHARACTERS:
            raise UsageError(
                "This user name can't be used.",
                remedy=f"Use at most {NAME_CHARACTERS} letters, digits and marks, in one line.",
            )
        if any(folded(one.name) == folded(name) for one in others):
            raise UsageError(f"There is already a user {name}.", remedy="Choose another user name.")
        if not HIGHEST <= self.level <= LOWEST:
            raise UsageError(f"There is no level {self.level}.", remedy=f"Choose a level from {HIGHEST} to {LOWEST}.")
        if self.email.strip() and not (_EMAIL.fullmatch(self.email.strip()) and len(self.email) <= LINE_CHARACTERS):
            raise UsageError("This is no e-mail address.", remedy="Type one such as dana@example.com, or none.")

    def over(self, before: User) -> User:
        """The user `before` with what is typed."""
        return User(
            record_id=before.record_id,
            name=self.name.strip(),
            level=self.level,
            password=before.password if self.password is None else self.password,
            employee=self.employee,
            email=self.email.strip(),
            permissions=ticked(before.permissions, self.boxes),
        )


def check_password(password: str, name: str, weakness: Weakness, longest: int) -> None:
    """Raises `UsageError` where this can't be a user's new password: it is the first one, too short, too long, or
    among the first that somebody would guess."""
    if is_first(password):
        raise UsageError("This is the password everybody knows.", remedy="Choose one of your own.")
    if len(password) < MINIMUM_CHARACTERS:
        raise UsageError(
            "This password is too short.",
            remedy=f"Use at least {MINIMUM_CHARACTERS} characters; several words are easy to remember.",
        )
    if not can_be_typed(password) or len(password) > longest:
        raise UsageError(
            "This password can't be used.", remedy=f"Use at most {longest:,} characters that can be typed."
        )
    if weakness.weak(password, (name,)):
        raise UsageError(
            "This password is among the first that somebody would guess.",
            remedy="Choose another one; four words that have nothing to do with each other are good.",
        )


def is_short(password: str, level: int) -> bool:
    """Whether a longer one is asked for, because it opens the administration site."""
    return level == HIGHEST and MINIMUM_CHARACTERS <= len(password) < WANTED_CHARACTERS
