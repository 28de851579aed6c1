"""The customers of the sample office, with their phones and properties."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from agent.office.sample import words
from agent.office.sample.dice import Dice

Row = tuple[Any, ...]

FIRST_NUMBER: Final = 1001
_BLOCK: Final = 40
_STATUS: Final = {4: "ON HOLD", 14: "ON HOLD", 24: "ON HOLD", 9: "INACTIVE", 19: "INACTIVE", 29: "INACTIVE"}
_PATTERN_AT: Final = 34
_EMPLOYEE_AT: Final = 37
_BREAK_AT: Final = 39
_SPECIAL_BLOCKS: Final = 5
"""PATTERN and employee records stand among the first customers only: an office has a few, however large it is."""

_WITHOUT_PASSWORD: Final = frozenset({20, 61, 101, 142, 183})
_WITH_CLIP: Final = frozenset({11, 52, 93, 133, 173})
_ONE_EMAIL: Final = frozenset({2, 7})
"""Two customers of one household share an address."""


class People:
    """Makes one customer after the other; ids are given out here."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._passwords: set[str] = set()
        self._phone = 0
        self._property = 0

    def customer(self, at: int) -> Row:
        """The row of the customer at position `at` from 0: in the order of the table's columns."""
        dice = self._dice
        status, employee, pause = _kind(at)
        first, last = dice.pick(words.FIRST_NAMES), dice.pick(words.LAST_NAMES)
        business = dice.pick(words.COMPANIES) if dice.chance(6) else ""
        town, zip_code = dice.pick(words.TOWNS)
        street = f"{dice.between(1, 980)} {dice.pick(words.STREETS)}"
        email = _email(first, last, at) if not dice.chance(8) else None
        # Nothing is made of these any more; without them, all that is made after them would be otherwise.
        if dice.chance(35):
            dice.below(1)
        note = dice.pick(words.OFFICE_NOTES) if dice.chance(10) else None
        area, code, password = f"Area {dice.between(1, 9)}", dice.pick(("R", "C")), self._password(at)
        if at in _ONE_EMAIL:
            email = "family.miller@example.com"
        name = f"{first} {last}"
        if pause:
            first, name, business, email, password = "", "LUNCH BREAK", "", None, None
        elif status == "PATTERN":
            first, name, business, email = "", "PATTERN Spring package", "", None
        return (
            at + 1, str(FIRST_NUMBER + at), name, first, business, status, int(not employee), int(employee), int(pause),
            street, town, "NY", zip_code, "USA", email, password, area, code, 0, note,
        )  # fmt: skip

    def phones(self, customer: int) -> list[Row]:
        """One to three phone numbers."""
        kinds = ("mobile", "home", "work")[: 1 + self._dice.below(3)]
        found = []
        for kind in kinds:
            self._phone += 1
            found.append((self._phone, customer, kind, f"518-555-{self._dice.below(10_000):04d}"))
        return found

    def properties(self, customer: Row) -> list[Row]:
        """The customer's home, and for some a second place."""
        dice = self._dice
        self._property += 1
        note = dice.pick(words.PROPERTY_NOTES) if dice.chance(45) else None
        found = [(self._property, customer[0], "Home", *customer[9:13], note)]
        if dice.chance(22):
            self._property += 1
            name = "Lake House" if dice.chance(60) else "Rental"
            street = f"{dice.between(1, 400)} Lakeshore Drive"
            found.append((self._property, customer[0], name, street, "Lake George", "NY", "12845", None))
        return found

    def _password(self, at: int) -> str | None:
        """Words nobody else has; a handful of customers have none, and a handful have "clip"."""
        if at in _WITHOUT_PASSWORD:
            return None
        if at in _WITH_CLIP:
            return "clip"
        while True:
            password = good_password(self._dice)
            if password not in self._passwords:
                self._passwords.add(password)
                return password


def good_password(dice: Dice) -> str:
    """Three words and a number: easy to read out on the phone, at least 14 characters long."""
    parts = [dice.pick(words.PASSWORD_WORDS) for _ in range(3)]
    return f"{'-'.join(parts)}-{dice.between(10, 99)}"


def _kind(at: int) -> tuple[str, bool, bool]:
    """Status, employee mark and whether this is the dummy record for breaks."""
    block, place = divmod(at, _BLOCK)
    if at == _BREAK_AT:
        return "ACTIVE", False, True
    if block < _SPECIAL_BLOCKS and place == _PATTERN_AT:
        return "PATTERN", False, False
    if block < _SPECIAL_BLOCKS and place == _EMPLOYEE_AT:
        return "ACTIVE", True, False
    return _STATUS.get(place, "ACTIVE"), False, False


def _email(first: str, last: str, at: int) -> str:
    plain = unicodedata.normalize("NFKD", f"{first}.{last}".replace("ø", "o")).encode("ascii", "ignore").decode()
    letters = "".join(c for c in plain.lower() if c.isalpha() or c == ".")
    return f"{letters}.{FIRST_NUMBER + at}@example.com"
