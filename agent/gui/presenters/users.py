"""Set Passwords and signing in, in words (feature row A13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from agent.domain.permissions import HIGHEST, Permission
from agent.domain.user_form import WANTED_CHARACTERS, UserForm
from agent.gui.presenters.language import Language
from agent.gui.presenters.rights import Standing
from agent.jobs.progress import PolledProgress
from shared.weak_passwords import MINIMUM_CHARACTERS

if TYPE_CHECKING:
    from agent.domain.users import Employee, User

LEVELS: Final = tuple(range(HIGHEST, 10))


@dataclass(frozen=True)
class UserList:
    """What Set Passwords shows to an actor of this level."""

    users: tuple[User, ...]
    employees: tuple[Employee, ...]
    activated: bool
    level: int = HIGHEST


class UsersWork(Protocol):
    """What the window asks of the office about users. Every call raises `AgentError`."""

    def standing(self) -> Standing:
        """Who sits at the desk now."""

    def sign_in(self, name: str, password: str) -> Standing:
        """Sit down."""

    def sign_out(self) -> Standing:
        """Leave the desk."""

    def change_password(self, password: str) -> Standing:
        """Whoever signed in gives himself another password."""

    def look(self) -> UserList:
        """Every user, by name."""

    def save(self, seen: User | None, typed: UserForm, progress: PolledProgress) -> None:
        """Add a user, or change one who still is as `seen`."""

    def remove(self, seen: User, progress: PolledProgress) -> None:
        """Remove one who still is as `seen`."""

    def activate(self, progress: PolledProgress) -> None:
        """Activate Passwords."""

    def deactivate(self, progress: PolledProgress) -> None:
        """Deactivate Passwords."""


@dataclass(frozen=True)
class Line:
    """One user in the table."""

    name: str
    level: str
    employee: str
    email: str
    permissions: str


def lines(say: Language, found: UserList) -> tuple[Line, ...]:
    """The table of Set Passwords."""
    known = {one.record_id: one.name for one in found.employees}
    return tuple(
        Line(
            one.name,
            str(one.level or "–"),
            known.get(one.employee, ""),
            one.email,
            say("everything")
            if one.level == HIGHEST
            else ", ".join(say(p.value) for p in Permission if p in one.boxes),
        )
        for one in found.users
    )


def state(say: Language, activated: bool) -> str:
    """Whether one signs in here."""
    if activated:
        return say("Passwords are activated: everybody signs in, and may do what is ticked.")
    return say("Passwords are not activated: whoever sits at this computer may do everything.")


def password_obstacle(say: Language, first: str, again: str, *, needed: bool) -> str:
    """Why these two can't be a new password; empty where they can, as far as that can be told here."""
    if not first and not again and not needed:
        return ""
    if not first:
        return say("Type a password.")
    if first.strip().casefold() == "clip":
        return say("Choose another password than CLIP.")
    if len(first) < MINIMUM_CHARACTERS:
        return say("The password needs at least {count} characters.", count=MINIMUM_CHARACTERS)
    return "" if first == again else say("Type the same password twice.")


def password_hint(say: Language, level: int) -> str:
    """What is asked for."""
    if level == HIGHEST:
        return say(
            "At least {least} characters; {wanted} are asked for, because it opens the administration site, too.",
            least=MINIMUM_CHARACTERS,
            wanted=WANTED_CHARACTERS,
        )
    return say("At least {least} characters. Several words are easy to remember.", least=MINIMUM_CHARACTERS)


def activation_obstacle(say: Language, found: UserList) -> str:
    """Why the button that activates or deactivates can't be pressed."""
    if found.activated and found.level != HIGHEST:
        return say("Only a level-1 user may deactivate passwords.")
    return ""


def selection_obstacle(say: Language, picked: User | None) -> str:
    """Why Edit and Remove can't be pressed."""
    return "" if picked is not None else say("Pick a user in the list first.")
