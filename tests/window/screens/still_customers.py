"""The customers of an office that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agent.domain.chosen import Own
from agent.domain.customer_list import Roll
from agent.domain.edit import Cell, CellsChanged
from agent.domain.replacement import Change
from agent.domain.runs import Run, RunState
from agent.jobs.progress import PolledProgress
from agent.office.catalog import NATIVE
from agent.usecases.customer_card import Card, Part, Visit
from agent.usecases.replace import Swing

PEOPLE = (
    ("Abbott, James", "ACTIVE", "Green Valley", "james.abbott@example.com"),
    ("Acosta, Maria", "ACTIVE", "Lake George", "maria.acosta@example.com"),
    ("Baker & Sons", "ON HOLD", "Queensbury", "office@baker-and-sons.example.com"),
    ("Becker, Ulrike", "Active", "Fort Edward", ""),
    ("Çelik, Ayşe", "ACTIVE", "Green Valley", "ayse.celik@example.com"),
    ("Chen, Lin", "ACTIVE", "Saratoga Springs", "lin.chen@example.com"),
    ("Dubois, Anne", "INACTIVE", "Lake George", "anne.dubois@example.com"),
    ("Eze, Chidi", "ACTIVE", "Queensbury", "chidi.eze@example.com"),
    ("PATTERN Spring package", "PATTERN", "Green Valley", ""),
    ("O\u202eyelsmoH\u202c " + "Z" + "\u0301" * 60 + "oe 🌳", "ACTIVE", "Fort Edward", "zoe@example.com"),
)
RUN = Run(
    id=7,
    practice_id="p",
    made=datetime(2026, 6, 9, 14, 2),
    who="dana",
    set="customers",
    field="CU.Email",
    home="column",
    secret=False,
    conditions='CU.Customer Number = "1001"',
    changed=1,
    unchanged=0,
    backup="",
    state=RunState.DONE,
    edit=True,
)


def made_roll() -> Roll:
    """A few people, again and again; three of them chose their password themselves."""
    roll = Roll(chosen=frozenset("257"))
    for at in range(40):
        name, status, city, email = PEOPLE[at % len(PEOPLE)]
        phone = f"518-555-{at * 37:04d}"
        roll.add((str(at + 1), str(1001 + at), name, status, city, email, phone), f"{at} Elm Street", (), (phone,))
    return roll


def _part(set_name: str, *rows: dict[str, str]) -> Part:
    fields = tuple(NATIVE.fields(set_name))
    found = [(str(at), {one.name: row.get(one.name, "") for one in fields}) for at, row in enumerate(rows, 1)]
    return Part(fields, tuple(found))


CARD = Card(
    "1",
    _part(
        "customers",
        {
            "CU.Record Id": "1",
            "CU.Customer Number": "1001",
            "CU.Customer Name": "James Abbott",
            "CU.First Name": "James",
            "CU.Customer Status": "ACTIVE",
            "CU.Customer Mark": "yes",
            "CU.Employee Mark": "no",
            "CU.Not On Portal": "no",
            "CU.Street": "12 Elm Street",
            "CU.City": "Green Valley",
            "CU.State": "NY",
            "CU.Zip Code": "12801",
            "CU.Email": "james.abbott@example.com",
            "CU.Customer Password": "maple-otter-quiet-41",
            "CU.Area": "Area 3",
            "CU.Balance": "120.50",
            "CU.Notes": "Pays by check.\nRing twice, he is hard of hearing.",
        },
    ),
    _part(
        "phones",
        {"PH.Kind": "mobile", "PH.Number": "518-555-0100"},
        {"PH.Kind": "home", "PH.Number": "518-555-0177"},
    ),
    _part(
        "properties",
        {
            "PR.Name": "Home",
            "PR.Street": "12 Elm Street",
            "PR.City": "Green Valley",
            "PR.State": "NY",
            "PR.Zip Code": "12801",
            "PR.Notes": "The gate sticks. Key under the third pot.",
        },
    ),
    _part(
        "jobs",
        {
            "JB.Job Number": "J-2001",
            "JB.Service": "Lawn mowing",
            "JB.Schedule": "Every week",
            "JB.Season": "April to October",
            "JB.Next Visit": "2026-06-12 08:30:00",
            "JB.Delayed": "yes",
            "JB.Delay Reason": "rain",
            "JB.Crew": "Crew 3",
            "JB.Price": "45.00",
            "JB.Charge Kind": "Per Service",
            "JB.Portal Note": "Please keep the dog inside.",
        },
        {"JB.Job Number": "J-2002", "JB.Service": "Hedge trimming", "JB.Schedule": "Twice a year"},
    ),
    tuple(
        Visit(
            datetime(2026, 6, 5, 8, 31) - timedelta(weeks=week),
            "Lawn mowing",
            datetime(2026, 6, 5, 8, 31) - timedelta(weeks=week),
            datetime(2026, 6, 5, 9, 12) - timedelta(weeks=week),
            "Crew 3",
            "45.00",
            "" if week % 3 else "Wet grass, left clippings",
        )
        for week in range(40)
    ),
)


class StillCustomers:
    """`presenters.customers.CustomersWork` of an office that stands still."""

    def roll(self) -> Roll:
        """Forty."""
        return made_roll()

    def card(self, record_id: str) -> Card:
        """Everybody has what the first has; the second chose his password himself."""
        own = Own(datetime(2026, 5, 12, 9, 30, tzinfo=UTC), counts=True)
        return replace(CARD, record_id=record_id, chosen=own if record_id == "2" else None)

    def save(self, cells: Sequence[Cell], about: str, progress: PolledProgress, *, also_own: bool) -> Run | None:
        """Somebody else was faster where the new text says so."""
        if any("conflict" in one.text for one in cells):
            raise CellsChanged([(one, "Saratoga Springs") for one in cells])
        return RUN

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """As it was."""
        return Swing(RUN, 1, tuple[Change, ...]())


def filled(text: str) -> Card:
    """A card with this text in every field of every record."""

    def part(one: Part) -> Part:
        row = {field.name: text for field in one.fields}
        return Part(one.fields, tuple((record_id, row) for record_id, _ in one.rows))

    visit = replace(CARD.history[0], service=text, crew=text, amount=text, notes=text)
    return Card("1", part(CARD.own), part(CARD.phones), part(CARD.properties), part(CARD.jobs), (visit,))
