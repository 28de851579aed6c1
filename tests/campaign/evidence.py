"""What the receiver's tables hold as published, beside what passed on the wire and what the office's rows say: the
checker's second eye, by plain SQL."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from shared.canonical import SetDigest
from shared.parts import zstd
from shared.records import SECRET_KINDS

MARK: Final = re.compile(r"Edition ([0-9]+)")
PUBLISHED: Final = (
    "SELECT number, digest, counts FROM snapshots WHERE company_id = {0} AND number ="
    " (SELECT published FROM companies WHERE company_id = {0})"
)
RECORDS: Final = "SELECT kind, key, hash, body FROM records WHERE company_id = {0} AND since <= {1} AND until > {1}"
SHOWN: Final = (
    "SELECT number FROM customers WHERE status = 'ACTIVE' AND is_customer = 1 AND COALESCE(is_employee, 0) = 0"
    " AND COALESCE(not_on_portal, 0) = 0"
)
"""The customers who have to be on the portal."""


class Rows(Protocol):
    """Asks a database; the statement names its values by number, in braces."""

    def __call__(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows."""


@contextmanager
def asked(database: str) -> Iterator[Rows]:
    """The receiver's database: the path of a SQLite file, or how psycopg connects."""
    if "dbname=" in database:
        with psycopg.connect(database) as server:
            names = [f"%({at})s" for at in range(9)]
            yield lambda sql, *values: server.execute(
                sql.format(*names).encode(), {str(at): value for at, value in enumerate(values)}
            ).fetchall()
        return
    with closing(sqlite3.connect(f"{Path(database).as_uri()}?mode=ro", uri=True, timeout=10)) as file:
        yield lambda sql, *values: file.execute(sql.format(*(f"?{at}" for at in range(1, 10))), values).fetchall()


@dataclass(frozen=True)
class Evidence:
    """Of one company at the receiver, and its practice database at the office."""

    database: str
    company: int
    practice: Path

    def faults(self, edition: int, manifests: Sequence[dict[str, Any]]) -> list[str]:
        """What is wrong with what is published now, which should be `edition`. `manifests` are the wishes to publish
        that passed on the wire since it was written: what is published is one of them."""
        with asked(self.database) as ask:
            ((number, digest, counts),) = ask(PUBLISHED, self.company)
            records = [(kind, key, bytes(hash_), bytes(body)) for kind, key, hash_, body in self._records(ask, number)]
        told = {kind: count for kind, count in json.loads(bytes(counts)).items() if count}
        found = dict(Counter(kind for kind, *_ in records))
        faults = [f"snapshot {number} says {told} and holds {found}"] if told != found else []
        if _digest(records) != digest:
            faults.append(f"the records of snapshot {number} do not add up to its digest")
        if manifests and (digest, told) not in [(one["digest"], one["counts"]) for one in manifests]:
            faults.append(f"snapshot {number} is none of those that were sent")
        return faults + self._of_bodies(records, edition)

    def editions(self, number: int) -> set[int]:
        """The marks of all records of a snapshot."""
        with asked(self.database) as ask:
            found = self._records(ask, number)
        return {int(mark) for kind, _, _, body in found for mark in _marks(kind, bytes(body))}

    def texts(self, number: int, wanted: str, field: str) -> set[str]:
        """The values of a field in all records of a kind of a snapshot."""
        with asked(self.database) as ask:
            found = self._records(ask, number)
        return {json.loads(zstd.decompress(bytes(body)))[field] for kind, _, _, body in found if kind == wanted}

    def _records(self, ask: Rows, number: int) -> list[tuple[Any, ...]]:
        return ask(RECORDS, self.company, number)

    def _of_bodies(self, records: Sequence[tuple[str, str, bytes, bytes]], edition: int) -> list[str]:
        marks = {int(mark) for kind, _, _, body in records for mark in _marks(kind, body)}
        faults = [f"the published records are of the editions {sorted(marks)}"] if marks != {edition} else []
        for kind, key, hash_, body in records:
            plain = None if kind in SECRET_KINDS else zstd.decompress(body)
            if plain is not None and blake2b(plain, digest_size=32).digest() != hash_:
                faults.append(f"the {kind} {key} is not what its hash says")
        customers = {key for kind, key, _, _ in records if kind == "customer"}
        with closing(sqlite3.connect(f"{self.practice.as_uri()}?mode=ro", uri=True)) as practice:
            wanted = {row[0] for row in practice.execute(SHOWN)}
            known = {row[0] for row in practice.execute("SELECT number FROM customers")}
        if missing := wanted - customers:
            faults.append(f"{len(missing)} customers are not published")
        if strangers := customers - known:
            faults.append(f"{len(strangers)} customers are published whom the office does not know")
        return faults


def _digest(records: Sequence[tuple[str, str, bytes, bytes]]) -> str:
    whole = SetDigest()
    for kind, key, hash_, _ in sorted(records):
        whole.add(kind, key, hash_)
    return whole.hexdigest()


def _marks(kind: str, body: bytes) -> list[str]:
    return [] if kind in SECRET_KINDS else MARK.findall(zstd.decompress(body).decode())
