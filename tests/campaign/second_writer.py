"""Somebody changes rows between a replacement and its undo, or between the look at what it would change and the writing
(reliability F8): an undo leaves those rows and names them, a replacement does not begin."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from agent.domain.errors import RowChanged
from agent.domain.replacement import Plan
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.wiring.office import Office
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Rule, Shot, report

NAME: Final = "second-writer"
CUSTOMERS: Final = 40
CITY: Final = "CU.City"
ROWS: Final = "SELECT id, city, notes FROM customers ORDER BY id"
Rows = dict[int, tuple[str, str]]


def play(grounds: Grounds, shots: int, seed: int) -> Report:
    """So often; every third time before the writing, else before the undo."""
    folder, dice = grounds.fresh("office"), random.Random(seed)
    make_sample(folder / "kept.db", CUSTOMERS, 1, PolledProgress())
    shutil.copyfile(folder / "kept.db", folder / "practice.db")
    Office(folder / "home").set_up(str(folder / "practice.db"), None)
    done = []
    for at in range(shots):
        shutil.copyfile(folder / "kept.db", folder / "practice.db")
        done.append((before_the_writing if at % 3 == 2 else before_the_undo)(folder, dice, f"Edition {at}"))
    skipped = sum(one.outcome.startswith("left") for one in done)
    return report(NAME, seed, done, Rule("rows were left by an undo", skipped > 0, f"in {skipped} of {shots} shots"))


def before_the_undo(folder: Path, dice: random.Random, city: str) -> Shot:
    """Replace, let somebody change some rows, take it back."""
    office, base = Office(folder / "home"), rows(folder)
    with office.alone():
        office.replace.perform(_plan(office, city), PolledProgress())
    touched = _change(folder, dice, len(base) // 2)
    theirs = rows(folder)
    with office.alone():
        swing = office.replace.undo(None, PolledProgress())
    # Whoever changed another field of a row only, or wrote the same once more, has not touched what was replaced.
    own = {key for key in touched if key not in theirs or theirs[key][0] != city}
    wanted = {key: theirs[key] if key in own else (base[key][0], theirs[key][1]) for key in theirs}
    faults = [] if rows(folder) == wanted else ["rows are not as they should be"]
    named = {int(one.record_id) for one in swing.skipped}
    if named != own:
        faults.append(f"it named {sorted(named)}, where {sorted(own)} were changed")
    outcome = "left what was changed" if own else "nothing was concerned"
    return Shot(f"{len(touched)} rows changed before the undo", "undo", outcome, tuple(faults))


def before_the_writing(folder: Path, dice: random.Random, city: str) -> Shot:
    """Look at what would be replaced, let somebody change a row, write."""
    office, faults, outcome = Office(folder / "home"), list[str](), "refused"
    plan = _plan(office, city)
    _change(folder, dice, 3)
    theirs = rows(folder)
    changed = theirs.keys() != rows(folder, "kept.db").keys() or any(
        one[0] != rows(folder, "kept.db")[key][0] for key, one in theirs.items()
    )
    with office.alone():
        try:
            office.replace.perform(plan, PolledProgress())
        except RowChanged:
            if rows(folder) != theirs:
                faults.append("it was refused, and rows have changed")
        else:
            outcome = "done, no row of it was concerned"
            if changed:
                faults.append("it wrote over rows that it had not seen like this")
    return Shot("rows changed before the writing", "writing", outcome, tuple(faults))


def rows(folder: Path, file: str = "practice.db") -> Rows:
    """Record id to city and notes, by plain SQL."""
    with closing(sqlite3.connect(folder / file)) as connection:
        return {key: (city, notes) for key, city, notes in connection.execute(ROWS)}


def _plan(office: Office, city: str) -> Plan:
    catalog = office.practice.catalog
    return office.replace.plan(Wish(catalog.field(CITY), (), city, everyone=True))


def _change(folder: Path, dice: random.Random, most: int) -> set[int]:
    """Let somebody else change the city or the notes of some rows, or remove them."""
    chosen = dice.sample(sorted(rows(folder)), dice.randint(1, most))
    with closing(sqlite3.connect(folder / "practice.db")) as connection, connection:
        for key in chosen:
            what = dice.choice(("city = 'typed by Ann'", "notes = 'typed by Ann'", ""))
            sql = f"UPDATE customers SET {what} WHERE id = ?" if what else "DELETE FROM customers WHERE id = ?"
            connection.execute(sql, (key,))
    return set(chosen)
