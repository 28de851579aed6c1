"""The host puts an older copy of the receiver's data back (reliability F39), or an older release of it, to which the
database or the office is too new (F40)."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError
from agent.upload import client
from shared.version import PROTOCOL
from tests.campaign.report import Report, Shot, report
from tests.campaign.stage import COMPANY, Stage
from tests.campaign.wire.copies import shown
from tests.support.receiver import Receiver

MOST: Final = 3
"""Editions that the office publishes between the copy and the day it is put back."""
FUTURE: Final = "9999"


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Put a copy back `rounds` times. SQLite alone: a copy of a PostgreSQL is the host's own matter."""
    dice = random.Random(seed)
    return report("restored", seed, [put_back(stage, dice.randint(1, MOST), at) for at in range(rounds)])


def play_versions(stage: Stage, rounds: int, seed: int) -> Report:
    """An office that is newer, and a database that is, in turn."""
    turns = islice(cycle((newer_office, newer_database)), rounds)
    return report("versions", seed, [turn(stage) for turn in turns])


def put_back(stage: Stage, since: int, at: int) -> Shot:
    """Copy, publish `since` editions, put the copy back, process."""
    receiver = stage.receiver
    copy = copied(receiver, f"copy-{at}")
    faults: list[str] = []
    for _ in range(since):
        stage.edit(0)
        stage.process(lambda _seconds: None)
    seen = stage.ledger.state(COMPANY).newest
    receiver.end()
    receiver.put_back(copy)
    receiver.serve()
    stage.overseer.watch(stage.edition - since, stage.edition)
    try:
        stage.process(lambda _seconds: None)
    except AgentError as error:
        faults.append(f"Process gave up: {error} {error.detail}")
    faults += stage.overseer.rest()["faults"]
    state = stage.ledger.state(COMPANY)
    if not (state.newest == state.published > seen):
        faults.append(f"{state}, and the office had seen {seen}")
    again = stage.process(lambda _seconds: None)
    if again.outcome != "nothing changed":
        faults.append(f"a second Process {again.outcome}")
    return Shot(f"{since} publications back", "the receiver's data", "sent again whole", tuple(faults + shown(stage)))


def copied(receiver: Receiver, name: str) -> Path:
    """A copy of the receiver's data as it is now."""
    copy = receiver.folder / name
    shutil.copytree(receiver.data / "files", copy / "files")
    with (
        closing(sqlite3.connect(receiver.database)) as source,
        closing(sqlite3.connect(copy / receiver.database.name)) as target,
    ):
        source.backup(target)
    return copy


def newer_office(stage: Stage) -> Shot:
    """The office speaks a protocol that the receiver does not know yet."""
    before = stage.edit(0)
    faults = []
    ours = PROTOCOL
    with speaking(ours + 1):
        try:
            stage.process(lambda _seconds: None)
        except AgentError as error:
            told = f"{error} {error.detail}"
            if f"{ours}" not in told or f"'{ours + 1}'" not in told:
                faults.append(f"does not tell both versions: {told}")
        else:
            faults.append("was served")
    if stage.ledger.state(COMPANY) != before:
        faults.append("something was published")
    stage.process(lambda _seconds: None)
    return Shot("the office is newer", "the first request", "both versions told", (*faults, *stage.settled(before)))


@contextmanager
def speaking(version: int) -> Iterator[None]:
    """While inside, the agent of this process speaks that version of the protocol."""
    vars(client)["PROTOCOL"] = version
    try:
        yield
    finally:
        vars(client)["PROTOCOL"] = PROTOCOL


def newer_database(stage: Stage) -> Shot:
    """The receiver's database was brought up to date by a later release than the one that is started."""
    before = stage.edit(0)
    receiver, faults = stage.receiver, []
    receiver.end()
    kept = versioned(receiver, FUTURE)
    said = receiver.run("serve", "--bind", f"127.0.0.1:{receiver.port}")
    versioned(receiver, kept)
    if said.code == 0 or "newer release" not in said.err or FUTURE not in said.err or "Traceback" in said.err:
        faults.append(f"started all the same, or said: {said.err}")
    receiver.serve()
    stage.process(lambda _seconds: None)
    return Shot("the database is newer", "the start", "refused with the version", (*faults, *stage.settled(before)))


def versioned(receiver: Receiver, version: str) -> str:
    """Note another version in the database; gives the one before."""
    before = str(receiver.told("SELECT version_num FROM alembic_version")[0][0])
    receiver.told("UPDATE alembic_version SET version_num = :version", version=version)
    return before
