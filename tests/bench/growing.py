"""Ten times the customers: what that costs the agent and the receiver."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bench.measuring import Cost, Result, Scale, at_most, in_turn, resident
from tests.bench.pushing import CUSTOMERS, MEGABYTE, Race, race

TIMES = 10
BAR = 11.0


def rows(folder: Path, scale: Scale, kind: str) -> list[Result]:
    """The rows about growth. A round is long: there are three of them at most."""
    rounds = min(scale.rounds, 3)
    with race(folder / "small", CUSTOMERS, kind) as small, race(folder / "large", CUSTOMERS * TIMES, kind) as large:
        costs = in_turn(rounds, *_works(small), *_works(large))
        assert large.receiver.running is not None
        memory = resident(large.receiver.running.process.pid) / MEGABYTE
    half = len(costs) // 2
    names = ("full push", "nothing changed", "1 % changed")
    found = [
        _grown(f"growth: {name}", less, more)
        for name, less, more in zip(names, costs[:half], costs[half:], strict=True)
    ]
    peaks = f"{large.peak / MEGABYTE:.0f} MB / {small.peak / MEGABYTE:.0f} MB"
    return [
        *found,
        at_most("growth: agent memory, MB", large.peak / MEGABYTE, 100, f"peak at {CUSTOMERS * TIMES:,} customers"),
        at_most("growth: agent memory", large.peak / small.peak, 1.5, peaks),
        at_most("growth: receiver memory, MB", memory, 150, f"after {rounds} publications, all processes"),
    ]


def _works(one: Race) -> tuple[Callable[[], Cost], ...]:
    return one.push, one.nothing_changed, one.one_percent


def _grown(goal: str, less: Cost, more: Cost) -> Result:
    wall = f"{more.wall:.2f} s / {less.wall:.2f} s"
    detail = f"{wall}; processor time {more.cpu:.2f} s / {less.cpu:.2f} s = {more.cpu / less.cpu:.2f}"
    return at_most(goal, more.wall / less.wall, BAR, detail)
