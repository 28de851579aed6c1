"""The receiver is asked to end (SIGTERM) or to begin anew (SIGHUP) in the middle of an upload, as hosts do when they
bring a new release (reliability F11). What is under way is answered, or told to come again; what arrived stays."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import AgentError
from tests.campaign.cut import FILLER_BYTES
from tests.campaign.frozen import family
from tests.campaign.passages import Passage, Point
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import Stage
from tests.support.processes import lives

NAME: Final = "restart"
WISHES: Final = (signal.SIGHUP, signal.SIGTERM)
ATTEMPTS: Final = 3
WAIT_SECONDS: Final = 60

FIXED: Final = (
    Point("part", 1, "up", 0.5),
    Point("commit", 1, "up", 1.0),
    Point("part", 2, "up", 1.0),
    Point("begin+change", 1, "up", 0.5),
    Point("part", 1, "up", 1.0),
    Point("commit", 1, "up", 0.5),
    Point("begin", 1, "up", 1.0),
    Point("begin+change", 1, "up", 1.0),
)


@dataclass(frozen=True)
class Aim:
    """Which wish comes when."""

    point: Point
    wish: signal.Signals

    def __str__(self) -> str:
        return f"{self.wish.name} at {self.point}"


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Ask `rounds` times."""
    shots = [shot(stage, aim) for aim in islice(aims(random.Random(seed)), rounds)]
    hits = [one.place for one in shots if one.place != "missed"]
    return report(NAME, seed, shots, at_least("wishes that came inside an exchange", len(hits), rounds // 2))


def aims(dice: random.Random) -> Iterator[Aim]:
    """The fixed points, then without end others on the same messages."""
    wishes = cycle(WISHES)
    yield from (Aim(point, next(wishes)) for point in FIXED)
    for point in cycle(FIXED):
        yield Aim(Point(point.kind, point.nth, dice.choice(("up", "down")), round(dice.random(), 3)), next(wishes))


@dataclass
class _Host:
    """Asks once, and starts the receiver again where it ended."""

    stage: Stage
    aim: Aim
    asked: threading.Event = field(default_factory=threading.Event)
    place: str = "missed"
    at_that_time: list[Passage] = field(default_factory=list)
    leaving: list[int] = field(default_factory=list)
    """The workers that a reload ends, once others serve."""

    def ask(self) -> None:
        """Called when the point is reached, which then goes on."""
        running = self.stage.receiver.running
        assert running is not None
        self.place = f"{self.aim.point.kind} {self.aim.point.side}"
        self.at_that_time = list(self.stage.tap.log)
        if self.aim.wish == signal.SIGHUP:
            self.leaving = family(running)[1:]
        os.kill(running.process.pid, self.aim.wish)
        self.asked.set()

    def bring_back(self, _seconds: float = 0.0) -> None:
        """What the agent does between two attempts."""
        if not self.asked.is_set():
            return
        receiver = self.stage.receiver
        assert receiver.running is not None
        if self.aim.wish == signal.SIGTERM:
            receiver.running.process.wait(WAIT_SECONDS)
            receiver.end()
            receiver.serve()
        else:
            receiver.wait_until_ready()
        self.asked.clear()

    def reloaded(self) -> None:
        """Wait until those have left: whoever keeps a connection to one of them is about to lose it."""
        running = self.stage.receiver.running
        assert running is not None
        running.wait_until(lambda: not any(map(lives, self.leaving)))


def shot(stage: Stage, aim: Aim) -> Shot:
    """Ask in the middle of one Process, which has to end in one publication."""
    before = stage.edit(0 if aim.point.kind == "begin+change" else FILLER_BYTES)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    host = _Host(stage, aim)
    stage.tap.trap(aim.point, host.ask)
    faults: list[str] = []
    for attempt in range(1, ATTEMPTS + 1):
        try:
            stage.process(host.bring_back)
        except AgentError as error:
            if attempt == ATTEMPTS:
                faults.append(f"Process gave up: {error} {error.detail}")
            host.bring_back()
        else:
            break
    host.bring_back()
    host.reloaded()
    faults += [f"{one.kind} was not answered" for one in host.at_that_time[-1:] if not one.answered]
    faults += [f"{one.kind} was answered {one.status}" for one in stage.tap.log if 499 < one.status != 503]
    faults += lost_parts(stage.tap.log)
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    answered = host.at_that_time[-1].status if host.at_that_time else 0
    return Shot(str(aim), host.place, f"the request was answered {answered}", tuple(faults))


def lost_parts(log: list[Passage]) -> list[str]:
    """Parts that were acknowledged and then sent once more."""
    have: set[str] = set()
    lost = []
    for one in log:
        if one.kind == "part":
            if one.path in have:
                lost.append(f"{one.path} was sent again after it was acknowledged")
            if one.answered and one.status == 204:
                have.add(one.path)
    return lost
