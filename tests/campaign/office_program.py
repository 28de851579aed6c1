"""`python -m tests.campaign.office_program FILE hold | write EDITION`: the program of the office, which holds its
database or writes into it all the time, until its standard input ends. It knows nothing of the agent.

`write` lets everything that pages show carry one edition after the other, each in one transaction of several statements
with a pause in the middle, and tells the last one at the end.
"""

from __future__ import annotations

import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tests.support.processes import ROOT

PAUSE_SECONDS: Final = 0.01
STATEMENTS: Final = (
    "UPDATE company SET hours = ?",
    "UPDATE customers SET city = ? WHERE id % 2 = 0",
    "UPDATE jobs SET portal_note = ?",
    "UPDATE customers SET city = ? WHERE id % 2 = 1",
    "UPDATE work SET notes = ?",
)


@contextmanager
def at_work(practice: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """While inside, it holds the database, or writes into it. Whoever wants to know the last edition asks `ended`."""
    command = [sys.executable, "-m", "tests.campaign.office_program", str(practice), *words]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "at work\n"
        try:
            yield program
        finally:
            if program.poll() is None:
                program.communicate()


def ended(program: subprocess.Popen[str]) -> int:
    """End one that writes; gives the last edition."""
    said, _ = program.communicate()
    return int(said)


def hold(connection: sqlite3.Connection) -> None:
    """Nobody else reads or writes."""
    connection.execute("BEGIN EXCLUSIVE")
    print("at work", flush=True)
    sys.stdin.read()
    connection.execute("ROLLBACK")


def write(connection: sqlite3.Connection, edition: int) -> None:
    """One edition after the other."""
    print("at work", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        connection.execute("BEGIN IMMEDIATE")
        edition += 1
        for statement in STATEMENTS:
            connection.execute(statement, (f"Edition {edition}",))
            time.sleep(PAUSE_SECONDS)
        connection.execute("COMMIT")
    print(edition)


def main() -> None:
    """Do what the words say."""
    file, what, *rest = sys.argv[1:]
    with closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as connection:
        if what == "hold":
            hold(connection)
        else:
            write(connection, int(rest[0]))


if __name__ == "__main__":
    main()
