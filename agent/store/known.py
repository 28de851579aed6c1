"""What was made of each customer the last time, as long as his fingerprint (`office.reader`) and the rules stay.

It is no truth of its own: what is lost or does not fit is made anew. It goes with the transaction of the outbox.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

import msgspec

from agent.domain.known import KnownCustomer
from agent.store.passwords import Marker, Seal

SCHEMA = """
CREATE TABLE IF NOT EXISTS known_customers (
    practice_id TEXT NOT NULL,
    number TEXT NOT NULL,
    mark BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (practice_id, number)
) STRICT, WITHOUT ROWID;
"""

_AT_ONCE = 500

_SLICE = """
SELECT number, mark, sealed FROM known_customers WHERE practice_id = ? AND number > ? ORDER BY number LIMIT ?
"""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(KnownCustomer).decode


@dataclass
class KnownCustomers:
    """The known customers of a practice database, for one pass over it in the order of the numbers. `rules` tells by
    what they are made: customers made by other rules are not known."""

    practice_id: str
    seal: Seal
    marker: Marker
    connection: sqlite3.Connection
    rules: bytes
    _ahead: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    """A slice of what is known, the next number last."""
    _from: str = ""
    _more: bool = True
    _gone: list[str] = field(default_factory=list)
    _made: list[tuple[str, str, bytes, bytes]] = field(default_factory=list)

    def find(self, number: str, fingerprint: bytes) -> KnownCustomer | None:
        """What was made of this customer, where he has not moved since."""
        while True:
            while self._ahead and self._ahead[-1][0] < number:
                self._gone.append(self._ahead.pop()[0])
            if self._ahead or not self._more:
                break
            self._read_on()
        if not self._ahead or self._ahead[-1][0] != number:
            return None
        _, mark, sealed = self._ahead.pop()
        if not fingerprint or mark != self._mark(fingerprint):
            return None
        return _decode(self.seal.open(sealed, self._place(number)))

    def keep(self, number: str, fingerprint: bytes, made: KnownCustomer) -> None:
        """Remember what was made of this customer now."""
        sealed = self.seal.close(_encode(made), self._place(number))
        self._made.append((self.practice_id, number, self._mark(fingerprint), sealed))
        if len(self._made) >= _AT_ONCE:
            self._write()

    def forget(self) -> None:
        """Before the pass: nobody is known any more."""
        self.connection.execute("DELETE FROM known_customers WHERE practice_id = ?", (self.practice_id,))
        self._more = False

    def finish(self) -> None:
        """The pass is over: whoever was not asked about is forgotten."""
        self._gone += [number for number, _, _ in self._ahead]
        self._write()
        if self._more:
            self.connection.execute(
                "DELETE FROM known_customers WHERE practice_id = ? AND number > ?", (self.practice_id, self._from)
            )

    def _read_on(self) -> None:
        self._write()
        self._ahead = self.connection.execute(_SLICE, (self.practice_id, self._from, _AT_ONCE)).fetchall()[::-1]
        self._more = len(self._ahead) == _AT_ONCE
        if self._ahead:
            self._from = self._ahead[0][0]

    def _write(self) -> None:
        self.connection.executemany(
            "DELETE FROM known_customers WHERE practice_id = ? AND number = ?",
            ((self.practice_id, number) for number in self._gone),
        )
        self.connection.executemany("INSERT OR REPLACE INTO known_customers VALUES (?, ?, ?, ?)", self._made)
        self._gone.clear()
        self._made.clear()

    def _mark(self, fingerprint: bytes) -> bytes:
        return self.marker.mark_of(self.rules + fingerprint)

    def _place(self, number: str) -> bytes:
        return _encode((self.practice_id, number))
