"""The journal of replacements: what was planned, what each row held before and holds after, how far it came.

The cells are sealed, for they hold passwords: some hundred together, since a seal costs more than a cell. A run and its
cells stand here before anything is written anywhere else. Earlier releases sealed each row by itself (`replaced`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, groupby, islice, repeat
from operator import attrgetter

import msgspec

from agent.domain import values
from agent.domain.errors import AgentError
from agent.domain.replacement import Change
from agent.domain.runs import Run, RunState
from agent.domain.telling import told_run
from agent.store import telling
from agent.store.database import Store
from agent.store.passwords import Seal

SCHEMA = """
CREATE TABLE IF NOT EXISTS replacements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    practice_id TEXT NOT NULL,
    made TEXT NOT NULL,
    state TEXT NOT NULL,
    run BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS replaced_pages (
    replacement INTEGER NOT NULL REFERENCES replacements (id),
    page INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (replacement, page)
) STRICT;
CREATE TABLE IF NOT EXISTS replaced (
    replacement INTEGER NOT NULL REFERENCES replacements (id),
    record_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (replacement, record_id)
) STRICT, WITHOUT ROWID;
"""

KEPT_RUNS = 10
KEPT_DAYS = 30
"""The rows of the last 10 runs and of everything of 30 days are kept; of older runs only the line in the history."""
_FORGET = (
    "DELETE FROM replaced_pages WHERE replacement IN (SELECT id FROM replacements WHERE made < ? AND id NOT IN"
    " (SELECT id FROM replacements ORDER BY id DESC LIMIT ?))",
    "DELETE FROM replaced WHERE replacement IN (SELECT id FROM replacements WHERE made < ? AND id NOT IN"
    " (SELECT id FROM replacements ORDER BY id DESC LIMIT ?))",
)
_PAGE = 500
"""Cells that are sealed together."""
_Page = tuple[str, list[str], list[str], list[object], list[object]]
"""A page, opened: a field, and of each of its cells the record id, the label, what was there and what shall be."""


class Journal:
    """The journal in the agent's store; see `ports.Journal`."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._seal = Seal(key, b"journal")

    def begin(self, run: Run, changes: Iterable[Change]) -> Run:
        """See `ports.Journal`."""
        with self._store.write() as connection:
            made = connection.execute(
                "INSERT INTO replacements (practice_id, made, state, run) VALUES (?, ?, ?, ?)",
                (run.practice_id, run.made.isoformat(), run.state, msgspec.json.encode(run)),
            )
            kept = replace(run, id=int(made.lastrowid or 0))
            connection.executemany("INSERT INTO replaced_pages VALUES (?, ?, ?)", self._pages(kept.id, changes))
            self._prune(connection, run.made)
        return kept

    def move(self, run_id: int, state: RunState, by: str = "") -> None:
        """See `ports.Journal`."""
        with self._store.write() as connection:
            move(connection, run_id, state, by)

    def runs(self, practice_id: str) -> list[Run]:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            rows = connection.execute(
                "SELECT id, state, run FROM replacements WHERE practice_id = ? ORDER BY id DESC", (practice_id,)
            ).fetchall()
        return [_run(*row) for row in rows]

    def changes(self, run: Run, forward: bool = True) -> list[Change]:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            pages = connection.execute(
                "SELECT page, sealed FROM replaced_pages WHERE replacement = ? ORDER BY page", (run.id,)
            )
            found: list[Change] = []
            for page, sealed in pages:
                found.extend(self._page(run.id, page, sealed, forward))
            rows = connection.execute(
                "SELECT record_id, sealed FROM replaced WHERE replacement = ? ORDER BY record_id", (run.id,)
            )
            earlier = [self._row(run, record_id, sealed) for record_id, sealed in rows]
            return found + (earlier if forward else [one.reversed() for one in earlier])

    def keeps_rows(self, run_id: int) -> bool:
        """See `ports.Journal`."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM replaced_pages WHERE replacement = :run)"
                " OR EXISTS (SELECT 1 FROM replaced WHERE replacement = :run)",
                {"run": run_id},
            ).fetchone()
        return bool(row[0])

    def _pages(self, run_id: int, changes: Iterable[Change]) -> Iterator[tuple[int, int, bytes]]:
        number = count()
        for field, cells in groupby(changes, attrgetter("field")):
            while page := list(islice(cells, _PAGE)):
                at = next(number)
                columns = (
                    field,
                    list(map(attrgetter("record_id"), page)),
                    list(map(attrgetter("label"), page)),
                    values.flat(list(map(attrgetter("before"), page))),
                    values.flat(list(map(attrgetter("after"), page))),
                )
                yield run_id, at, self._seal.close(msgspec.msgpack.encode(columns), _place(run_id, at))

    def _page(self, run_id: int, page: int, sealed: bytes, forward: bool) -> Iterator[Change]:
        opened = self._seal.open(sealed, _place(run_id, page))
        field, ids, labels, before, after = msgspec.msgpack.decode(opened, type=_Page)
        since, then = (before, after) if forward else (after, before)
        return map(Change, ids, labels, values.unflat(since), values.unflat(then), repeat(field))

    def _row(self, run: Run, record_id: str, sealed: bytes) -> Change:
        row = self._seal.open(sealed, _place(run.id, record_id))
        label, before, after = msgspec.msgpack.decode(row, type=tuple[str, bytes, bytes])
        return Change(record_id, label, values.unpack(before), values.unpack(after), run.field)

    def _prune(self, connection: sqlite3.Connection, now: datetime) -> None:
        old = ((now - timedelta(days=KEPT_DAYS)).isoformat(), KEPT_RUNS)
        for statement in _FORGET:
            connection.execute(statement, old)


def move(connection: sqlite3.Connection, run_id: int, state: RunState, by: str = "") -> None:
    """Note how far a run is, and what of that the portals are told, as part of the caller's transaction; `by` names who
    undoes it or does it again. Raises `AgentError` where there is no such run."""
    row = connection.execute("SELECT id, state, run FROM replacements WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        raise AgentError(f"There is no replacement {run_id}.")
    run = _run(*row)
    moved = msgspec.json.encode(replace(run, id=0, swung_by=by or run.swung_by))
    connection.execute("UPDATE replacements SET state = ?, run = ? WHERE id = ?", (state, moved, run_id))
    told = told_run(run, state, telling.new_key(), datetime.now(UTC))
    telling.add(connection, run.practice_id, told)


def _run(run_id: int, state: str, run: bytes) -> Run:
    return replace(msgspec.json.decode(run, type=Run), id=run_id, state=RunState(state))


def _place(run_id: int, row: str | int) -> bytes:
    """Where a seal belongs: a page by its number, a row of an earlier release by its record id."""
    return msgspec.json.encode((run_id, row))
