"""SIGKILL of the receiver's worker in the Nth write or sync that it makes while it stores a part or publishes
(reliability F9, F10, goal R7). Needs strace.

strace comes in when the request is on its way, so that the count begins there, and kills before the call is made; what
it noted tells which file the call was for.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError
from tests.campaign.cut import FILLER_BYTES
from tests.campaign.disk_errors import ATTACH_SECONDS, traced
from tests.campaign.frozen import family
from tests.campaign.passages import Kind, Point
from tests.campaign.places import LEAST, too_few
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage
from tests.campaign.wire.recovery import in_time
from tests.support.receiver import Receiver

NAME: Final = "kill-worker"
READY_SECONDS: Final = 3.0
"""How soon a new worker has to serve (goal R7)."""
STORING, PUBLISHING = "storing a part", "publishing"
PLACES: Final[dict[Kind, str]] = {"part": STORING, "commit": PUBLISHING, "begin+change": PUBLISHING}
ATTEMPTS: Final = 4


@dataclass(frozen=True)
class Aim:
    """The `nth` call of this kind after the request has begun to arrive."""

    kind: Kind
    call: str
    nth: int

    def __str__(self) -> str:
        return f"{self.call} {self.nth} in {self.kind}"


CALLS: Final[dict[tuple[Kind, str], int]] = {
    ("part", "pwrite64"): 400,
    ("part", "fdatasync"): 3,
    ("commit", "pwrite64"): 24,
    ("commit", "fdatasync"): 4,
    ("begin+change", "pwrite64"): 60,
    ("begin+change", "fdatasync"): 6,
}
"""About how many of them each request makes."""


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Kill `rounds` times; up to as many again where too few hit."""
    shots: list[Shot] = []
    ready: list[float] = []
    least = min(LEAST, rounds // 3)
    for aim in islice(aims(random.Random(seed)), 2 * rounds):
        if len(shots) >= rounds and not _missed(shots, least):
            break
        shots.append(shot(stage, aim, ready))
    return judged(shots, ready, seed, least)


def judged(shots: list[Shot], ready: list[float], seed: int, least: int) -> Report:
    """The report; kills have to have hit both, and a new worker has to serve soon."""
    missed = _missed(shots, least)
    return report(
        NAME,
        seed,
        shots,
        Rule(f"at least {least} kills inside each", not missed, "; ".join(missed)),
        in_time("a new worker serves", ready, READY_SECONDS),
    )


def _missed(shots: list[Shot], least: int) -> list[str]:
    return too_few([one.place.partition(":")[0] for one in shots], STORING, PUBLISHING, least=least)


def aims(dice: random.Random) -> Iterator[Aim]:
    """Without end: the first calls and the last ones of every request more often, for that is where most happens."""
    yield from (Aim(kind, call, 1) for kind, call in CALLS)
    for (kind, call), most in cycle(CALLS.items()):
        yield Aim(kind, call, dice.choice((dice.randint(1, 4), 1 + int(most * dice.random()))))


@dataclass
class Gun:
    """strace with its finger on the worker."""

    stage: Stage
    aim: Aim
    notes: Path
    strace: subprocess.Popen[bytes] | None = None
    fired: float = 0.0
    """When the worker was gone, by the monotonic clock; 0 where the call never came."""
    ready: list[float] = field(default_factory=list)

    def aimed(self) -> None:
        """Called when the request begins to arrive, which waits."""
        running = self.stage.receiver.running
        assert running is not None
        worker = family(running)[1]
        kill = f"inject={self.aim.call}:signal=SIGKILL:when={self.aim.nth}"
        words = ["strace", "-f", "-y", "-o", str(self.notes), "-e", f"trace={self.aim.call}", "-e", kill]
        self.strace = subprocess.Popen([*words, "-p", str(worker)], stderr=subprocess.DEVNULL)
        end = time.monotonic() + ATTACH_SECONDS
        while not traced(worker):
            assert self.strace.poll() is None and time.monotonic() < end, "strace can't attach to the receiver"
            time.sleep(0.005)

    def waited(self, _seconds: float) -> None:
        """What the agent does between two attempts: it waits for the new worker."""
        if self.strace is not None and not self.fired:
            try:
                self.strace.wait(ATTACH_SECONDS)
            except subprocess.TimeoutExpired:
                self.strace.terminate()
                raise
            self.fired = time.monotonic()
            again = came_back(self.stage.receiver)
            self.ready += [time.monotonic() - self.fired] if again else []

    def put_away(self) -> str:
        """End it; gives the last call it noted."""
        if self.strace is None:
            return ""
        self.strace.terminate()
        self.strace.wait()
        calls = [line for line in self.notes.read_text(errors="replace").splitlines() if f"{self.aim.call}(" in line]
        return calls[-1] if calls else ""


def came_back(receiver: Receiver) -> bool:
    """Wait until the receiver serves; False where it had to be started, as the host's own supervisor does: the server
    gives up when a worker dies within five seconds of its birth, which campaigns bring about and hosts hardly."""
    try:
        receiver.wait_until_ready()
    except AssertionError:
        assert receiver.running is not None
        if receiver.running.process.poll() is None:
            raise
        receiver.end()
        receiver.serve()
        return False
    return True


def shot(stage: Stage, aim: Aim, ready: list[float]) -> Shot:
    """Kill the worker in one Process, which has to end in one publication."""
    before = stage.edit(0 if aim.kind == "begin+change" else FILLER_BYTES)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    gun = Gun(stage, aim, stage.temporary.parent / "strace.log")
    stage.tap.trap(Point(aim.kind, 1, "up", byte=0), gun.aimed)
    faults: list[str] = []
    attempts = 0
    while True:
        attempts += 1
        try:
            stage.process(gun.waited)
        except AgentError as error:
            if attempts == ATTEMPTS:
                faults.append(f"Process gave up: {error}")
                break
            gun.waited(0)
        else:
            break
    last = gun.put_away()
    came_back(stage.receiver)
    faults += [f"the database is broken: {one}" for one in stage.ledger.broken()]
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    ready += gun.ready[:1]
    file = last.partition("<")[2].partition(">")[0].rpartition("/")[2]
    place = f"{PLACES[aim.kind]}: {aim.call} of {file}" if gun.fired else "missed"
    outcome = f"published at attempt {attempts}"
    return Shot(str(aim), place, outcome, tuple(faults))
