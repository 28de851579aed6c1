"""What each peer does, once: full loads into an empty PostgreSQL, and what it has for changes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.bench.measuring import Cost, Run, measured, processor_seconds
from tests.bench.practice import Practice
from tests.support.postgres import USER, Cluster
from tests.support.processes import environment

DLT = Path(__file__).parent / "dlt_load.py"
SETTINGS = {"RUNTIME__DLTHUB_TELEMETRY": "false"}
"""dlt shall call nobody."""
SENT = re.compile(r"Total bytes sent: ([0-9,]+)")
DUMP = """set -o pipefail
sqlite3 "$1" .dump |
    sed -E -e "/^PRAGMA/d; s/char\\(10\\)/chr(10)/g" \\
           -e "/^\t/{s/DATETIME/TIMESTAMP/; s/BLOB/BYTEA/; s/BOOLEAN DEFAULT '[01]'/INTEGER/}" |
    psql -q -v ON_ERROR_STOP=1 -o /dev/null "$2"
"""
"""SQLite's words for columns and line ends are not all PostgreSQL's, and its marks are numbers."""
LARGEST = "work"
"""The table whose rows are counted after a load."""


@dataclass
class Peers:
    """Other programs at work on the practice file; what they bring goes to PostgreSQL, rsync's to a second file."""

    folder: Path
    practice: Practice
    cluster: Cluster
    python: Path
    """Which has dlt."""
    sent: list[int] = field(default_factory=list)
    """Bytes that rsync sent after each change."""
    peaks: dict[str, int] = field(default_factory=dict)
    """The most memory of each, in bytes."""

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.merged = self.cluster.database()

    def pgloader(self) -> Cost:
        """The SQLite file into an empty database."""
        name = self.cluster.database()
        url = f"postgresql://{USER}@unix:{self.cluster.folder}:5432/{name}"
        cost, _ = self._cost("pgloader", ["pgloader", "--root-dir", str(self.folder), str(self.practice.path), url])
        self._check(name, "public")
        return cost

    def dump(self) -> Cost:
        """`sqlite3 .dump` into psql, an empty database."""
        name = self.cluster.database()
        cost, _ = self._cost(".dump", ["bash", "-c", DUMP, "dump", str(self.practice.path), self._address(name)])
        self._check(name, "public")
        return cost

    def dlt(self) -> Cost:
        """Everything into an empty database, by a pipeline that has never run."""
        name = self.cluster.database()
        cost = self._dlt("replace", name)
        self._check(name, "office")
        return cost

    def prepare(self) -> None:
        """Bring everything once, for what follows to be compared with."""
        self._dlt("merge", self.merged)
        self._rsync()

    def dlt_merge(self) -> Cost:
        """Everything once more, merged into what the same pipeline brought before."""
        return self._dlt("merge", self.merged)

    def rsync_changed(self) -> Cost:
        """The file, compressed, to where its earlier copy lies; only differences travel."""
        cost, size = self._rsync()
        self.sent.append(size)
        return cost

    def rsync_touched(self) -> Cost:
        """The same, of a file that somebody touched without a change."""
        self.practice.touch()
        return self._rsync()[0]

    def _rsync(self) -> tuple[Cost, int]:
        words = ["rsync", "--times", "--compress", "--no-whole-file", "--stats", str(self.practice.path), "."]
        cost, run = self._cost("rsync", words)
        found = SENT.search(run.answer.out)
        assert found, run.answer
        return cost, int(found[1].replace(",", ""))

    def _dlt(self, how: str, name: str) -> Cost:
        state = str(self.folder / name)
        # dlt wants a host and a password; libpq then takes the host of the query, which needs none.
        url = f"postgresql://{USER}:none@localhost/{name}?host={self.cluster.folder}"
        words = [str(self.python), str(DLT), str(self.practice.path), url, state, how]
        return self._cost(f"dlt {how}", words)[0]

    def _cost(self, peer: str, words: Sequence[str]) -> tuple[Cost, Run]:
        begun = processor_seconds(self.cluster.pid)
        run = measured(words, environment(self.folder, SETTINGS), self.folder)
        assert run.answer.code == 0, run.answer
        self.peaks[peer] = max(run.peak, self.peaks.get(peer, 0))
        return Cost(run.seconds, run.cpu + processor_seconds(self.cluster.pid) - begun), run

    def _address(self, name: str) -> str:
        return self.cluster.url(name).replace("+psycopg", "")

    def _check(self, name: str, schema: str) -> None:
        """A load counts only where it brought everything; the database goes again."""
        with closing(sqlite3.connect(self.practice.path)) as connection:
            wanted = connection.execute(f"SELECT count(*) FROM {LARGEST}").fetchone()
        with closing(psycopg.connect(self._address(name))) as connection:
            found = connection.execute(f'SELECT count(*) FROM "{schema}".{LARGEST}').fetchone()
        assert found == wanted, f"{found} rows of {wanted} arrived"
        self.cluster.drop(name)
