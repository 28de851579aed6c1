"""What a person asks of Global Replacement, and whether a field takes it (feature rows A3, A4)."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute

from agent.domain import values
from agent.domain.adjustment import Adjustment
from agent.domain.catalog import Field, Value
from agent.domain.chosen import SIGN_IN
from agent.domain.conditions import Condition
from agent.domain.errors import UsageError
from agent.domain.passwords import Kind
from shared.limits import PASSWORD_CHARACTERS


@dataclass(frozen=True)
class Wish:
    """What a person asks for: `text` for every row, or a password of its own for each (`unique`), or every amount of
    money raised or lowered (`adjust`).

    `everyone` says on purpose that there is no condition: an empty list never means everything. `also_own` says on
    purpose that customers who chose their portal password themselves are to use the new one, too.
    """

    field: Field
    conditions: tuple[Condition, ...]
    text: str | None = attribute(default=None, repr=False)
    unique: Kind | None = None
    everyone: bool = False
    adjust: Adjustment | None = None
    also_own: bool = False

    def check(self) -> Value:
        """The value for every row (None where they differ). Raises `UsageError` naming what is missing."""
        if not self.conditions and not self.everyone:
            raise UsageError(
                "No condition is given.", remedy='Add --where "FIELD = VALUE", or --all to change every row of the set.'
            )
        if self.conditions and self.everyone:
            raise UsageError("Conditions and --all exclude each other.", remedy="Leave one of them out.")
        if sum(one is not None for one in (self.text, self.unique, self.adjust)) != 1:
            raise UsageError(
                "One new value is needed.", remedy="Give one of: --value, --unique, --raise-by, --lower-by and so on."
            )
        check_target(self.field)
        if self.also_own:
            check_reset(self.field, self.text)
        if self.adjust is not None:
            _check_adjustment(self.field, self.adjust)
            return None
        if self.text is not None:
            return new_value(self.field, self.text)
        if not self.field.secret:
            raise UsageError(f"{self.field.name} is not a password.", remedy="Give a --value instead of --unique.")
        return None


def check_target(target: Field) -> None:
    """Raises `UsageError` where this field may not be replaced."""
    if target.key:
        raise UsageError(
            f"{target.name} is a key: other records refer to it, so it can't be replaced.",
            remedy="Choose another field.",
        )
    if target.type == "picture":
        raise UsageError(f"{target.name} is a picture.", remedy="Choose it with: agent settings set --logo FILE")
    if target.home == "fixed":
        raise UsageError(
            f"{target.name} is only read in this practice database: it is a key there, or made from something else.",
            remedy="Map it to a column of its own, or leave it out of the mapping: then the agent keeps it.",
        )


def check_reset(target: Field, text: str | None) -> None:
    """Raises `UsageError` where there is no new password in whose favour a customer's own could end."""
    if target.name != SIGN_IN:
        raise UsageError(
            f"Customers choose no {target.name} of their own.", remedy=f"Leave --also-own out, or replace {SIGN_IN}."
        )
    if text is not None and not text.strip():
        raise UsageError(
            "Without a password of the office's, the customer's own keeps counting.",
            remedy="Give a new password, or leave --also-own out.",
        )


def _check_adjustment(target: Field, adjust: Adjustment) -> None:
    if target.type != "money":
        raise UsageError(
            f"{target.name} is no amount of money, so it can't be raised or lowered.",
            remedy="Choose a field such as JB.Price.",
        )
    adjust.check()


def new_value(target: Field, text: str) -> Value:
    """`text` as a new value of the field; nothing typed means NULL where that is allowed.

    Raises `UsageError` for a wrong type, a text too long or of several lines, or nothing where something must be.
    """
    if not text.strip():
        if target.nullable:
            return None
        if target.type not in ("text", "memo"):
            raise UsageError(f"{target.name} can't be empty.", remedy="Give a value.")
    limit = min(target.length or PASSWORD_CHARACTERS, PASSWORD_CHARACTERS) if target.secret else target.length
    if target.type in ("text", "memo") and limit and len(text) > limit:
        raise UsageError(
            f"The value is too long for {target.name}: {len(text):,} characters.", remedy=f"It holds {limit:,}."
        )
    allowed = "\n\t" if target.type == "memo" else ""
    if any((c < " " and c not in allowed) or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in text):
        raise UsageError(f"The value for {target.name} holds a character that is no text.", remedy="Type it again.")
    return values.parse(target, text)
