"""The practice database is not what it was: its layout has changed (reliability F36), or another file is in its place,
a damaged, an older or a foreign one (F37). Process stops before it sends anything and says what it is about; what does
not concern it, it takes."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage

LAYOUT: Final = "layout"
IN_PLACE: Final = "another-file"
TABLES: Final = ("customers", "phones", "properties", "jobs", "work", "users")
"""Those whose rows travel."""
TEXTS: Final = ("CHAR", "TEXT")
PAGE: Final = 4096


@dataclass(frozen=True)
class Drift:
    """What happened to the file: `told` has to be in what Process says when it stops (a word of several, all of them);
    empty where it has to go on, None where it may do either as long as nothing wrong is published."""

    name: str
    told: tuple[str, ...] | None
    attended: bool = False


Change = Callable[[Path, random.Random], Drift]
"""Does it to the file."""


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for one in statements:
            connection.execute(one)


def _column(file: Path, dice: random.Random) -> tuple[str, str, str]:
    """Table, name and type of a column that can be taken away."""
    with closing(sqlite3.connect(file)) as connection:
        found = []
        for table in TABLES:
            bound = {"id", "number"} | {
                row[2]
                for index in connection.execute(f"PRAGMA index_list({table})").fetchall()
                for row in connection.execute(f"PRAGMA index_info({index[1]})")
            }
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            found += [(table, name, type_) for _, name, type_, *_ in columns if name not in bound]
    return dice.choice(found)


def renamed(file: Path, dice: random.Random) -> Drift:
    """A column has another name."""
    table, column, _ = _column(file, dice)
    _sql(file, f"ALTER TABLE {table} RENAME COLUMN {column} TO {column}_2")
    return Drift(f"{table}.{column} is called {column}_2", (f'"{column}"', f'"{table}"'))


def missing(file: Path, dice: random.Random) -> Drift:
    """A column is gone."""
    table, column, _ = _column(file, dice)
    _sql(file, f"ALTER TABLE {table} DROP COLUMN {column}")
    return Drift(f"{table}.{column} is gone", (f'"{column}"', f'"{table}"'))


def retyped(file: Path, dice: random.Random) -> Drift:
    """A column is declared to hold something else."""
    table, column, type_ = _column(file, dice)
    fresh = "INTEGER" if any(word in type_ for word in TEXTS) else "TEXT"
    _declared(file, table, column, fresh)
    return Drift(f"{table}.{column} is {fresh} in place of {type_}", (f'"{table}.{column}"',))


def longer(file: Path, _dice: random.Random) -> Drift:
    """A column may hold longer texts."""
    _declared(file, "jobs", "service", "VARCHAR(4000)")
    return Drift("jobs.service may be longer", ())


def _declared(file: Path, table: str, column: str, type_: str) -> None:
    _sql(
        file,
        f"ALTER TABLE {table} ADD COLUMN moved {type_}",
        f"UPDATE {table} SET moved = {column}",
        f"ALTER TABLE {table} DROP COLUMN {column}",
        f"ALTER TABLE {table} RENAME COLUMN moved TO {column}",
    )


def added(file: Path, _dice: random.Random) -> Drift:
    """There is more than before."""
    _sql(file, "ALTER TABLE customers ADD COLUMN more TEXT DEFAULT 'x'", "CREATE TABLE more (more TEXT)")
    return Drift("there are more columns and tables", ())


def dropped(file: Path, dice: random.Random) -> Drift:
    """A table is gone."""
    table = dice.choice(TABLES)
    _sql(file, f"DROP TABLE {table}")
    return Drift(f"the table {table} is gone", (table,))


def emptied(file: Path, dice: random.Random) -> Drift:
    """A table has no rows."""
    table = dice.choice(TABLES)
    _sql(file, f"DELETE FROM {table}")
    return Drift(f"the table {table} is empty", (f'"{table}"', "no rows"))


def emptied_and_confirmed(file: Path, _dice: random.Random) -> Drift:
    """A table has no rows, and a person has seen what that means."""
    _sql(file, "DELETE FROM users")
    return Drift("the table users is empty, and that was confirmed", (), attended=True)


def encoded(file: Path, _dice: random.Random) -> Drift:
    """Texts are in another encoding."""
    _sql(file, "UPDATE customers SET name = CAST(x'4dfc6c6c6572' AS TEXT) WHERE id % 3 = 0")
    return Drift("names are in Latin-1", ("UTF-8",))


def status(file: Path, _dice: random.Random) -> Drift:
    """Customers have a status that nobody had."""
    _sql(file, "UPDATE customers SET status = 'ARCHIVED' WHERE id % 5 = 0")
    return Drift("some customers are ARCHIVED", ('"ARCHIVED"', "Customer Status"))


def torn(file: Path, dice: random.Random) -> Drift:
    """Some pages of the file hold something else."""
    data = bytearray(file.read_bytes())
    pages = len(data) // PAGE
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(1, pages) * PAGE
        data[at : at + PAGE] = dice.choice((bytes(PAGE), dice.randbytes(PAGE), b"\xa5" * PAGE))
    file.write_bytes(data)
    return Drift("pages are torn", None)


def cut_short(file: Path, dice: random.Random) -> Drift:
    """The end of the file is gone."""
    data = file.read_bytes()
    kept = dice.randrange(1, len(data) * 9 // 10)
    file.write_bytes(data[:kept])
    return Drift(f"{kept:,} of {len(data):,} bytes are left", ("database",))


def nothing(file: Path, _dice: random.Random) -> Drift:
    """The file is empty."""
    file.write_bytes(b"")
    return Drift("the file is empty", ("database",))


def no_database(file: Path, dice: random.Random) -> Drift:
    """The file is something else."""
    file.write_bytes(dice.randbytes(50_000))
    return Drift("the file is no database", ("database",))


def gone(file: Path, _dice: random.Random) -> Drift:
    """There is no file."""
    file.unlink()
    return Drift("the file is gone", ("no practice database",))


def of_others(file: Path, dice: random.Random) -> Drift:
    """The practice database of another office."""
    file.unlink()
    make_sample(file, 20, dice.randrange(1000), PolledProgress())
    _sql(file, "UPDATE company SET practice_id = 'another office'")
    return Drift("another office's database is there", ("another one",))


def older(file: Path, _dice: random.Random) -> Drift:
    """A copy of some weeks ago. (What is there is newer than it in nothing but one visit, and that is published.)"""
    shutil.copyfile(kept_before(file), file)
    kept_before(file).unlink()
    return Drift("an older copy is there", ("older copy",))


LAYOUTS: Final[tuple[Change, ...]] = (
    missing, emptied, retyped, added, status, encoded, renamed, emptied_and_confirmed, dropped, longer,
)  # fmt: skip
FILES: Final[tuple[Change, ...]] = (older, of_others, torn, nothing, cut_short, no_database, gone, torn)


def play_layout(stage: Stage, shots: int, seed: int) -> Report:
    """Change the layout so often, each way in turn."""
    return _played(LAYOUT, stage, LAYOUTS, shots, seed)


def play_files(stage: Stage, shots: int, seed: int) -> Report:
    """Put another file in its place so often, each kind in turn."""
    return _played(IN_PLACE, stage, FILES, shots, seed)


def _played(name: str, stage: Stage, changes: tuple[Change, ...], shots: int, seed: int) -> Report:
    dice = random.Random(seed)
    done = [shot(stage, change, dice) for change in islice(cycle(changes), shots)]
    refused = sum(one.outcome == "stopped" for one in done)
    return report(name, seed, done, Rule("some were stopped", refused > 0, f"{refused} of {shots}"))


def kept_before(file: Path) -> Path:
    """Where the copy of before the last visit is kept."""
    return file.with_name("kept-before.db")


def shot(stage: Stage, change: Change, dice: random.Random) -> Shot:
    """Do it to an edition that waits to be published, process, put the right file back, process."""
    practice = stage.office.practice
    if change is older:
        _one_more_visit(stage)
    before = stage.edit(0)
    kept = practice.with_name("kept.db")
    shutil.copyfile(practice, kept)
    drift = change(practice, dice)
    done_to = practice.read_bytes() if practice.exists() else b""
    stage.overseer.watch(stage.edition - 1, stage.edition)
    said, faults = _processed(stage, attended=drift.attended)
    faults += _said_right(drift, said)
    if (practice.read_bytes() if practice.exists() else b"") != done_to:
        faults.append("the practice database has changed")
    if said and stage.tap.log:
        faults.append(f"something was sent: {[one.kind for one in stage.tap.log]}")
    seen = stage.overseer.rest()
    faults += seen["faults"]
    if said and seen["shown"] != stage.edition - 1:
        faults.append(f"the portal shows edition {seen['shown']}")
    shutil.copyfile(kept, practice)
    kept.unlink()
    again, more = _processed(stage, attended=False)
    faults += [*more, *([f"with the right file it said: {again}"] if again else [])]
    faults += stage.settled(before, snapshots=2 if drift.attended else 1)
    return Shot(drift.name, change.__name__.replace("_", " "), "stopped" if said else "published", tuple(faults))


def _processed(stage: Stage, *, attended: bool) -> tuple[str, list[str]]:
    """What it said where it stopped, and what is wrong with that."""
    try:
        Agent(stage.office.home).publish(ProcessOptions(attended=attended), PolledProgress())
    except AgentError as error:
        return str(error), [] if error.remedy else [f"it does not say what to do: {error}"]
    except Exception as error:  # whatever it is, it is what the campaign looks for
        return "broke", [f"{type(error).__name__}: {error}"]
    return "", []


def _said_right(drift: Drift, said: str) -> list[str]:
    if drift.told is None:
        return []
    if not drift.told:
        return [f"it stopped: {said}"] if said else []
    lacking = [word for word in drift.told if word not in said]
    return [f"it does not say {' and '.join(lacking)}: {said or 'it published'}"] if lacking else []


def _one_more_visit(stage: Stage) -> None:
    """The office goes on for some weeks, and publishes."""
    practice = stage.office.practice
    shutil.copyfile(practice, kept_before(practice))
    visit = "(SELECT id FROM work WHERE started IS NOT NULL ORDER BY started DESC LIMIT 1)"
    _sql(practice, f"UPDATE work SET started = datetime(started, '+21 days') WHERE id = {visit}")
    stage.practice = sha256(practice.read_bytes()).hexdigest()
    stage.process(lambda _seconds: None)
