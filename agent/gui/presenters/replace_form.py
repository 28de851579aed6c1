"""What is chosen on the page Replace Information, and what is still missing (features A3, A5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Literal

from agent.domain.adjustment import Adjustment
from agent.domain.catalog import Catalog, Field, FieldType
from agent.domain.conditions import Comparison, Condition
from agent.domain.passwords import Kind
from agent.domain.values import shown_of, visible
from agent.domain.wish import Wish
from agent.gui.presenters.language import Language

Mode = Literal["replace", "adjust"]
"""Replace Information, or Adjust Prices."""

CUSTOMERS, JOBS, PRICE = "customers", "jobs", "JB.Price"
SIGN_IN_FIELD = "CU.Customer Password"
_MOST_CHARACTERS = 28
"""What is shown of the value of a condition."""


@dataclass(frozen=True)
class Form:
    """The steps of the page. `text` is what Ok was pressed for, None before that."""

    mode: Mode
    set: str
    field: Field | None = None
    text: str | None = attribute(default=None, repr=False)
    unique: Kind | None = None
    adjust: Adjustment | None = None
    conditions: tuple[Condition, ...] = ()
    everyone: bool = False
    also_own: bool = False
    """Passwords: also for customers who chose their own."""

    @classmethod
    def opening(cls, mode: Mode, catalog: Catalog) -> Form:
        """Before anything is chosen; the set that is usually meant is."""
        wanted = CUSTOMERS if mode == "replace" else JOBS
        offered = sets(mode, catalog)
        name = wanted if wanted in dict(offered) else next((one for one, _ in offered), wanted)
        price = next((one for one in catalog.fields(name) if one.name == PRICE and one.replaceable), None)
        return cls(mode, name, field=price if mode == "adjust" else None)

    @classmethod
    def of_unique(cls, catalog: Catalog) -> Form:
        """For unique passwords: their field is chosen, and with it a different word for each."""
        form = cls.opening("replace", catalog).with_set(CUSTOMERS)
        field = next((one for one in catalog.fields(CUSTOMERS) if one.name == SIGN_IN_FIELD and one.replaceable), None)
        return form if field is None else form.with_field(field).with_value(unique="words")

    def with_set(self, name: str) -> Form:
        """Another set: nothing chosen in the one before fits it."""
        return Form(self.mode, name)

    def with_field(self, field: Field) -> Form:
        """Another field: a value of the one before is no value of this one."""
        return replace(self, field=field, text=None, unique=None, adjust=None, also_own=False)

    def with_value(
        self, *, text: str | None = None, unique: Kind | None = None, adjust: Adjustment | None = None
    ) -> Form:
        """Another new value; none of them where it is still being typed."""
        return replace(self, text=text, unique=unique, adjust=adjust)

    def with_condition(self, condition: Condition) -> Form:
        """One condition more; then no longer every row is meant."""
        return replace(self, conditions=(*self.conditions, condition), everyone=False)

    def without_condition(self, at: int) -> Form:
        """One less."""
        return replace(self, conditions=self.conditions[:at] + self.conditions[at + 1 :])

    def with_everyone(self, everyone: bool) -> Form:
        """Every row of the set is meant, or no longer."""
        return replace(self, everyone=everyone)

    def with_own(self, also: bool) -> Form:
        """Customers who chose their own password are meant, too, or no longer."""
        return replace(self, also_own=also)

    def missing(self, say: Language) -> str:
        """What has to be chosen next before anything can be counted; empty where nothing is missing."""
        if self.field is None:
            return say("Choose a field first.")
        if self.text is None and self.unique is None and self.adjust is None:
            if self.mode == "adjust":
                return say("The amount or percentage is missing: type it, then press Ok.")
            if self.field.secret:
                return say("The new value is missing: take a different one for each, or type one and press Ok.")
            return say("The new value is missing: type it, then press Ok.")
        if not self.conditions and not self.everyone:
            return say("Choose a condition, or tick that every row is meant.")
        return ""

    def wish(self) -> Wish | None:
        """For the use case; None while something is missing."""
        if self.field is None or (not self.conditions and not self.everyone):
            return None
        if self.text is None and self.unique is None and self.adjust is None:
            return None
        also = self.also_own and (self.text is None or bool(self.text.strip()))
        return Wish(self.field, self.conditions, self.text, self.unique, self.everyone, self.adjust, also)


def sets(mode: Mode, catalog: Catalog) -> list[tuple[str, str]]:
    """Name and label of every set that "Choose Database Set" lists: all, or those with amounts of money."""
    return [
        (one.name, one.label)
        for one in catalog.sets.values()
        if mode == "replace" or any(field.type == "money" for field in catalog.fields(one.name))
    ]


@dataclass(frozen=True)
class Offer:
    """One line of the list of fields; `obstacle` says why it can't be chosen."""

    field: Field
    kind: str
    obstacle: str = ""


def offers(say: Language, fields: list[Field], purpose: Mode | Literal["condition"]) -> tuple[Offer, ...]:
    """The fields as one chooses from them."""
    return tuple(Offer(one, kind(say, one), _obstacle(say, one, purpose)) for one in fields)


def found(offered: tuple[Offer, ...], typed: str) -> tuple[Offer, ...]:
    """Those whose names hold every word that was typed."""
    words = typed.casefold().split()
    return tuple(one for one in offered if all(word in one.field.name.casefold() for word in words))


def _obstacle(say: Language, field: Field, purpose: Mode | Literal["condition"]) -> str:
    if purpose == "condition":
        return ""
    if field.key:
        return say("Can't be replaced: other records refer to it.")
    if field.home == "fixed":
        return say("Can't be replaced: it is only read in this practice database.")
    if purpose == "adjust" and field.type != "money":
        return say("Is no amount of money.")
    return ""


def kind(say: Language, field: Field) -> str:
    """Type and length: "text, 40"."""
    told = say(_KINDS[field.type])
    return say("{kind}, {length}", kind=told, length=say.number(field.length)) if field.length else told


_KINDS: dict[FieldType, str] = {
    "text": "text",
    "memo": "text of several lines",
    "integer": "whole number",
    "money": "amount",
    "date": "date",
    "moment": "date and time",
    "mark": "yes or no",
}


@dataclass(frozen=True)
class Said:
    """A condition in its three parts; a password is masked, a long value is cut."""

    field: str
    comparison: str
    value: str


def said(say: Language, condition: Condition) -> Said:
    """The condition as the page lists it."""
    value = visible(shown_of(condition.field, condition.value)).replace("\n", " ")
    cut = value if len(value) <= _MOST_CHARACTERS else f"{value[: _MOST_CHARACTERS - 1]}…"
    return Said(condition.field.name, say(condition.comparison.value).lower(), cut)


def needs_value(comparison: Comparison) -> bool:
    """Whether something is compared with."""
    return comparison not in (Comparison.EMPTY, Comparison.NOT_EMPTY)


def comparisons(field: Field) -> tuple[Comparison, ...]:
    """Those that fit the field; Equals first."""
    if field.type == "mark":
        return (Comparison.EQUALS, Comparison.DIFFERS, Comparison.EMPTY, Comparison.NOT_EMPTY)
    if field.type in ("text", "memo"):
        return tuple(Comparison)
    return tuple(one for one in Comparison if one not in (Comparison.CONTAINS, Comparison.STARTS))
