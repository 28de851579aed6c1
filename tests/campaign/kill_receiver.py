"""kill -9 of the receiver's whole process group, inside the storing of a part and inside the publishing transaction
(reliability F9, F10).

The receiver is stopped, looked at by the lock of its database, and let go in small steps until it is where it is
wanted; so a kill is known to have hit inside a transaction.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import AgentError
from tests.campaign.frozen import hunt
from tests.campaign.ledger import State
from tests.campaign.passages import Point
from tests.campaign.places import LEAST, too_few
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage

NAME: Final = "kill-receiver"
SECONDS: Final = 60
ATTEMPTS: Final = 3
STORING, PUBLISHING = "storing a part", "publishing"


@dataclass(frozen=True)
class Aim:
    """Where to kill: when the point is reached; `deeper` steps inside the transaction that follows, where not None."""

    point: Point
    deeper: int | None = None

    def __str__(self) -> str:
        return f"{self.point}" + ("" if self.deeper is None else f", {self.deeper} steps into the transaction")


FIXED: Final = (
    *(Aim(Point("part", n, "up", 1.0), deeper) for n, deeper in ((1, 0), (2, 0), (1, 1), (2, 2), (1, 0))),
    *(Aim(Point("commit", 1, "up", 1.0), deeper) for deeper in (0, 1, 0, 1, 0)),
    Aim(Point("part", 1, "up", 0.5)),
    Aim(Point("commit", 1, "down", 0.0)),
)
DEEPEST: Final = 6


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Kill `rounds` times: the fixed aims first, others at random after that; up to three times as many again where
    too few hit, which is a matter of luck on a busy computer."""
    shots: list[Shot] = []
    for aim in islice(aims(random.Random(seed)), 4 * rounds):
        if len(shots) >= rounds and not _missed(shots):
            break
        shots.append(shot(stage, aim))
    return judged(shots, seed)


def judged(shots: list[Shot], seed: int) -> Report:
    """The report: without enough kills inside either transaction it proves nothing."""
    missed = _missed(shots)
    return report(
        NAME, seed, shots, Rule(f"at least {LEAST} kills inside each transaction", not missed, "; ".join(missed))
    )


def _missed(shots: list[Shot]) -> list[str]:
    return too_few([one.place for one in shots], STORING, PUBLISHING)


def aims(dice: random.Random) -> Iterator[Aim]:
    """The fixed aims, then without end others of the same kinds."""
    yield from FIXED
    for aim in cycle(FIXED):
        if aim.deeper is None:
            yield Aim(Point(aim.point.kind, aim.point.nth, aim.point.side, round(dice.random(), 3)))
        else:
            yield Aim(aim.point, dice.randrange(DEEPEST))


@dataclass
class _Gun:
    """Fires once, when the aim is reached; says where it hit."""

    stage: Stage
    aim: Aim
    raised: threading.Event = field(default_factory=threading.Event)
    fired: threading.Event = field(default_factory=threading.Event)
    place: str = "missed"

    def fire(self) -> None:
        """Called in the middle of the exchange, which may be over when it hits."""
        self.raised.set()
        running = self.stage.receiver.running
        assert running is not None
        what = STORING if self.aim.point.kind == "part" else PUBLISHING
        self.place = f"{what}: outside of the transaction"
        if self.aim.deeper is not None:
            log = self.stage.tap.log[-1]
            if hunt(running, self.stage.ledger.writing, lambda: log.down > 0, self.aim.deeper):
                self.place = what
        self.stage.receiver.kill()
        self.fired.set()


def shot(stage: Stage, aim: Aim) -> Shot:
    """Kill the receiver in the middle of a Process, look at what it left, start it, and let the agent go on."""
    before = stage.edit()
    stage.overseer.watch(stage.edition - 1, stage.edition)
    gun = _Gun(stage, aim)
    stage.tap.trap(aim.point, gun.fire)
    back = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        process = pool.submit(_process, stage, back)
        try:
            while not gun.fired.wait(0.02):
                if process.done() and not gun.raised.is_set():
                    break
            if gun.fired.is_set():
                faults = [f"the database is broken: {one}" for one in stage.ledger.broken()]
                left = stage.ledger.left(COMPANY)
                whole = (*before.snapshots, before.newest + 1)
                if left not in (before, State(whole, before.newest + 1, before.newest + 1)):
                    faults.append(f"killed at {before}, it left {left}")
                outcome = "left the new snapshot" if left.newest > before.newest else "left the old snapshot"
                stage.receiver.serve()
            else:
                faults, outcome = ["the aim was never reached"], "nothing happened"
        finally:
            back.set()
        attempts = process.result(SECONDS)
    seen = stage.overseer.rest()
    faults += [*seen["faults"], *stage.settled(before)]
    if attempts > ATTEMPTS:
        faults.append(f"the agent needed {attempts} attempts")
    return Shot(str(aim), gun.place, outcome, tuple(faults))


def _process(stage: Stage, back: threading.Event) -> int:
    """Process until it works; gives the number of attempts, those that one Process makes by itself included."""
    waits = 0

    def wait(_seconds: float) -> None:
        nonlocal waits
        waits += 1
        back.wait(SECONDS)

    while True:
        try:
            stage.process(wait)
        except AgentError:
            wait(0)
            if waits > ATTEMPTS:
                raise
        else:
            return waits + 1
