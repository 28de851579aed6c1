"""Global replacement of 100,000 passwords with its journal, and the undo, beside the bare SQL of the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.bench.customer_list import window_rows
from tests.bench.measuring import Beside, Cost, Result, Scale, at_most, in_turn, megabytes, middle, timed
from tests.support.office import Office

ROWS = 100_000
SAMPLE = 1_000
BAR = 1.5
PHASES = ("plans", "scrolls", "performs", "undoes")
"""What is done in the window, of which the longest event is told."""

Told = dict[str, Cost]


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about replacing, undoing and unique passwords; the automatic backup is told apart."""
    office = Office(folder / "office")
    office.sample(SAMPLE)
    multiply(office.practice)
    found: list[Result] = []
    for word in ("", "words"):
        race = Race(office, word)
        middles = in_turn(scale.rounds, race.bare_replace, race.our_replace, race.bare_undo, race.our_undo)
        replacing, undoing = Beside(middles[1], middles[0]), Beside(middles[3], middles[2])
        name = "unique passwords" if word else "replacement"
        extra = f"; peak {megabytes(middle(race.peaks))}; the backup before it {middle(race.backups):.2f} s"
        found.append(at_most(f"{name} of 100,000, by SQL with journal", replacing.ratio, BAR, replacing.detail + extra))
        found.append(at_most(f"undo of that {name}", undoing.ratio, BAR, undoing.detail))
    words = ["-m", "tests.bench.replace_window", str(office.home)]
    return found + window_rows("replacement of 100,000 in the window", words, office, scale, PHASES)


def multiply(practice: Path) -> None:
    """Give the sample office a hundred of each customer, all of them ACTIVE; his jobs stay one's."""
    with closing(sqlite3.connect(practice)) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(customers)")]
        same = ", ".join(one for one in names if one not in ("id", "number"))
        connection.execute(
            "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?)"
            f" INSERT INTO customers (id, number, {same}) SELECT id + 100000 * n, number || '-' || n, {same}"
            " FROM customers, copy",
            (ROWS // SAMPLE - 1,),
        )
        connection.execute("UPDATE customers SET status = 'ACTIVE'")


class Race:
    """Both ways on one practice database; `word` asks for unique passwords. An undo belongs to the run before it."""

    def __init__(self, office: Office, word: str) -> None:
        self._office, self._rest = office, [word] if word else []
        self._told: dict[str, Told] = {}
        self.peaks: list[float] = []
        self.backups: list[float] = []

    def bare_replace(self) -> Cost:
        """The bare SQL, replacing."""
        journal = str(self._office.folder / "bare.db")
        return self._run("bare", ["-m", "tests.bench.bare_replace", str(self._office.practice), journal])["replace"]

    def our_replace(self) -> Cost:
        """Ours, from the plan to the end."""
        told = self._run("our", ["-m", "tests.bench.our_replace", str(self._office.home)])
        self.backups.append(told["backup"].wall)
        return told["replace"]

    def bare_undo(self) -> Cost:
        """The bare SQL, undoing."""
        return self._told["bare"]["undo"]

    def our_undo(self) -> Cost:
        """Ours, undoing."""
        return self._told["our"]["undo"]

    def _run(self, who: str, words: list[str]) -> Told:
        done = timed([*words, *self._rest], self._office.environment)
        assert done.answer.code == 0, done.answer
        told = done.answer.json
        if who == "our":
            self.peaks.append(told["peak"])
        self._told[who] = {name: Cost(*cost) for name, cost in told.items() if name != "peak"}
        return self._told[who]
