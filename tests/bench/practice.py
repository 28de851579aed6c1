"""The practice database that is published again and again, and what happens to it in between."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from backports import zstd

from tests.bench.prototype import documents
from tests.support.office import Office

HOUR = 3600
PUBLISHED = """SELECT number FROM customers WHERE status = 'ACTIVE' AND is_customer AND NOT is_employee
    AND NOT not_on_portal ORDER BY number"""


class Practice:
    """A sample office of `customers` in `folder`. Nobody in it has a password: verifiers are a row of their own."""

    def __init__(self, folder: Path, customers: int) -> None:
        self.office = Office(folder)
        self.office.sample(customers)
        self.path = self.office.practice
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("UPDATE customers SET password = ''")
            connection.execute("UPDATE users SET password = ''")
        self._moves = 0

    def change_one_percent(self) -> None:
        """Give every hundredth of the published customers another name."""
        self._moves += 1
        with closing(sqlite3.connect(self.path)) as connection, connection:
            marks = ((f"Moved {self._moves}", number) for number in self._every_hundredth())
            connection.executemany("UPDATE customers SET first_name = ? WHERE number = ?", marks)

    def size(self) -> int:
        """Bytes of the prototype's records, as zstd-3."""
        return len(zstd.compress(b"".join(body for _, _, body in documents(str(self.path))), 3))

    def changed_size(self) -> int:
        """Bytes of its records of the customers that are changed, as zstd-3."""
        numbers = set(self._every_hundredth())
        found = [body for kind, key, body in documents(str(self.path)) if kind == "customer" and key in numbers]
        return len(zstd.compress(b"".join(found), 3))

    def touch(self) -> None:
        """As if somebody had just written to it."""
        os.utime(self.path)

    def rest(self) -> None:
        """As if nobody had written to it for an hour."""
        before = time.time() - HOUR
        os.utime(self.path, (before, before))

    def _every_hundredth(self) -> list[str]:
        return [str(number) for (number,) in self.office.rows(PUBLISHED)[::100]]
