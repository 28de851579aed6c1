"""kill -9 of the agent and all it started, at moments spread over a whole Process (reliability F1 to F5)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from typing import Final

from tests.campaign.places import LEAST, place_of, too_few
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage
from tests.campaign.tap import Point
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

Aim = Point | float
"""A point on the wire, or seconds after the start."""


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Kill `rounds` times: on fixed points first, at random ones after that."""
    return judged([shot(stage, aim) for aim in islice(aims(random.Random(seed)), rounds)], seed)


def judged(shots: list[Shot], seed: int) -> Report:
    """The report: without enough kills in either place it proves nothing."""
    missed = too_few([one.place for one in shots], "upload", "publishing")
    enough = Rule(f"at least {LEAST} kills in the upload and in the publishing", not missed, "; ".join(missed))
    return report(NAME, seed, shots, enough)


def aims(dice: random.Random) -> Iterator[Aim]:
    """Where to aim: fixed points, then without end others on every message and by the clock."""
    yield from (*UPLOAD, *PUBLISHING, AFTERWARDS, sum(STARTING) / 2)
    for point in cycle((*UPLOAD, *PUBLISHING, AFTERWARDS, None)):
        if point is None:
            yield dice.uniform(*STARTING)
        else:
            yield Point(point.kind, point.nth, point.side, round(dice.random(), 3))


def shot(stage: Stage, aim: Aim) -> Shot:
    """Kill one Process, look while it happens, then let the next one do its work."""
    before = stage.edit()
    stage.overseer.watch(stage.edition - 1, stage.edition)
    agent: list[Running] = []
    if isinstance(aim, Point):
        stage.tap.trap(aim, lambda: kill(agent[0]))
    agent.append(stage.office.start("process", "--json"))
    if isinstance(aim, float):
        time.sleep(aim)
        stage.tap.sprung = list(stage.tap.log)
        kill(agent[0])
    ended = agent[0].process.wait(SECONDS)
    place = place_of(stage.tap.sprung) if ended < 0 else "missed"
    again = stage.office.run("process", "--json")
    seen = stage.overseer.rest()
    faults = [*seen["faults"]]
    if again.code not in (0, 3):
        faults.append(f"the next Process ended with {again.code}: {again.out} {again.err}")
    if "Traceback" in again.err or any(one in again.out + again.err for one in stage.secrets):
        faults.append("the next Process told too much")
    faults += stage.settled(before)
    outcome = "nothing was left to do" if again.code == 3 else "the next Process published it"
    return Shot(str(aim), place, outcome, tuple(faults))


def kill(agent: Running) -> None:
    """The whole process group; not there any more is well too."""
    with suppress(ProcessLookupError):
        agent.kill()
