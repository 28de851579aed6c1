"""What the sample office has besides customers: itself, its people, its calendar and its reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from agent.office.sample import words
from agent.office.sample.dice import Dice
from agent.office.sample.people import good_password

Row = tuple[Any, ...]

_STAFF: Final = (
    ("Reyes", "Olivia", "Office"), ("Grant", "Thomas", "Office"), ("Bell", "Sofia", "Office"),
    ("Ortiz", "Miguel", "Crew 1"), ("Shaw", "Peter", "Crew 2"), ("Lund", "Eva", "Crew 3"), ("Cole", "James", "Crew 4"),
    ("Hart", "Liam", "Tree crew"), ("Nash", "Irene", "Spray crew"),
)  # fmt: skip
_USERS: Final = (("olivia", 1, 1), ("thomas", 2, 2), ("sofia", 3, 3))
_PERMISSIONS: Final = {1: "everything", 2: "customers, jobs, reports", 3: "jobs"}
_EXPENSES: Final = ("Fuel", "Tools", "Disposal", "Seeds", "Parking")
_DAYS: Final = 60


def company(customers: int, seed: int) -> Row:
    """The one row of the company; its practice id differs with customers and seed, as two offices would."""
    practice_id = str(uuid5(NAMESPACE_URL, f"porchlight:sample:{customers}:{seed}"))
    return (
        1, practice_id, "Green Valley Lawn Care", "18 Mill Road", "Green Valley", "NY", "12801", "USA", "555-0142",
        "office@greenvalley.example", "https://greenvalley.example", "Mon–Fri 7–17", "America/New_York", "USD", None,
        "Please ask at least two working days ahead; changes on the day itself may cost a call-out.", 0, None, None,
    )  # fmt: skip


def employees(today: date) -> list[Row]:
    """The people who work there."""
    return [
        (at, last, first, crew, f"518-555-01{at:02d}", f"{first.lower()}@greenvalley.example",
         (today - timedelta(days=400 * at)).isoformat(), 1)
        for at, (last, first, crew) in enumerate(_STAFF, 1)
    ]  # fmt: skip


def users(dice: Dice) -> list[Row]:
    """Who may use the office's program: one of each level, the first may do everything."""
    return [
        (at, name, good_password(dice), level, _PERMISSIONS[level], employee, f"{name}@greenvalley.example")
        for at, (name, level, employee) in enumerate(_USERS, 1)
    ]


def time_entries(dice: Dice, today: date) -> Iterator[Row]:
    """The working days of the last weeks."""
    at = 0
    for back in range(_DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() < 5:
            for employee in range(4, len(_STAFF) + 1):
                at += 1
                project = dice.pick(words.SERVICES).name
                end = f"{dice.between(15, 17)}:{dice.pick(('00', '30'))}"
                yield at, employee, f"{day} 07:00:00", f"{day} {end}:00", project, 1, int(back > 7), None


def expenses(dice: Dice, today: date) -> Iterator[Row]:
    """What the crews spent."""
    for at in range(1, _DAYS):
        day = (today - timedelta(days=_DAYS - at)).isoformat()
        category, project = dice.pick(_EXPENSES), dice.pick(words.SERVICES).name
        yield at, dice.between(4, len(_STAFF)), day, category, project, dice.between(400, 9000) / 100, 0, 1, None


def appointments(dice: Dice, today: date) -> Iterator[Row]:
    """The group calendar around today."""
    for at in range(1, 25):
        day = today + timedelta(days=3 * at - 24)
        title = dice.pick(("Estimate visit", "Crew meeting", "Dentist", "Supplier", "Training"))
        start = dice.between(8, 15)
        place = dice.pick(("Office", "Yard", "On site"))
        yield at, title, f"{day} {start:02d}:00:00", f"{day} {start + 1:02d}:00:00", place, dice.between(1, 9), None


def accounts() -> list[Row]:
    """Businesses the office deals with."""
    return [
        (at, name, f"518-555-02{at:02d}", None, f"{at} Main Street", "Green Valley", "NY", "12801", None)
        for at, name in enumerate(words.COMPANIES, 1)
    ]


def contacts(dice: Dice) -> list[Row]:
    """One person at each of them."""
    return [
        (at, at, dice.pick(words.LAST_NAMES), dice.pick(words.FIRST_NAMES), f"518-555-03{at:02d}", None, None)
        for at in range(1, len(words.COMPANIES) + 1)
    ]
