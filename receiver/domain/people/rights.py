"""What a user may do at an account that he looks at (B11)."""

from __future__ import annotations

from enum import StrEnum


class Rights(StrEnum):
    """From least to most; `OWN` is the customer himself, and whoever linked the account by its number and password."""

    SEE = "see"
    ASK = "ask"
    MONEY = "money"
    OWN = "own"

    @property
    def may_ask(self) -> bool:
        """Whether he may send requests and messages."""
        return self is not Rights.SEE

    @property
    def sees_money(self) -> bool:
        """Whether he sees what the office shares of money."""
        return self in (Rights.MONEY, Rights.OWN)

    @property
    def own(self) -> bool:
        """Whether he may invite people, and change how this account is signed in to."""
        return self is Rights.OWN
