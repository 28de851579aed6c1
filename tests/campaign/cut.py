"""Connections cut at any byte of an exchange, up and down: closed, reset, or left open and silent (reliability F20,
F21, goal R5)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import AgentError
from shared import limits
from tests.campaign.passages import Kind, Passage, Point, Side
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, FILLER_BYTES, Stage
from tests.campaign.tap import End

NAME: Final = "cut"
RETRIES: Final = 2
LOOK_EVERY: Final = 10
HANG_EVERY: Final = 100
"""One cut of so many leaves the connection open; the agent then waits for half a minute."""

WHOLE: Final[tuple[tuple[Kind, int], ...]] = (("begin", 1), ("part", 1), ("part", 2), ("commit", 1))
SMALL: Final[tuple[tuple[Kind, int], ...]] = (("begin+change", 1),)


@dataclass(frozen=True)
class Aim:
    """A cut, in an exchange with parts or in one whose change travels in the first request."""

    point: Point
    end: End
    small: bool

    def __str__(self) -> str:
        return f"{self.point} ({self.end})"


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Cut `rounds` exchanges."""
    chosen = islice(aims(random.Random(seed)), rounds)
    return judged([shot(stage, aim, look=at % LOOK_EVERY == 0) for at, aim in enumerate(chosen)], seed)


def judged(shots: list[Shot], seed: int) -> Report:
    """The report: every message is cut, in both directions."""
    hit = {one.place for one in shots}
    wanted = {f"{kind} {side}" for kind, _ in (*WHOLE, *SMALL) for side in ("up", "down")}
    missing = sorted(wanted - hit)
    return report(NAME, seed, shots, Rule("every message was cut both ways", not missing, ", ".join(missing)))


def aims(dice: random.Random) -> Iterator[Aim]:
    """Every message of both exchanges in turn, up and down, at bytes at random, often near an end; before that answers
    that end inside their head, which read like whole ones of somebody else."""
    for at, (kind, nth) in enumerate((*WHOLE, *SMALL)):
        yield Aim(Point(kind, nth, "down", 0.015 * (at + 1)), "fin", small=(kind, nth) in SMALL)
    turns = [(kind, nth, side) for kind, nth in (*WHOLE, *SMALL) for side in _SIDES]
    for at, (kind, nth, side) in enumerate(cycle(turns), 1):
        end: End = "hang" if at % HANG_EVERY == 0 else dice.choice(("fin", "rst"))
        yield Aim(Point(kind, nth, side, _share(dice)), end, small=(kind, nth) in SMALL)


_SIDES: Final[tuple[Side, Side]] = ("up", "down")


def _share(dice: random.Random) -> float:
    return dice.choice((0.0, 1.0, dice.random(), dice.random() ** 8, 1 - dice.random() ** 8))


def shot(stage: Stage, aim: Aim, *, look: bool) -> Shot:
    """Cut one exchange; Process has to end in one publication. `look` at the pages too."""
    before = stage.edit(0 if aim.small else FILLER_BYTES)
    stage.tap.trap(aim.point, lambda: aim.end)
    faults: list[str] = []
    try:
        stage.process(lambda _seconds: None)
    except AgentError as error:
        faults.append(f"Process gave up: {error} {error.detail}")
    sprung = bool(stage.tap.sprung)
    begun = sum(one.kind in ("begin", "begin+change") for one in stage.tap.log)
    if begun > 1 + RETRIES:
        faults.append(f"{begun - 1} retries")
    if (repeated := repeated_bytes(stage.tap.log)) > limits.PART_BYTES:
        faults.append(f"{repeated} bytes of parts were sent twice")
    if look:
        faults += stage.settled(before)
    else:
        state, number = stage.ledger.state(COMPANY), before.newest + 1
        if (state.snapshots, state.newest, state.published) != ((*before.snapshots, number), number, number):
            faults.append(f"{state} follows {before}")
    place = f"{aim.point.kind} {aim.point.side}" if sprung else "missed"
    return Shot(str(aim), place, f"published with {begun - 1} retries", tuple(faults))


def repeated_bytes(log: list[Passage]) -> int:
    """How much of the parts passed more than once: all that passed of each, less the part itself."""
    sent: dict[str, list[Passage]] = {}
    for one in log:
        if one.kind == "part":
            sent.setdefault(one.path, []).append(one)
    return sum(sum(one.up for one in same) - max(one.up_size for one in same) for same in sent.values())
