"""S4: what measures the receiver's answers finds a true difference, and not a busy moment."""

from __future__ import annotations

from itertools import chain, repeat

from tests.portal.timing import fastest

BUSY, REST, DEAR = 0.5, 0.01, 0.02


def near(quick: float, slow: float) -> bool:
    return slow < 1.4 * quick


def test_S4_a_busy_moment_is_measured_again() -> None:
    seconds = chain([BUSY] * 3, repeat(REST))
    assert fastest(lambda: [("known", next(seconds)), ("nobody", REST)], near) == (REST, REST)


def test_S4_a_difference_stays_however_often_it_is_measured() -> None:
    assert fastest(lambda: [("known", DEAR), ("nobody", REST)], near) == (REST, DEAR)
