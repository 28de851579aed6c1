"""The Customer List with 100,000 customers: how long the window is kept from answering at most, each round in a process
of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.measuring import Result, Scale, at_most, megabytes, middle, timed
from tests.support.office import Office

CUSTOMERS = 100_000
SAMPLE = 1_000
BAR_MS = 100
PHASES = ("opens", "scrolls", "searches", "sorts")
ALIKE = """
    INSERT INTO {table} ({columns})
    SELECT {values} FROM {table}, (
        WITH RECURSIVE times (time) AS (SELECT 1 UNION ALL SELECT time + 1 FROM times WHERE time < ?)
        SELECT time FROM times
    )
"""


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The longest event of the window's thread: while the list opens, scrolls to its end, is searched, is sorted."""
    office = Office(folder / "office")
    office.sample(SAMPLE)
    grown(office.practice, CUSTOMERS // SAMPLE)
    words = ["-m", "tests.bench.customer_window", str(office.home), str(CUSTOMERS)]
    return window_rows(f"customer list of {CUSTOMERS:,}", words, office, scale, PHASES)


def window_rows(what: str, words: list[str], office: Office, scale: Scale, phases: Sequence[str]) -> list[Result]:
    """A row for each phase that the program of these words tells the longest event of."""
    runs = [timed(words, {**office.environment, "QT_QPA_PLATFORM": "offscreen"}) for _ in range(scale.rounds)]
    assert all(one.answer.code == 0 for one in runs), runs
    told = [one.answer.json for one in runs]
    memory = megabytes(middle([one.peak for one in runs]))
    return [
        at_most(
            f"{what} {phase}, ms",
            middle([float(one[phase]["ms"]) for one in told]),
            BAR_MS,
            f"longest: {told[-1][phase]['what']}; done after {middle([one[phase]['seconds'] for one in told]):.2f} s,"
            f" memory of the window {memory}",
        )
        for phase in phases
    ]


def grown(practice: Path, times: int) -> None:
    """Give the office `times` as many customers, with their telephone numbers, and nothing else of them."""
    with closing(sqlite3.connect(practice)) as connection, connection:
        for table, moved in (("customers", ("id", "number")), ("phones", ("id", "customer_id"))):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            most = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
            step = {"id": most, "number": SAMPLE, "customer_id": SAMPLE}
            values = [f"{one} + {step[one]} * time" if one in moved else one for one in columns]
            sql = ALIKE.format(table=table, columns=", ".join(columns), values=", ".join(values))
            connection.execute(sql, (times - 1,))
