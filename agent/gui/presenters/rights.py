"""Who sits at the desk, and what he may not use, in words (feature row A13, threat T8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agent.domain.permissions import EVERYTHING, HIGHEST, Permission
from agent.gui.presenters.language import Language

NEEDS: Final[Mapping[str, Permission]] = {
    "Customer List": Permission.CUSTOMER_LIST,
    "Customer Portal": Permission.PROCESS,
    "Global Replacement": Permission.REPLACE,
    "Replace Information": Permission.REPLACE,
    "Adjust Prices": Permission.REPLACE,
    "Requests": Permission.REQUESTS,
    "Email Settings": Permission.EMAIL_SETTINGS,
    "What Leaves the Office": Permission.PROCESS,
    "Backup": Permission.BACKUP,
    "Restore": Permission.BACKUP,
    "Scheduled Uploads": Permission.PROCESS,
    "Set Passwords": Permission.SET_PASSWORDS,
}
"""What the icons and menu entries of the main window need, by what is written on them."""
LEVEL_1_ONLY: Final = frozenset({"Portals", "Set-up"})
"""Entries that only a level-1 user may use."""
OPEN: Final = frozenset(
    {
        "Exit",
        "Folder of the agent",
        "About Porchlight",
        "Appearance",
        "As this computer",
        "Light",
        "Dark",
        "English",
        "Español",
    }
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
            permission=say(needed.value),
            whom=whom,
        )


def _one_of(say: Language, names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return say("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])
