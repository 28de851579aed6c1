"""An office whose every text is somebody's attempt to break a page, and what its pages have to show instead.

Two sorts of customers, so that every text stands in every text column without a password to hash for each:

* a lonely one has one text in every text column of his own and of all that hangs on him;
* a crowded one has many properties, phones, jobs and visits, each with its own text in every text column.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from agent.office.catalog import NATIVE, NATIVE_COLUMNS, TABLES
from shared import limits
from shared.passwords import can_be_typed
from tests.support.office import Office
from tests.support.texts import HANDS_ON, LISTED, TEXTS, WORST

EVERY = 40
"""Of the long list, each so manieth has a customer of his own."""

LONELY = (*WORST, *HANDS_ON, *LISTED[::EVERY])
CROWDS = 3
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\x00\u202e{{7*7}}"
"""For what a company has one of."""

OWN = {"customers": "id", "phones": "customer_id", "properties": "customer_id", "jobs": "customer_id", "work": "job_id"}
"""The tables that hang on a customer, and the column that says on whom."""

ROWS = (
    "INSERT INTO phones (id, customer_id) VALUES (:at, :customer)",
    "INSERT INTO properties (id, customer_id) VALUES (:at, :customer)",
    "INSERT INTO jobs (id, customer_id, next_visit, delayed) VALUES (:at, :customer, '2099-01-01 08:00:00', 1)",
    "INSERT INTO work (job_id, posted, planned) VALUES (:at, 0, '2099-01-02 08:00:00')",
    "INSERT INTO work (job_id, posted, started) VALUES (:at, 1, :started)",
)
CHILDREN = {"phones": "id", "properties": "id", "jobs": "id", "work": "job_id"}


@dataclass(frozen=True)
class Naughty:
    """A customer: how he signs in, and the texts that stand in his records."""

    number: str
    password: str
    texts: tuple[str, ...]


def text_columns() -> dict[str, str]:
    """By table, the SQL that puts `:text` into every text column but the id of the practice."""
    found = {}
    for name, table in TABLES.items():
        columns = [NATIVE_COLUMNS[name][one.name] for one in NATIVE.fields(name) if one.type in ("text", "memo")]
        found[table.name] = ", ".join(f"{column} = :text" for column in columns if column != "practice_id")
    return found


def fill(office: Office, this_year: int) -> tuple[list[Naughty], list[Naughty]]:
    """Put the texts into the sample office; gives its lonely and its crowded customers."""
    columns = text_columns()
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        for table in OWN:
            connection.execute(f"DELETE FROM {table}")
        for table in columns.keys() - OWN.keys():
            connection.execute(f"UPDATE {table} SET {columns[table]}", {"text": MARKUP})
        connection.executemany("INSERT INTO users (name, password, level) VALUES (?, ?, 2)", [(t, t) for t in WORST])
        started = f"{this_year}-01-01 08:00:00"
        lonely = [_lonely(connection, columns, at, text, started) for at, text in enumerate(LONELY, 1)]
        chunks = [TEXTS[n::CROWDS] for n in range(CROWDS)]
        crowded = [_crowded(connection, columns, n, texts, started) for n, texts in enumerate(chunks)]
    return lonely, crowded


def _lonely(connection: sqlite3.Connection, columns: dict[str, str], at: int, text: str, started: str) -> Naughty:
    number, password = f"L{at:04}", text if can_be_typed(text) else "maple syrup"
    connection.execute("INSERT INTO customers (id) VALUES (?)", (at,))
    connection.execute(f"UPDATE customers SET {columns['customers']} WHERE id = :at", {"text": text, "at": at})
    kept = "UPDATE customers SET number = ?, status = 'ACTIVE', password = ? WHERE id = ?"
    connection.execute(kept, (number, password, at))
    _hang_on(connection, columns, at, at, text, started)
    return Naughty(number, password, (text,))


def _crowded(
    connection: sqlite3.Connection, columns: dict[str, str], n: int, texts: Sequence[str], started: str
) -> Naughty:
    customer, number = 10_000 + n, f"C{n:04}"
    row = "INSERT INTO customers (id, number, status, name, password) VALUES (?, ?, 'ACTIVE', 'Many Things', ?)"
    connection.execute(row, (customer, number, "maple syrup"))
    for at, text in enumerate(texts):
        _hang_on(connection, columns, customer, customer * 1_000 + at, text, started)
    return Naughty(number, "maple syrup", tuple(texts))


def _hang_on(
    connection: sqlite3.Connection, columns: dict[str, str], customer: int, at: int, text: str, started: str
) -> None:
    """A phone, a property, a job and two visits with `text` in every text column."""
    for statement in ROWS:
        connection.execute(statement, {"at": at, "customer": customer, "started": started})
    for table, key in CHILDREN.items():
        connection.execute(f"UPDATE {table} SET {columns[table]} WHERE {key} = :at", {"text": text, "at": at})


CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def memo(text: str) -> str:
    """What a page shows of a text of several lines: blanks around it gone, line ends as one character, controls as
    signs, and of a long one the beginning."""
    shown = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    return _beginning(CONTROLS.sub(_sign, shown), limits.TEXT_CHARACTERS)


def line(text: str) -> str:
    """The same for a text of one line."""
    shown = CONTROLS.sub(_sign, text.strip().replace("\r\n", "\n").replace("\r", "\n"))
    return _beginning(shown.replace("\n", " ").replace("\t", " "), limits.LINE_CHARACTERS)


def _sign(found: re.Match[str]) -> str:
    """U+2400 and following are the pictures of C0; of C1 there are none."""
    code = ord(found.group())
    return "\u2421" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
