"""The office's program holds the practice database while Process wants to read it, or writes into it meanwhile (F17,
F18): Process waits and says so, then gives up with everything as it was; what it publishes is of one instant."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest

from tests.agent.clerk import Clerk


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is over soon."""
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.1)
    monkeypatch.setattr("agent.usecases.patience.PATIENCE_SECONDS", 3)


@contextmanager
def locked(clerk: Clerk, let_go: threading.Event) -> Iterator[None]:
    """The office's program holds its database until `let_go`."""
    held = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(clerk.wired.office.practice, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            held.set()
            let_go.wait(60)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    try:
        yield
    finally:
        let_go.set()
        thread.join()


@pytest.mark.usefixtures("impatient")
def test_F17_a_lock_for_ever_is_told_and_changes_nothing(clerk: Clerk) -> None:
    clerk.move("Locked")
    before, practice = clerk.cities(), clerk.wired.office.practice.read_bytes()
    with locked(clerk, threading.Event()):
        said = clerk.process(code=5)["error"]
    assert said["title"] == "The practice database is in use by another program."
    assert "Nothing was changed" in said["remedy"]
    assert "Waiting for another program, which is using the practice database since" in clerk.said_last
    assert not clerk.wired.proxy.seen
    assert clerk.cities() == before
    assert clerk.wired.office.practice.read_bytes() == practice
    clerk.process()
    clerk.converged("Locked")


@pytest.mark.usefixtures("impatient")
def test_F17_a_lock_that_ends_is_waited_for(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.move("Released")
    let_go = threading.Event()

    def sleep(seconds: float) -> None:
        # It was met: now it ends.
        let_go.set()
        time.sleep(seconds)

    monkeypatch.setattr("agent.usecases.patience.time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
    with locked(clerk, let_go):
        assert clerk.process()["outcome"] == "published"
    assert "Waiting for another program" in clerk.said_last
    clerk.converged("Released")


@contextmanager
def moving_house(clerk: Clerk, waits: list[float]) -> Iterator[None]:
    """Another program lets everybody move to the next city, one turn right after the other, and one half of the people
    a moment before the other half. `waits` gets how long each commit took."""
    over, turns = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(clerk.wired.office.practice, timeout=60, isolation_level=None)) as connection:
            turn = 0
            while not over.is_set():
                turn += 1
                begun = time.monotonic()
                connection.execute("BEGIN IMMEDIATE")
                for half in (0, 1):
                    connection.execute("UPDATE customers SET city = ? WHERE id % 2 = ?", (f"Turn {turn}", half))
                connection.execute("COMMIT")
                waits.append(time.monotonic() - begun)
                turns.set()
                # Without any pause SQLite lets no reader in between.
                over.wait(0.02)

    thread = threading.Thread(target=write)
    thread.start()
    assert turns.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_F18_written_to_all_the_time_every_snapshot_is_of_one_instant(clerk: Clerk, mode: str) -> None:
    with closing(sqlite3.connect(clerk.wired.office.practice)) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode.lower(),)
    seen, waits = clerk.snapshots(), list[float]()
    with moving_house(clerk, waits):
        for _ in range(4):
            clerk.process()
    published = [number for number in clerk.snapshots() if number not in seen]
    cities = [clerk.cities_of(number) for number in published]
    assert all(len(one) == 1 for one in cities), cities
    assert len({city for one in cities for city in one}) == len(published) >= 4
    assert len(waits) > len(published), "the office's program came to nothing meanwhile"
