"""Looks at an office after a fault: is everything old or everything new, sound, told, tidy and unreadable."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.campaign.deeds import CANARY

UNDER_WAY: Final = frozenset(("applying", "undoing", "redoing"))
WORK: Final = ".work-"
"""Where a backup is made and unpacked; the next start removes it."""


@dataclass(frozen=True)
class Picture:
    """The office's data: a digest of the practice database, and what the overlay holds."""

    practice: str
    overlay: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Look:
    """What was seen. `state` is that of the journal's last run, `under_way` the number of runs and restores in the
    middle of it."""

    picture: Picture
    state: str
    under_way: int
    faults: list[str] = field(default_factory=list)


def look(folder: Path) -> Look:
    """Look at the office in `folder` without changing it, beyond what SQLite puts right itself."""
    faults = [
        f"{path.name} is broken" for path in (folder / "practice.db", folder / "home" / "agent.db") if broken(path)
    ]
    faults += [f"{path} tells the password" for path in readable(folder / "home")]
    with closing(sqlite3.connect(folder / "practice.db")) as practice:
        dump = sha256("\n".join(practice.iterdump()).encode()).hexdigest()
    with closing(sqlite3.connect(folder / "home" / "agent.db")) as store:
        states = [state for (state,) in store.execute("SELECT state FROM replacements ORDER BY id DESC")]
        (restoring,) = store.execute("SELECT count(*) FROM restoring").fetchone()
    office = Office(folder / "home")
    overlay = sorted(
        (one.name, record_id, str(value))
        for one in office.practice.catalog
        if one.home == "overlay" and one.set == "customers"
        for record_id, value in office.overlay.values(office.practice.practice_id, one.name).items()
    )
    return Look(
        Picture(dump, tuple(overlay)), (states or [""])[0], sum(one in UNDER_WAY for one in states) + restoring, faults
    )


def settled(folder: Path, base: Picture | None) -> tuple[Look, list[str], list[str]]:
    """Start the agent as the next command does; then look, and see that what is done can be taken back to `base` (None:
    nobody can). Gives what was seen after the start, what it said, and what is wrong."""
    office = Office(folder / "home")
    with office.alone() as told:
        pass
    seen = look(folder)
    faults = [*seen.faults, *(f"after the start: {one}" for one in told if "\n" in one)]
    if seen.under_way:
        faults.append("a run is still under way after the start")
    if base is not None:
        if seen.state == "done":
            with office.alone():
                office.replace.undo(None, PolledProgress())
        if look(folder).picture != base:
            faults.append("the undo did not end where it began")
    return seen, told, faults


def leftovers(folder: Path, kept: Path) -> list[str]:
    """Files that should not be there: none but those of before, the agent's own, and whole backups. A journal of the
    practice database that a kill left is SQLite's; whoever writes next removes it."""
    with closing(sqlite3.connect(folder / "practice.db")) as practice:
        (version,) = practice.execute("PRAGMA user_version").fetchone()
        practice.execute(f"PRAGMA user_version = {version}")
    backups = {one.id for one in Office(folder / "home").backups.all()}
    known = {one.relative_to(kept) for one in kept.rglob("*")}
    found = [one.relative_to(folder) for one in folder.rglob("*")]
    return [
        f"{one} was left"
        for one in found
        if one not in known
        and not (one.suffix == ".backup" and one.stem in backups)
        and not one.name.startswith("agent.")
    ]


def broken(file: Path) -> bool:
    """Whether SQLite finds fault with it."""
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")] != ["ok"]


def readable(home: Path) -> list[Path]:
    """Files of the agent that hold the password in a form that can be read; the work folder of a backup apart, which
    the next start removes."""
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode(), CANARY.encode()[::-1]]
    return [
        path
        for path in home.rglob("*")
        if path.is_file() and WORK not in str(path) and any(form in path.read_bytes() for form in forms)
    ]
