"""Faults that nobody has, planted so that the rules of the campaigns can be seen to find them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from hypothesis import strategies as st
from hypothesis.stateful import rule

from receiver.db.base import OPEN
from tests.campaign.checker import WATCHED, rows
from tests.campaign.ledger import SqliteLedger
from tests.campaign.stage import COMPANY, Stage
from tests.campaign.wire.any_order import STEPS, Office
from tests.campaign.wire.orders import Sent, Version


@contextmanager
def published_row_by_row(stage: Stage) -> Iterator[None]:
    """While inside, the portal is as a receiver leaves it that publishes one row after the other and has got to all but
    one: the record of the customer whom the readers watch is still the one of before."""
    assert isinstance(stage.ledger, SqliteLedger)
    number, newest = rows(stage.office.practice, WATCHED, 1)[0][0], stage.ledger.state(COMPANY).newest
    old, new = "until = ? AND since < ?", "since = ? AND since = ?"
    with closing(sqlite3.connect(stage.ledger.database, timeout=10, isolation_level=None)) as connection:

        def end(which: str, now: int, until: int) -> None:
            sql = f"UPDATE records SET until = ? WHERE company_id = ? AND kind = 'customer' AND key = ? AND {which}"
            assert connection.execute(sql, (until, COMPANY, number, now, newest)).rowcount == 1

        end(old, newest, OPEN)
        end(new, newest, newest)
        try:
            yield
        finally:
            end(old, OPEN, newest)
            end(new, newest, OPEN)


class RepeatsAsNew(Office):
    """A network that signs what it repeats anew and gives it a key of its own, so that the receiver can't know it."""

    # A rule that is only overridden is none.
    @rule(_request=Office.sent, times=st.integers(1, 3))
    def again(self, _request: Sent, times: int) -> None:
        """Publish what the first upload brought once more, `times` times."""
        desk, version = self.desks[0], Version(1, self.first)
        for turn in range(times):
            desk.base, desk.held = int(desk.computer.send("GET", "status").json()["newest"]), None
            upload = desk.ready(version, f"again-{desk.base}-{turn}-{self.version.number}", whole=True, inside=False)
            for step in STEPS:
                desk.hears(upload, self.network.deliver(desk.request(upload, step)))

    @property
    def first(self) -> tuple[str, ...]:
        """Who was in the first version."""
        held = next(rows for rows, number in self.known.items() if number == 1)
        return tuple(sorted(key for kind, key, _ in held if kind == "customer"))
