"""The disk of the receiver's database runs full, before a Process or in the middle of one (reliability F15): 507 and
the old set, people sign in while anything is left, and nothing has to be mended afterwards. Only root may mount the
small disk that is filled."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError, TryLater
from tests.campaign.checker import WATCHED, rows
from tests.campaign.passages import Point
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import COMPANY, Stage
from tests.support.small_disk import fill, small_disk
from tests.support.visitor import Visitor

NAME: Final = "full-disk"
MEGABYTES: Final = 48
RESERVE: Final = MEGABYTES * 1024 * 1024 // 20
"""What the receiver keeps for sign-ins on a disk of this size."""
FILLER_BYTES: Final = 500


@dataclass(frozen=True)
class Aim:
    """The disk has `left` bytes left from `point` on; from before the Process where None."""

    left: int
    point: Point | None

    def __str__(self) -> str:
        return f"{self.left:,} bytes left from {self.point or 'the start'} on"


POINTS: Final = (None, Point("part", 1, "up", 0.5), Point("commit", 1, "up", 0.5), Point("begin", 1, "down", 1.0))


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Fill the disk `rounds` times."""
    if os.geteuid() != 0:
        raise PermissionError("only root may mount the small disk (tmpfs) that this fills")
    with on_a_small_disk(folder) as disk, Stage.open(folder, database) as stage:
        shots = [shot(stage, disk, aim) for aim in islice(aims(random.Random(seed)), rounds)]
    refused = sum(one.place == "refused" for one in shots)
    return report(NAME, seed, shots, at_least("times that the receiver had no space", refused, max(1, rounds // 2)))


@contextmanager
def on_a_small_disk(folder: Path) -> Iterator[Path]:
    """While inside, `folder / "receiver"` lies on a small disk, which is given."""
    with small_disk(folder / "disk", MEGABYTES) as inside:
        (folder / "receiver").symlink_to(inside)
        yield inside.parent


def aims(dice: random.Random) -> Iterator[Aim]:
    """Without end: nothing left, some of the reserve left, in turn with the points."""
    for point in cycle(POINTS):
        yield Aim(dice.choice((0, dice.randrange(RESERVE // 2, RESERVE))), point)


def shot(stage: Stage, disk: Path, aim: Aim) -> Shot:
    """Process with a full disk, look and sign in, make room, Process again."""
    before = stage.edit(FILLER_BYTES)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    ballast = disk / "ballast"
    said, faults = "published all the same", []
    if aim.point is None:
        fill(ballast, aim.left)
    else:
        stage.tap.trap(aim.point, lambda: fill(ballast, aim.left))
    try:
        try:
            stage.process(lambda _seconds: None)
        except TryLater as error:
            said = error.title
        except AgentError as error:
            said = error.title
            faults.append(f"told as something that does not pass: {error} {error.detail}")
        statuses = [one.status for one in stage.tap.log if one.status >= 400]
        faults += [f"answered {status}" for status in statuses if status != 507]
        if aim.left:
            faults += signs_in(stage)
    finally:
        ballast.unlink(missing_ok=True)
    if said != "published all the same":
        try:
            stage.process(lambda _seconds: None)
        except AgentError as error:
            faults.append(f"with room again, Process gave up: {error} {error.detail}")
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    faults += [f"the database is broken: {one}" for one in stage.ledger.broken()]
    return Shot(str(aim), "refused" if statuses else "not refused", said, tuple(faults))


def signs_in(stage: Stage) -> list[str]:
    """What is wrong where a customer can't sign in."""
    number, password, _ = rows(stage.office.practice, WATCHED, 1)[0]
    with Visitor(stage.receiver.url, COMPANY) as visitor:
        try:
            visitor.sign_in(number, password)
        except AssertionError as error:
            return [f"nobody can sign in: {error}"[:300]]
    return []
