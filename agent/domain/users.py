"""The users of the office: who may sign in to the agent, with what rights (feature rows A13, A14).

They are rows of the practice database's set "users". Level 1 may do everything; for the others the permission boxes
count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Final

from agent.domain.errors import AgentError
from agent.domain.permissions import HIGHEST, Actor, NotAllowed, Permission
from shared.passwords import can_be_typed

FIRST: Final = "CLIP"
"""User name and password of the first sign-in after Activate Passwords. It has to be changed then."""
LOWEST: Final = 9
"""Levels count from 1, the highest, to this."""

_BETWEEN: Final = re.compile(r"[,\n\r]+")
_BOXES: Final = {one.casefold(): one for one in Permission}


class LastOfLevel1(AgentError):
    """Somebody has to be left who may do everything."""


@dataclass(frozen=True)
class User:
    """One user as the practice database holds him. `level` is 0 where it holds none; `permissions` is its text,
    `employee` the record id of who that is; both may be empty."""

    record_id: str
    name: str
    level: int
    password: str = attribute(default="", repr=False)
    employee: str = ""
    email: str = ""
    permissions: str = ""

    @property
    def boxes(self) -> frozenset[Permission]:
        """The permission boxes that are ticked."""
        return boxes_of(self.permissions)

    @property
    def first_password(self) -> bool:
        """Whether the password is still the one of the first sign-in."""
        return is_first(self.password)

    @property
    def could_lead(self) -> bool:
        """Whether this is a level-1 user who can sign in."""
        return self.level == HIGHEST and can_be_typed(self.password)


@dataclass(frozen=True)
class Employee:
    """Somebody a user may be, to choose from."""

    record_id: str
    name: str


def is_first(password: str) -> bool:
    """Whether this is the password of the first sign-in, in any letter case."""
    return folded(password) == folded(FIRST)


def folded(text: str) -> str:
    """What is compared of a user name: blanks around it, letter case and width of letters do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def boxes_of(text: str) -> frozenset[Permission]:
    """The boxes that the text of a permissions field ticks. Words of the office's own program are none of ours."""
    return frozenset(_BOXES[word] for one in _words(text) if (word := one.casefold()) in _BOXES)


def ticked(text: str, boxes: Collection[Permission]) -> str:
    """The text of a permissions field with exactly these boxes ticked; other words in it stay."""
    others = [word for word in _words(text) if word.casefold() not in _BOXES]
    between = "\n" if "\n" in text else ", "
    return between.join([*(one.value for one in Permission if one in boxes), *others])


def find(users: Iterable[User], name: str) -> User | None:
    """The user of exactly this name, else the only one who has it when letter case and blanks around do not count."""
    known = list(users)
    found = [one for one in known if one.name == name]
    found = found or [one for one in known if folded(one.name) == folded(name)]
    return found[0] if len(found) == 1 else None


def leaders(users: Iterable[User]) -> tuple[str, ...]:
    """The names of the level-1 users who can sign in: whom to ask for rights."""
    return tuple(sorted(one.name for one in users if one.could_lead))


def actor_of(user: User, users: Iterable[User]) -> Actor:
    """What this user may do, and whom he may ask for more."""
    return Actor(user.name, user.level, user.boxes, leaders(users))


def check_led(before: Iterable[User], after: Iterable[User]) -> None:
    """Raises `LastOfLevel1` where nobody would be left who may do everything, and somebody is now."""
    if leaders(before) and not leaders(after):
        raise LastOfLevel1(
            f"{' and '.join(leaders(before))} is the last level-1 user who can sign in.",
            detail="Nothing was changed: nobody would be left who may do everything.",
            remedy="Make somebody else a level-1 user first.",
        )


def check_managed(actor: Actor, before: User | None, after: User | None) -> None:
    """Raises `NotAllowed` where the actor may not make `after` out of `before` (None: not there).

    Who is not of level 1 leaves level-1 users alone, and gives nobody a right that he does not have himself: else the
    permission Set Passwords would be every permission.
    """
    actor.require(Permission.SET_PASSWORDS)
    if actor.level == HIGHEST:
        return
    if any(one is not None and one.level == HIGHEST for one in (before, after)):
        actor.require_highest("add, change or remove level-1 users")
    given = (after.boxes if after else frozenset()) - (before.boxes if before else frozenset())
    beyond = [one for one in Permission if one in given and not actor.may(one)]
    if beyond:
        raise NotAllowed(
            f'You can\'t give the permission "{beyond[0]}": {actor.name} has not got it.',
            detail="Nothing was done.",
            remedy=f"Ask a level-1 user: {', '.join(actor.ask) or 'whoever set up the passwords'}.",
        )


def _words(text: str) -> list[str]:
    return [word for one in _BETWEEN.split(text) if (word := one.strip())]
