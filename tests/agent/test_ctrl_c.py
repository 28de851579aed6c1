"""Ctrl-C: a real SIGINT at a real command. It ends at once, with a sentence, and leaves nothing half done (A8, F6)."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.support.office import Office
from tests.support.processes import Running
from tests.support.receiver import Receiver

MANY = """
WITH RECURSIVE more(at) AS (VALUES (1) UNION ALL SELECT at + 1 FROM more WHERE at < 12000)
INSERT INTO customers (number, name, status, is_customer, password)
SELECT 'N' || at, 'Person ' || at, 'ACTIVE', 1, 'word ' || at FROM more
"""
REPLACE_ALL = ("replace", "--field", "CU.Customer Password", "--unique", "words", "--all", "--yes")


def stopped(running: Running, step: str) -> str:
    """Press Ctrl-C once the command says that it is at `step`; what it said by its end, which has to be soon."""
    try:
        running.wait_until(lambda: step in running.said())
        running.process.send_signal(signal.SIGINT)
        code = running.process.wait(10)
    finally:
        running.end()
    said = running.said()
    assert code == 1, said
    assert "Traceback" not in said
    return said


@pytest.fixture
def crowded(tmp_path: Path) -> Office:
    """An office with so many customers, and so much about them, that there is time to press Ctrl-C."""
    made = Office(tmp_path / "office")
    make_sample(made.practice, 10, 1, PolledProgress())
    made.change(MANY)
    made.change("UPDATE customers SET notes = hex(randomblob(2000))")
    made.init()
    return made


def test_a_sample_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    said = stopped(office.start("sample", str(office.practice), "--customers", "200000"), "Making customers")
    assert "Stopped." in said
    assert list(office.folder.glob("*practice*")) == []
    assert list(office.folder.glob(".*practice*")) == []


@pytest.mark.parametrize("step", ["Making a backup", "Writing"])
def test_F6_a_replacement_that_is_stopped_is_whole_or_not_at_all(crowded: Office, step: str) -> None:
    passwords = "SELECT id, password FROM customers ORDER BY id"
    before = crowded.rows(passwords)
    said = stopped(crowded.start(*REPLACE_ALL), step)
    assert "Stopped." in said
    after = crowded.rows(passwords)
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert changed in (0, len(before))
    undo = crowded.run("undo", "--json")
    assert undo.code == (3 if changed == 0 else 0), undo
    assert crowded.rows(passwords) == before
    assert list(crowded.home.glob("backups/.work-*")) == []


@pytest.mark.parametrize("step", ["Reading the practice database", "The portal is up to date; protecting passwords"])
def test_A8_a_process_that_is_stopped_says_what_was_published(paired: tuple[Receiver, Office], step: str) -> None:
    _, office = paired
    office.change(MANY)
    said = stopped(office.start("process"), step)
    assert "Stopped" in said
    if step.endswith("protecting passwords"):
        assert "the data is published, new passwords are not yet" in said
        assert "customers and users were on their way" in said
    else:
        assert "Nothing was published." in said
    (portal,) = office.must("status")["portals"]
    assert bool(portal["snapshot"]) == step.endswith("protecting passwords")
