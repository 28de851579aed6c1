"""A computer of the office and a copy of it, folder and keys, publish at the same time, or one of them sleeps in the
middle and wakes up later (reliability F29, F30). One publication comes of it, and never an older one again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import TryLater
from tests.campaign.cut import FILLER_BYTES
from tests.campaign.ledger import State
from tests.campaign.passages import Point
from tests.campaign.report import Report, Shot, report
from tests.campaign.stage import COMPANY, Stage
from tests.support.faked_time import Clock
from tests.support.office import Office

NAME: Final = "copies"
SECONDS: Final = 120
LEASE: Final = timedelta(seconds=61)
ENDS: Final = frozenset({0, 3, 5})
"""Published, nothing to do, try again later."""
ASLEEP: Final = (
    Point("part", 1, "up", 1.0),
    Point("part", 2, "up", 0.5),
    Point("commit", 1, "up", 0.0),
    Point("begin", 1, "down", 1.0),
)


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Both at once and one asleep, in turn."""
    dice = random.Random(seed)
    points = cycle(ASLEEP)
    with a_copy(stage) as copy, by_a_clock(stage) as clock:
        shots = [
            at_once(stage, copy, clock, dice) if turn == "at once" else asleep(stage, copy, clock, next(points))
            for turn in islice(cycle(("asleep", "at once")), rounds)
        ]
    return report(NAME, seed, shots)


@contextmanager
def a_copy(stage: Stage) -> Iterator[Office]:
    """The same computer once more."""
    folder = stage.temporary.parent / "copy"
    copy = Office(folder, stage.office.company)
    shutil.copytree(stage.office.home, copy.home)
    try:
        yield copy
    finally:
        shutil.rmtree(folder)


@dataclass
class Ahead:
    """The receiver's clock, which goes on when somebody has to wait for a lease."""

    clock: Clock
    by: timedelta = timedelta()

    def a_minute(self) -> None:
        """It goes on by a lease."""
        self.by += LEASE
        self.clock.ahead(self.by)


@contextmanager
def by_a_clock(stage: Stage) -> Iterator[Ahead]:
    """While inside, the receiver goes by a clock that can be set."""
    receiver = stage.receiver
    clock = Clock(receiver.folder / "clock")
    kept = dict(receiver.environment)
    receiver.end()
    receiver.environment.update(clock.environment)
    receiver.serve()
    try:
        yield Ahead(clock)
    finally:
        receiver.end()
        receiver.environment.clear()
        receiver.environment.update(kept)
        receiver.serve()


def at_once(stage: Stage, copy: Office, clock: Ahead, dice: random.Random) -> Shot:
    """Both process the same data, one some moments after the other."""
    before = stage.edit(FILLER_BYTES)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    first = stage.office.start("process", "--json")
    late = threading.Event()
    late.wait(dice.random() * 0.5)
    second = copy.start("process", "--json")
    codes = sorted((first.process.wait(SECONDS), second.process.wait(SECONDS)))
    faults = [f"one ended with {code}" for code in codes if code not in ENDS]
    faults += agreed(stage, copy, clock) + stage.overseer.rest()["faults"] + once(stage, before) + shown(stage)
    return Shot("both at once", "the upload", "published once", tuple(faults))


def asleep(stage: Stage, copy: Office, clock: Ahead, point: Point) -> Shot:
    """One falls asleep in its upload; the other is told to wait for a minute and then publishes newer data; the first
    wakes up and goes on."""
    stage.edit(FILLER_BYTES)
    stage.overseer.watch(stage.edition - 1, stage.edition + 1)
    reached, awake = threading.Event(), threading.Event()
    stage.tap.trap(point, lambda: _held(reached, awake))
    sleeper = stage.office.start("process", "--json")
    try:
        sleeper.wait_until(reached.is_set)
        os.killpg(sleeper.process.pid, signal.SIGSTOP)
        if point.kind != "commit":  # which would publish without its computer: it is to come late, with the waking
            awake.set()
        stage.edit(FILLER_BYTES)
        faults = told_to_wait(stage, copy)
        ended_with = after_a_lease(stage, copy, clock)
        newer = stage.ledger.state(COMPANY)
        faults += [f"the copy: {ended_with}"] if ended_with != "published" else []
    finally:
        awake.set()
        os.killpg(sleeper.process.pid, signal.SIGCONT)
        ended = sleeper.process.wait(SECONDS)
    if ended not in ENDS:
        faults.append(f"the sleeper ended with {ended}: {sleeper.said()[-500:]}")
    older = [number for number in stage.ledger.state(COMPANY).snapshots if number > newer.newest]
    faults += [f"the sleeper published {older} after {newer.newest}"] if older else []
    faults += agreed(stage, copy, clock) + stage.overseer.rest()["faults"] + shown(stage)
    return Shot(f"asleep at {point}", f"asleep in {point.kind}", "the newer data stay", tuple(faults))


def told_to_wait(stage: Stage, copy: Office) -> list[str]:
    """What is wrong where the copy is not told that another one holds the lease."""
    try:
        stage.process(lambda _seconds: None, copy)
    except TryLater as error:
        return [] if "copy of this computer" in error.title and "seconds" in error.remedy else [f"told: {error}"]
    return ["the copy took over from a computer that holds the lease"]


def after_a_lease(stage: Stage, one: Office, clock: Ahead) -> str:
    """How a Process ends once the lease of the other is over. What was on its way when that one fell asleep may arrive
    later, and begins the minute anew: once."""
    for _ in range(2):
        clock.a_minute()
        with suppress(TryLater):
            return stage.process(lambda _seconds: None, one).outcome
    return "told to wait for more than a lease"


def _held(reached: threading.Event, awake: threading.Event) -> None:
    reached.set()
    awake.wait(SECONDS)


def agreed(stage: Stage, copy: Office, clock: Ahead) -> list[str]:
    """Both process once more, as soon as a lease that was left is over; then there is nothing left to do for either."""
    for one in (stage.office, copy):
        try:
            stage.process(lambda _seconds: None, one)
        except TryLater:
            after_a_lease(stage, one, clock)
    left = [stage.process(lambda _seconds: None, one).outcome for one in (stage.office, copy)]
    return [f"there was something left to do: {left}"] if set(left) != {"nothing changed"} else []


def once(stage: Stage, before: State) -> list[str]:
    """What is wrong where not exactly one snapshot came of it; numbers may have gaps."""
    state = stage.ledger.state(COMPANY)
    new = state.snapshots[len(before.snapshots) :]
    fine = len(new) == 1 and state.newest == state.published == new[0] and state.snapshots[:-1] == before.snapshots
    return [] if fine else [f"{state} follows {before}"]


def shown(stage: Stage) -> list[str]:
    """What is wrong where the pages do not show what the practice database holds."""
    faults: list[str] = stage.overseer.look(stage.edition)["faults"]
    return faults + stage.told()
