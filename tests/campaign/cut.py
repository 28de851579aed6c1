"""Connections cut at any byte of an exchange, up and down: closed, reset, or left open and silent (reliability F20,
F21, goal R5)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice
from typing import Final

from agent.domain.errors import AgentError
from shared import limits
from tests.campaign.passages import Kind, Passage, Point, Side
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage
from tests.campaign.tap import End

NAME: Final = "cut"
RETRIES: Final = 2
LOOK_EVERY: Final = 10
HANG_EVERY: Final = 100
"""One cut of so many leaves the connection open; the agent then waits for half a minute."""
FILLER_BYTES: Final = 2_600
"""In the notes of each visit: two parts."""

EDGE_BYTES: Final = 512
"""So many bytes from the start of a message each one is cut at, and as many from its end."""
STEP_BYTES: Final = 1_024
"""Between two cuts in the middle."""

SIZES: Final[dict[tuple[Kind, int], tuple[int, int]]] = {
    ("begin", 1): (1_300, 1_100),
    ("part", 1): (limits.PART_BYTES, 800),
    ("part", 2): (limits.PART_BYTES, 800),
    ("commit", 1): (800, 1_400),
    ("begin+change", 1): (30 * 1_024, 1_400),
}
"""How large each message of both exchanges is at the most, up and down: those with parts, and the one whose change
travels in the first request. A cut behind the end of a message is missed, and said to be."""
MESSAGES: Final = tuple(SIZES)
SMALL: Final = frozenset({("begin+change", 1)})


@dataclass(frozen=True)
class Aim:
    """A cut, in an exchange with parts or in one whose change travels in the first request."""

    point: Point
    end: End
    small: bool

    def __str__(self) -> str:
        return f"{self.point} ({self.end})"


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Cut `rounds` exchanges: some chosen so that every message is cut both ways; the others are of all that
    `everywhere` names, in an order by chance, so that so many rounds as there are cuts make each of them."""
    dice = random.Random(seed)
    chosen = islice(chain(fixed(), shuffled(dice), at_random(dice)), rounds)
    return judged([shot(stage, aim, look=at % LOOK_EVERY == 0) for at, aim in enumerate(chosen)], seed)


def judged(shots: list[Shot], seed: int) -> Report:
    """The report: every message is cut, in both directions."""
    hit = {one.place for one in shots}
    wanted = {f"{kind} {side}" for kind, _ in MESSAGES for side in _SIDES}
    missing = sorted(wanted - hit)
    return report(NAME, seed, shots, Rule("every message was cut both ways", not missing, ", ".join(missing)))


_SIDES: Final[tuple[Side, Side]] = ("up", "down")


def fixed() -> Iterator[Aim]:
    """Every message cut once each way; answers end inside their head, which then read like whole ones of somebody
    else."""
    for at, (kind, nth) in enumerate(MESSAGES):
        yield Aim(Point(kind, nth, "down", 0.015 * (at + 1)), "fin", small=(kind, nth) in SMALL)
        yield Aim(Point(kind, nth, "up", 0.3 * (at % 3)), "rst", small=(kind, nth) in SMALL)


def everywhere() -> Iterator[Point]:
    """Every message, up and down: each byte of its first and last ones, and steps in between."""
    for (kind, nth), sizes in SIZES.items():
        for side, size in zip(_SIDES, sizes, strict=True):
            for byte in (*range(EDGE_BYTES + 1), *range(2 * STEP_BYTES, size, STEP_BYTES), *range(-EDGE_BYTES, 0)):
                yield Point(kind, nth, side, byte=byte)


def shuffled(dice: random.Random) -> Iterator[Aim]:
    """All of them."""
    points = list(everywhere())
    dice.shuffle(points)
    for at, point in enumerate(points, 1):
        yield Aim(point, _end(dice, at), small=(point.kind, point.nth) in SMALL)


def at_random(dice: random.Random) -> Iterator[Aim]:
    """Without end: messages in turn, at any byte."""
    turns = [(kind, nth, side) for kind, nth in MESSAGES for side in _SIDES]
    for at, (kind, nth, side) in enumerate(cycle(turns), 1):
        yield Aim(Point(kind, nth, side, dice.random()), _end(dice, at), small=(kind, nth) in SMALL)


def _end(dice: random.Random, at: int) -> End:
    return "hang" if at % HANG_EVERY == 0 else dice.choice(("fin", "rst"))


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
