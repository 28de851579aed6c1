"""What a database of SQLite said was committed, and lost when the power went: the measure by which the disk of the
campaign (`disk`) is known to forget, and by which FULL is known to be enough."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from typing import Final, Literal

from tests.campaign.power_cut import PowerCut

COMMITS: Final = 30
LATEST: Final = 60
"""Calls to the disk within which the power goes."""


def lost(disk: PowerCut, synchronous: Literal["NORMAL", "FULL"], shots: int, seed: int) -> list[str]:
    """Cut the power so often while a program commits one row after the other into a WAL database; a sentence for each
    time that a row which was committed before is gone afterwards, or the database is broken."""
    file = disk.now / f"{synchronous}.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE done (number INTEGER)")
    dice, faults, kept = random.Random(seed), list[str](), 0
    for shot in range(shots):
        disk.settle()
        disk.arm(dice.randint(1, LATEST), dice.choice((0.0, 0.5, 1.0)), seed + shot)
        committed = _committed(disk, synchronous, kept)
        hit = disk.cut().hit
        disk.revive()
        with closing(sqlite3.connect(file)) as connection:
            ((kept,),) = connection.execute("SELECT count(*) FROM done")
            ((sound,),) = connection.execute("PRAGMA integrity_check")
        if kept < committed or sound != "ok":
            faults.append(f"{committed - kept} of {committed} commits were lost in {hit}, the database is {sound}")
    return faults


def _committed(disk: PowerCut, synchronous: str, known: int) -> int:
    """Commit until the power goes; how many commits there are now that came back before that, `known` of old."""
    file = disk.now / f"{synchronous}.db"
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        for number in range(COMMITS):
            connection.execute("INSERT INTO done VALUES (?)", (number,))
            if disk.state.hit:
                break
            known += 1
    return known
