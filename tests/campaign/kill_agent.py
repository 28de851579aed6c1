"""kill -9 of the agent and all it started, at moments spread over a whole Process (reliability F1 to F5)."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from tests.campaign.passages import Passage, Point
from tests.campaign.places import LEAST, place_of, too_few
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage
from tests.support.processes import Running

NAME: Final = "kill-agent"
SECONDS: Final = 60

UPLOAD: Final = (
    Point("begin", 1, "down", 0.5),
    Point("part", 1, "up", 0.3),
    Point("part", 1, "up", 1.0),
    Point("part", 1, "down", 1.0),
    Point("part", 2, "up", 0.7),
)
PUBLISHING: Final = (
    Point("commit", 1, "up", 0.0),
    Point("commit", 1, "up", 0.5),
    Point("commit", 1, "up", 1.0),
    Point("commit", 1, "down", 0.0),
    Point("commit", 1, "down", 0.5),
)
AFTERWARDS: Final = Point("commit", 1, "down", 1.0)
STARTING: Final = (0.4, 1.1)
"""Seconds after its start between which the agent loads, reads and builds: kills by the clock fall there."""

CALLS: Final = {
    "pwrite64": 700, "pread64": 900, "fdatasync": 25, "openat": 900, "unlink": 6, "sendto": 12, "ftruncate": 2,
    "fcntl": 300,
}  # fmt: skip
"""System calls of a Process, and about how many there are."""


@dataclass(frozen=True)
class Call:
    """The `nth` system call of a kind that the agent makes."""

    name: str
    nth: int

    def __str__(self) -> str:
        return f"system call {self.name} {self.nth}"


Aim = Point | Call | float
"""A point on the wire, a system call, or seconds after the start."""


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Kill `rounds` times: on fixed points first, at random ones after that."""
    return judged([shot(stage, aim) for aim in islice(aims(random.Random(seed)), rounds)], seed)


def judged(shots: list[Shot], seed: int) -> Report:
    """The report: without enough kills in either place it proves nothing."""
    missed = too_few([one.place for one in shots], "upload", "publishing")
    enough = Rule(f"at least {LEAST} kills in the upload and in the publishing", not missed, "; ".join(missed))
    return report(NAME, seed, shots, enough)


def aims(dice: random.Random) -> Iterator[Aim]:
    """Where to aim: fixed points, then without end others: on every message, by the clock, and in system calls where
    there is strace."""
    yield from (*UPLOAD, *PUBLISHING, AFTERWARDS, sum(STARTING) / 2)
    calls = CALLS if shutil.which("strace") else {}
    while True:
        for point in (*UPLOAD, *PUBLISHING, AFTERWARDS):
            yield Point(point.kind, point.nth, point.side, round(dice.random(), 3))
        yield dice.uniform(*STARTING)
        for name, most in calls.items():
            yield Call(name, dice.randint(1, most))


def shot(stage: Stage, aim: Aim) -> Shot:
    """Kill one Process, look while it happens, then let the next one do its work."""
    before = stage.edit()
    stage.overseer.watch(stage.edition - 1, stage.edition)
    agent: list[Running] = []
    if isinstance(aim, Point):
        stage.tap.trap(aim, lambda: kill(agent[0]))
    agent.append(started(stage, aim))
    if isinstance(aim, float):
        time.sleep(aim)
        stage.tap.sprung = list(stage.tap.log)
        kill(agent[0])
    ended = agent[0].process.wait(SECONDS)
    place = place_of(stage.tap.sprung or stage.tap.log) if ended == -signal.SIGKILL else "missed"
    again = stage.office.run("process", "--json")
    seen = stage.overseer.rest()
    faults = [*seen["faults"]]
    if again.code not in (0, 3):
        faults.append(f"the next Process ended with {again.code}: {again.out} {again.err}")
    if "Traceback" in again.err or any(one in again.out + again.err for one in stage.secrets):
        faults.append("the next Process told too much")
    faults += [f"{path} was sent again, and had arrived" for path in sent_again(stage.tap.log)]
    faults += stage.settled(before)
    outcome = "nothing was left to do" if again.code == 3 else "the next Process published it"
    return Shot(str(aim), place, outcome, tuple(faults))


def sent_again(log: Sequence[Passage]) -> list[str]:
    """Parts that were sent once more, although the answer to them had reached the office."""
    parts = [one for one in log if one.kind == "part"]
    arrived = {one.path: at for at, one in reversed(list(enumerate(parts))) if one.answered}
    return [one.path for at, one in enumerate(parts) if at > arrived.get(one.path, at)]


def started(stage: Stage, aim: Aim) -> Running:
    """A Process that goes on; where a system call is aimed at, it will not survive it."""
    if not isinstance(aim, Call):
        return stage.office.start("process", "--json")
    office = stage.office
    traced = ["-m", "tests.campaign.traced", os.devnull, "signal=SIGKILL", aim.name, str(aim.nth)]
    words = [*traced, "agent", "process", "--json"]
    return Running([*words, "--home", str(office.home)], office.environment, office.folder / "agent.log")


def kill(agent: Running) -> None:
    """The whole process group; not there any more is well too."""
    with suppress(ProcessLookupError):
        agent.kill()
