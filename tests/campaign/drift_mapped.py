"""A foreign practice database, seen through a mapping, whose layout has changed (reliability F36): neither a Process
nor an edit begins; what the mapping does not name may come and go."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError
from agent.store.likenesses import Likenesses
from agent.usecases.likeness import Recognition
from agent.wiring.office import Office as Agent
from tests.campaign import deeds
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Rule, Shot, report

NAME: Final = "layout-mapped"


@dataclass(frozen=True)
class Turn:
    """What an upgrade of the office program did: `told` is in what the agent says when a Process begins (empty: it goes
    on), `edit` whether an edit has to be refused too."""

    name: str
    statements: tuple[str, ...]
    told: tuple[str, ...] = ()
    edit: bool = False


def _declared(column: str, type_: str) -> tuple[str, ...]:
    return (
        f"ALTER TABLE Kunden ADD COLUMN moved {type_}",
        f"UPDATE Kunden SET moved = {column}",
        f"ALTER TABLE Kunden DROP COLUMN {column}",
        f"ALTER TABLE Kunden RENAME COLUMN moved TO {column}",
    )


TURNS: Final = (
    Turn("Name is called Bezeichnung", ("ALTER TABLE Kunden RENAME COLUMN Name TO B",), ('"Name"', '"Kunden"'), True),
    Turn("Ort is gone", ("ALTER TABLE Kunden DROP COLUMN Ort",), ('"Ort"', '"Kunden"'), True),
    Turn("Ort holds numbers", _declared("Ort", "INTEGER"), ('"Kunden.ort"', "numbers")),
    Turn("Kunden is called Kontakte", ("ALTER TABLE Kunden RENAME TO Kontakte",), ('"Kunden"', "Kontakte"), True),
    Turn("Kunden is empty", ("DELETE FROM Kunden",), ('"customers"', "no rows")),
    Turn("there is more", ("ALTER TABLE Kunden ADD COLUMN Fax TEXT", "CREATE TABLE Kontakte (Nr TEXT)")),
    Turn("Ort may be longer", _declared("Ort", "VARCHAR(400)")),
)


def play(grounds: Grounds, shots: int, _seed: int) -> Report:
    """Upgrade it so often, in each way in turn, and give it back."""
    folder = grounds.fresh("foreign")
    deeds.foreign(folder)
    office = Agent(folder / "home")
    Likenesses(office.store).keep(office.practice.practice_id, office.practice.likeness())
    kept = folder / "kept.db"
    shutil.copyfile(folder / "practice.db", kept)
    done = []
    for turn in islice(cycle(TURNS), shots):
        done.append(shot(folder, turn))
        shutil.copyfile(kept, folder / "practice.db")
    stopped = sum(one.outcome == "stopped" for one in done)
    return report(NAME, 0, done, Rule("some were stopped", stopped > 0, f"{stopped} of {shots}"))


def shot(folder: Path, turn: Turn) -> Shot:
    """Upgrade it, begin a Process, try an edit."""
    file = folder / "practice.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in turn.statements:
            connection.execute(statement)
    before = file.read_bytes()
    said, faults = _told(lambda: _recognised(folder))
    if bool(said) != bool(turn.told):
        faults.append(f"it said: {said}")
    faults += [f"it does not say {word}: {said}" for word in turn.told if word not in said]
    if turn.edit:
        refused, more = _told(lambda: _edited(folder))
        faults += more + ([] if refused else ["an edit was not refused"])
    if file.read_bytes() != before:
        faults.append("the practice database has changed")
    return Shot(turn.name, turn.name, "stopped" if said else "went on", tuple(faults))


def _recognised(folder: Path) -> None:
    office = Agent(folder / "home")
    with office.alone():
        Recognition(office.practice, Likenesses(office.store)).look(attended=False)


def _edited(folder: Path) -> None:
    office = Agent(folder / "home")
    with office.alone():
        deeds.edit(office)


def _told(deed: Callable[[], None]) -> tuple[str, list[str]]:
    try:
        deed()
    except AgentError as error:
        return str(error), []
    except Exception as error:  # whatever it is, it is what the campaign looks for
        return "broke", [f"{type(error).__name__}: {error}"]
    return "", []
