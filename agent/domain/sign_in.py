"""Signing in to the agent: whether passwords are activated, who signed in, when somebody has to wait (A13)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from dataclasses import field as attribute
from hashlib import blake2b
from secrets import token_bytes
from typing import Final

import msgspec

from agent.domain.errors import AgentError, ChangeFirst, SignInNeeded, TryLater
from agent.domain.users import User
from shared.passwords import normalise

FREE_TRIES: Final = 5
FIRST_WAIT: Final = 30.0
LONGEST_WAIT: Final = 3600.0
"""Seconds. After the free tries each one more that fails doubles the wait."""

_STAMP_KEY: Final = token_bytes(32)
"""Stamps are good in this process only."""


class WrongSignIn(AgentError):
    """User name or password is wrong; which of them is not told."""


class Activation(msgspec.Struct, frozen=True):
    """Whether Activate Passwords was pressed for a practice database."""

    activated: bool = False
    keyholders: dict[str, str] = {}
    """Name and verifier of each level-1 user who has signed in, for the day when the practice database can't be read
    and has to be restored."""

    def __repr__(self) -> str:
        return f"Activation(activated={self.activated!r})"


@dataclass(frozen=True)
class SignedIn:
    """Who signed in. The `stamp` shows whether his password is still the same."""

    record_id: str
    name: str
    stamp: bytes = attribute(repr=False)

    @classmethod
    def of(cls, user: User) -> SignedIn:
        """As he is now."""
        return cls(user.record_id, user.name, stamp(user.password))

    def is_still(self, user: User) -> bool:
        """Whether this is that user, with the same password."""
        return self.record_id == user.record_id and hmac.compare_digest(self.stamp, stamp(user.password))


def stamp(password: str) -> bytes:
    """Tells passwords apart as they are typed (NFKC); always of one length, so that comparing two takes one time."""
    return blake2b(normalise(password), digest_size=32, key=_STAMP_KEY).digest()


def wait_after(failures: int) -> float:
    """Seconds until the next try after so many that failed."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 20)) if failures >= FREE_TRIES else 0.0


def wrong() -> WrongSignIn:
    """The one sentence for an unknown user and for a wrong password."""
    return WrongSignIn("User name or password is not right.", remedy="Type both again.")


def too_many(seconds: float) -> TryLater:
    """It was tried too often."""
    return TryLater(
        "Too many tries with this user name.",
        detail="So that nobody can guess a password, the next try has to wait.",
        remedy=f"Try again in {_long(seconds)}.",
    )


def not_signed_in(detail: str = "") -> SignInNeeded:
    """Nobody has signed in, or not any more: then `detail` says why."""
    return SignInNeeded(
        "Passwords are activated: sign in first.",
        detail=detail or "Nothing was done.",
        remedy="Sign in with your user name and password; a command takes --user NAME.",
    )


def change_first() -> ChangeFirst:
    """Signed in with the password that everybody knows."""
    return ChangeFirst(
        "The first password has to be changed before anything else.",
        detail="Nothing was done.",
        remedy="Choose one of your own, for example with: agent users set CLIP --user CLIP --new-password",
    )


def _long(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{whole} seconds" if whole < 120 else f"{round(whole / 60)} minutes"
