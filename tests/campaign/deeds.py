"""What the clerk does in the campaign of the replacement, on two small offices: one of our own schema, one of a foreign
database that lacks columns, so that fields of it live in the agent's own file.

`python -m tests.campaign.deeds` does them for `stunts`: every module is loaded once, and each deed is a fork that waits
to be let go, so that whoever traces it sees the calls of the deed and no others.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.domain.conditions import parse_all
from agent.domain.edit import Cell
from agent.domain.errors import AgentError
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.wiring.office import Office

CANARY: Final = "canary-Amsel-4711"
PASSWORD: Final = "CU.Customer Password"
CUSTOMERS: Final = 8
ENDED_WELL, REFUSED, BROKE = 0, 10, 11
"""How a deed ends: done, an error that speaks to a person, anything else."""

FOREIGN: Final = """
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Customer Name" = "Name"
"CU.City" = "Ort"
"CU.Customer Status" = { constant = "ACTIVE" }
"""


def ours(folder: Path) -> None:
    """An office of our own schema in `folder`."""
    make_sample(folder / "practice.db", CUSTOMERS, 1, PolledProgress())
    Office(folder / "home").set_up(str(folder / "practice.db"), None)


def foreign(folder: Path) -> None:
    """An office whose database has no column for passwords and e-mail."""
    with closing(sqlite3.connect(folder / "practice.db")) as connection, connection:
        connection.execute("CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT, Ort TEXT)")
        people = [(f"K{at} ", f"Person {at}", "Bern") for at in range(CUSTOMERS)]
        connection.executemany("INSERT INTO Kunden VALUES (?, ?, ?)", people)
    (folder / "mapping.toml").write_text(FOREIGN, "utf-8")
    Office(folder / "home").set_up(str(folder / "practice.db"), folder / "mapping.toml")


def replace(office: Office) -> None:
    """Give everybody the canary for a password."""
    catalog = office.practice.catalog
    active = parse_all(["CU.Customer Status = ACTIVE"], catalog, "customers")
    office.replace.perform(office.replace.plan(Wish(catalog.field(PASSWORD), active, CANARY)), PolledProgress())


def undo(office: Office) -> None:
    """Take the last run back."""
    office.replace.undo(None, PolledProgress())


def redo(office: Office) -> None:
    """Do it again."""
    office.replace.redo(None, PolledProgress())


def edit(office: Office) -> None:
    """Change two columns and two fields of the overlay, of two customers."""
    told = (
        ("CU.City", "K1 ", "Bern", "Thun"),
        ("CU.Customer Name", "K2 ", "Person 2", "Somebody"),
        (PASSWORD, "K1 ", "", CANARY),
        ("CU.Email", "K2 ", "", "k2@example.com"),
    )
    office.edit.save([Cell(office.practice.catalog.field(name), *rest) for name, *rest in told])


def restore(office: Office) -> None:
    """Put the oldest backup back."""
    oldest = min(office.home.backups.glob("*.backup"))
    office.restore.restore(office.restore.find(oldest.stem), "", PolledProgress())


def row_by_row(office: Office) -> None:
    """What no deed here does: every row in a transaction of its own, without a journal."""
    with closing(sqlite3.connect(office.chosen.url.removeprefix("sqlite:///"))) as connection:
        for (record,) in connection.execute("SELECT id FROM customers").fetchall():
            connection.execute("UPDATE customers SET password = ? WHERE id = ?", (CANARY, record))
            connection.commit()


@dataclass(frozen=True)
class Deed:
    """Something the clerk does in an office made by `office`, after `before` was done. `states` are those that the last
    run of the journal may have where the deed had no effect, and where it had; empty for what the journal is not about.
    """

    do: Callable[[Office], None]
    office: Callable[[Path], None]
    before: tuple[Callable[[Office], None], ...] = ()
    states: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


_BEGUN: Final = (frozenset(("", "rolled-back")), frozenset(("done",)))
_UNDO: Final = (frozenset(("done",)), frozenset(("undone",)))
_REDO: Final = (frozenset(("undone",)), frozenset(("done",)))

DEEDS: Final = {
    "replace": Deed(replace, ours, (), _BEGUN),
    "undo": Deed(undo, ours, (replace,), _UNDO),
    "redo": Deed(redo, ours, (replace, undo), _REDO),
    "restore": Deed(restore, ours, (replace,)),
    "edit": Deed(edit, foreign, (), _BEGUN),
    "undo of the edit": Deed(undo, foreign, (edit,), _UNDO),
    "replace in the overlay": Deed(replace, foreign, (), _BEGUN),
}
NAIVE: Final = Deed(row_by_row, ours)


def deed(name: str) -> Deed:
    """The deed called so; any other name is the one that nothing here does."""
    return DEEDS.get(name, NAIVE)


def done(name: str, home: Path) -> int:
    """Do it, as a command does."""
    try:
        office = Office(home)
        with office.alone():
            deed(name).do(office)
    except (AgentError, OSError) as error:  # which `agent.jobs.faults` puts into words
        told, code = str(error), REFUSED
    except BaseException as error:  # whatever it is, it is what the campaign looks for
        told, code = f"{type(error).__name__}: {error}", BROKE
    else:
        told, code = "done", ENDED_WELL
    os.writev(sys.stderr.fileno(), [told.encode()])  # a call that nobody lets fail
    return code


def serve() -> None:
    """For each line, {"deed", "home", "said"}: a fork that stops at once; its pid. Then how it ended."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os.dup2(os.open(asked["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(done(asked["deed"], Path(asked["home"])))
        os.waitpid(child, os.WUNTRACED)
        print(json.dumps({"pid": child}), flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    serve()
