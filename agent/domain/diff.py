"""What changed between the set that is published and the new one, found in one pass and without holding either.

Records of several kinds come mixed (a customer, then his years of history), but each kind comes in key order; so each
kind is merged with its own ordered cursor over what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.domain.errors import PracticeError
from shared.records import BODIES

Published = Iterator[tuple[str, bytes]]
"""Keys and hashes of one kind, in key order."""


def nothing_published(_kind: str) -> Published:
    """Compared with this, everything is new."""
    return iter(())


class KindDiff:
    """Compares one kind. `added`, `changed` and `removed` count what was found so far."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._next = next(published, None)
        self._last = ""
        self.added = self.changed = self.removed = 0

    def offer(self, key: str, hash_: bytes) -> tuple[bool, list[str]]:
        """Take the next record of the new set. Answers whether it has to be sent, and which published keys before it
        are gone. Raises `PracticeError` where keys do not ascend: the digest would be wrong."""
        if key <= self._last:
            raise PracticeError(
                "The practice database gives its records in an unexpected order.",
                detail=f"{key!r} came after {self._last!r}.",
                remedy="Nothing was published. Check the sort order and the numbers of these two records.",
            )
        self._last = key
        gone: list[str] = []
        published = self._next
        while published is not None and published[0] < key:
            gone.append(published[0])
            published = next(self._published, None)
        self.removed += len(gone)
        if published is None or published[0] != key:
            self._next = published
            self.added += 1
            return True, gone
        self._next = next(self._published, None)
        if published[1] == hash_:
            return False, gone
        self.changed += 1
        return True, gone

    def rest(self) -> Iterator[str]:
        """The published keys after the last one offered: all gone."""
        while self._next is not None:
            self.removed += 1
            yield self._next[0]
            self._next = next(self._published, None)


class SetDiff:
    """Compares a whole set, kind by kind."""

    def __init__(self, published: Callable[[str], Published]) -> None:
        self._kinds = {kind: KindDiff(published(kind)) for kind in BODIES}

    def offer(self, kind: str, key: str, hash_: bytes) -> tuple[bool, list[str]]:
        """See `KindDiff.offer`."""
        return self._kinds[kind].offer(key, hash_)

    def rest(self) -> Iterator[tuple[str, str]]:
        """Kind and key of everything published that was not offered; call it once, at the end."""
        for kind, part in self._kinds.items():
            for key in part.rest():
                yield kind, key

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """By kind: how many records are added, changed and removed; kinds without any are left out."""
        return {
            kind: {"added": part.added, "changed": part.changed, "removed": part.removed}
            for kind, part in self._kinds.items()
            if part.added or part.changed or part.removed
        }
