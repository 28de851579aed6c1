"""`python -m tests.bench.bare_replace PRACTICE JOURNAL [words]`: the least that replaces a field and takes it back.

The password of every ACTIVE customer becomes "clip" (with `words`: a word of his own, from one look at the random
source). First a journal in a file of its own keeps record id, number, name, what was there and what shall be, in clear,
and is committed to the disk; then one transaction of the practice database sets what the journal says, and the journal
is told. The undo gives back what the journal holds, where the new value still stands. Nothing is sealed, no row comes
to Python. Prints the seconds of both by the clock and of the processor, without Python's own start.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

JOURNAL = """
CREATE TABLE own.runs (id INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE own.cells (id INTEGER PRIMARY KEY, number TEXT, name TEXT, before TEXT, after TEXT);
"""


def perform(connection: sqlite3.Connection, words: bool) -> None:
    """Replace everybody's password, or hand out words."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO own.runs VALUES (1, 'applying')")
    if words:
        many = connection.execute("SELECT count(*) FROM customers").fetchone()[0]
        noise = os.urandom(8 * many).hex()
        connection.execute("CREATE TEMP TABLE drawn (id INTEGER PRIMARY KEY, word TEXT)")
        drawn = ((noise[at : at + 16],) for at in range(0, 16 * many, 16))
        connection.executemany("INSERT INTO drawn (word) VALUES (?)", drawn)
        connection.execute(
            "INSERT INTO own.cells SELECT c.id, c.number, c.name, c.password, d.word FROM"
            " (SELECT *, row_number() OVER () AS place FROM main.customers WHERE status = 'ACTIVE')"
            " AS c JOIN drawn AS d ON d.id = c.place"
        )
    else:
        connection.execute(
            "INSERT INTO own.cells SELECT id, number, name, password, 'clip' FROM main.customers"
            " WHERE status = 'ACTIVE'"
        )
    connection.execute("COMMIT")
    swing(connection, "after", "before", "done")


def undo(connection: sqlite3.Connection) -> None:
    """Give back what was there."""
    connection.execute("UPDATE own.runs SET state = 'undoing'")
    swing(connection, "before", "after", "undone")


def swing(connection: sqlite3.Connection, to: str, since: str, state: str) -> None:
    """Set one column of the journal where the other still stands."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        f"UPDATE main.customers SET password = c.{to} FROM own.cells AS c"
        f" WHERE customers.id = c.id AND customers.password IS c.{since}"
    )
    connection.execute("COMMIT")
    connection.execute("UPDATE own.runs SET state = ?", (state,))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


if __name__ == "__main__":
    practice, journal, *rest = sys.argv[1:]
    Path(journal).unlink(missing_ok=True)
    with closing(sqlite3.connect(practice, isolation_level=None)) as opened:
        opened.execute("ATTACH ? AS own", (journal,))
        opened.executescript(JOURNAL)
        told = {"replace": timed(lambda: perform(opened, bool(rest))), "undo": timed(lambda: undo(opened))}
    print(json.dumps({**told, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
