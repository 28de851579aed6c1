"""Ten times the customers: what that costs the agent and the receiver."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bench.ground import MEGABYTE
from tests.bench.measuring import Beside, Cost, Costs, Result, Scale, at_most, in_turn, middling
from tests.bench.race import Race, race

TIMES = 10
BAR = 11.0
SMALL = 3
"""So many times each work of the small one is done in a round, since a moment's noise is a large part of it."""
NAMES = ("full push", "nothing changed", "file untouched", "1 % changed")


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about growth, from the customers asked for to ten times as many."""
    # A round of the large one takes the better part of a minute.
    rounds, customers, kind = scale.rounds // 2, scale.customers, scale.database
    with race(folder / "small", customers, kind) as small, race(folder / "large", customers * TIMES, kind) as large:
        often = [_often(work) for work in _works(small)]
        costs = in_turn(rounds, *often, *_works(large))
        memory = large.receiver_memory / MEGABYTE
    half = len(costs) // 2
    found = [
        _grown(f"growth: {name}", more, less, rounds)
        for name, less, more in zip(NAMES, costs[:half], costs[half:], strict=True)
    ]
    peaks = f"{large.peak / MEGABYTE:.0f} MB / {small.peak / MEGABYTE:.0f} MB"
    peak = f"peak at {customers * TIMES:,} customers"
    found += [
        at_most("growth: agent memory, MB", large.peak / MEGABYTE, 100, peak),
        at_most("growth: agent memory", large.peak / small.peak, 1.5, peaks),
        at_most("growth: receiver memory, MB", memory, 150, "after that, all processes"),
    ]
    return [scale.sized(row) for row in found]


def _works(one: Race) -> tuple[Callable[[], Cost], ...]:
    return one.push, one.nothing_changed, one.untouched, one.one_percent


def _often(work: Callable[[], Cost]) -> Callable[[], Cost]:
    return lambda: middling([work() for _ in range(SMALL)])


def _grown(goal: str, more: Costs, less: Costs, rounds: int) -> Result:
    both = Beside(more, less)
    return at_most(goal, both.ratio, BAR, f"{both.detail}; rounds: {rounds}")
