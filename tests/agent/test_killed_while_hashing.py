"""kill -9 while passwords are being protected: the data is published already, and what was hashed is not hashed again
(F1, F5)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.office import Office
from tests.support.receiver import Receiver

CUSTOMERS = 120


def kept(office: Office) -> int:
    """Verifiers in the agent's own file."""
    with closing(sqlite3.connect(office.home / "agent.db", timeout=10)) as store:
        (count,) = store.execute("SELECT count(*) FROM verifiers").fetchone()
        return int(count)


def test_F5_what_was_hashed_before_a_kill_is_not_hashed_again(tmp_path: Path, receiver: Receiver) -> None:
    office = Office(tmp_path / "office")
    office.sample(CUSTOMERS)
    office.pair(receiver, receiver.create_company(112, "Green Valley Lawn Care"))
    running = office.start("process")
    running.wait_until(lambda: kept(office) > 0)
    running.kill()
    count = kept(office)
    (shown,) = receiver.told("SELECT count(*) FROM records WHERE kind = 'customer'")
    assert shown[0] > CUSTOMERS / 2
    told = office.process()
    every = told["credentials"]["customers"] + told["credentials"]["staff"]
    assert told["credentials"]["hashed"] == every - count and 0 < count < every
    assert told["counts"]["credential"] == told["credentials"]["customers"]
