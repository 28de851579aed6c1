"""Dice that fall the same way for the same seed, on every Python version."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import count
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Numbers derived from `seed` by hashing; believable is all they have to be, so a small bias does not matter."""

    def __init__(self, seed: str) -> None:
        self._numbers = _numbers(seed.encode())

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return next(self._numbers) % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + next(self._numbers) % (high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[next(self._numbers) % len(choices)]

    def chance(self, percent: int) -> bool:
        """True in `percent` of 100 cases."""
        return next(self._numbers) % 100 < percent


def _numbers(seed: bytes) -> Iterator[int]:
    for block in count():
        numbers = array("I")
        for part in range(64):
            numbers.frombytes(blake2b(b"%b/%d/%d" % (seed, block, part)).digest())
        yield from numbers
