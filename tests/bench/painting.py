"""The agent's window, from the start of the program to its first picture, beside an empty one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.bench.measuring import Beside, Cost, Result, Scale, at_most, in_turn, timed
from tests.support.office import Office

BAR = 1.5


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The row about the first picture; the screen is Qt's own in memory."""
    office = Office(folder / "office")
    office.sample(scale.passwords)
    drawn = partial(first_picture, office)
    drawn("-")  # once before it counts: Python's own files are compiled
    empty, ours = in_turn(2 * scale.rounds + 1, lambda: drawn("-"), lambda: drawn(str(office.home)))
    both = Beside(ours, empty)
    return [at_most("first picture of the window", both.ratio, BAR, f"an empty window is 1; {both.detail}")]


def first_picture(office: Office, place: str) -> Cost:
    """What a program took until then."""
    environment = {**office.environment, "QT_QPA_PLATFORM": "offscreen"}
    done = timed(["-m", "tests.bench.first_paint", place], environment)
    assert done.answer.code == 0, done.answer
    return Cost(done.seconds, done.cpu)
