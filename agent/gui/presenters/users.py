"""Signing in, Set Passwords and what a user may not use, in words (feature row A13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Final, Protocol

from agent.domain.permissions import AT_FIRST, EVERYTHING, HIGHEST, Permission
from agent.gui.presenters.language import Language
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.users import Employee, User

LEVELS: Final = tuple(range(HIGHEST, 10))
SHORTEST: Final = 8
WANTED: Final = 12
"""Characters of a password: at least, and asked for at level 1."""

NEEDS: Final[Mapping[str, Permission]] = {
    "Customer List": Permission.CUSTOMER_LIST,
    "Customer Portal": Permission.PROCESS,
    "Global Replacement": Permission.REPLACE,
    "Replace Information": Permission.REPLACE,
    "Adjust Prices": Permission.REPLACE,
    "Requests": Permission.REQUESTS,
    "Email Settings": Permission.EMAIL_SETTINGS,
    "Backup": Permission.BACKUP,
    "Restore": Permission.BACKUP,
    "Set Passwords": Permission.SET_PASSWORDS,
}
"""What the icons and menu entries of the main window need, by what is written on them."""
LEVEL_1_ONLY: Final = frozenset({"Portals", "Set-up"})
"""Entries that only a level-1 user may use."""
OPEN: Final = frozenset(
    {"Exit", "Folder of the agent", "About Porchlight", "Appearance", "As this computer", "Light", "Dark"}
)
"""Entries that can be used before anybody has signed in."""


@dataclass(frozen=True)
class Standing:
    """Who sits at the desk, and what he may do; where passwords are not activated, everything."""

    activated: bool = False
    user: str = ""
    """Empty where nobody has signed in."""
    level: int = HIGHEST
    allowed: frozenset[Permission] = EVERYTHING
    ask: tuple[str, ...] = ()
    """The level-1 users."""
    change_first: bool = False
    """The first password has to be changed before anything else."""
    first_sign_in: bool = False
    """CLIP / CLIP is what one signs in with."""
    over: str = ""
    """Why somebody's sign-in ended by itself."""

    @property
    def shut(self) -> bool:
        """Whether nothing but signing in can be done."""
        return self.activated and (not self.user or self.change_first)

    def told(self, say: Language) -> str:
        """For the status bar."""
        if not self.user or self.change_first:
            return ""
        return say("Signed in as {name} (level {level})", name=self.user, level=self.level or "–")

    def obstacle(self, say: Language, words: str) -> str:
        """Why what is called `words` can't be used; empty where it can."""
        if self.shut:
            return "" if words in OPEN else say("Sign in first.")
        if self.level == HIGHEST:
            return ""
        whom = _one_of(say, self.ask) or say("whoever set up the passwords")
        if words in LEVEL_1_ONLY:
            return say("{name} would need to be a level-1 user. Ask {whom}.", name=self.user, whom=whom)
        needed = NEEDS.get(words)
        if needed is None or needed in self.allowed:
            return ""
        return say(
            '{name} would need the permission "{permission}". Ask {whom}: System > Passwords > Set Passwords.',
            name=self.user,
            permission=needed.value,
            whom=whom,
        )


def _one_of(say: Language, names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return say("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])


@dataclass(frozen=True)
class Typed:
    """What stands in the form of a user; `password` is None where it stays as it is."""

    name: str
    level: int
    password: str | None = attribute(default=None, repr=False)
    employee: str = ""
    email: str = ""
    boxes: frozenset[Permission] = AT_FIRST


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

    def save(self, seen: User | None, typed: Typed, progress: PolledProgress) -> None:
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
            say("everything") if one.level == HIGHEST else ", ".join(p.value for p in Permission if p in one.boxes),
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
    if len(first) < SHORTEST:
        return say("The password needs at least {count} characters.", count=SHORTEST)
    return "" if first == again else say("Type the same password twice.")


def password_hint(say: Language, level: int) -> str:
    """What is asked for."""
    if level == HIGHEST:
        return say(
            "At least {least} characters; {wanted} are asked for, because it opens the administration site, too.",
            least=SHORTEST,
            wanted=WANTED,
        )
    return say("At least {least} characters. Several words are easy to remember.", least=SHORTEST)


def activation_obstacle(say: Language, found: UserList) -> str:
    """Why the button that activates or deactivates can't be pressed."""
    if found.activated and found.level != HIGHEST:
        return say("Only a level-1 user may deactivate passwords.")
    return ""


def selection_obstacle(say: Language, picked: User | None) -> str:
    """Why Edit and Remove can't be pressed."""
    return "" if picked is not None else say("Pick a user in the list first.")
