"""How long the receiver takes to answer, as somebody who guesses would measure it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

ROUNDS: Final = 12

Measured = Iterable[tuple[str, float]]
"""Names, and the seconds that one answer about each took."""


def fastest(measure: Callable[[], Measured], alike: Callable[[float, float], bool]) -> tuple[float, float]:
    """The least seconds of the quickest and of the slowest name, measured again as long as these are not `alike`.

    A moment in which the machine is busy makes a few answers slow, and a series of some 20 has room for several; a
    difference that the receiver makes is there in every series.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, seconds in measure():
            found[name].append(seconds)
        least = [min(one) for one in found.values()]
        if alike(min(least), max(least)):
            break
    return min(least), max(least)
