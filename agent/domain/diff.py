"""What changed between the set that is published and the new one, found in one pass and without holding either.

Records of several kinds come mixed (a customer, then his years of history), but each kind comes in key order; so each
kind is merged with its own ordered cursor over what is published.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

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
        self._ahead: deque[tuple[str, bytes]] = deque()
        """What has been looked at and is not yet compared."""
        self._gone: list[str] = []
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
        self._pass(key)
        gone, self._gone = self._gone, []
        self.removed += len(gone)
        if not self._ahead or self._ahead[0][0] != key:
            self.added += 1
            return True, gone
        if self._ahead.popleft()[1] == hash_:
            return False, gone
        self.changed += 1
        return True, gone

    def holds(self, records: Sequence[tuple[str, bytes]]) -> bool:
        """Whether these records, the next that are going to be offered, are published just so."""
        self._pass(records[0][0])
        self._ahead.extend(islice(self._published, max(0, len(records) - len(self._ahead))))
        return [*islice(self._ahead, len(records))] == [*records]

    def rest(self) -> Iterator[str]:
        """The published keys after the last one offered: all gone."""
        for key in chain(self._gone, (key for key, _ in chain(self._ahead, self._published))):
            self.removed += 1
            yield key

    def _pass(self, key: str) -> None:
        """Pass by the published keys before `key`: they are gone. What follows them is looked at."""
        while True:
            self._ahead.extend(islice(self._published, 0 if self._ahead else 1))
            if not self._ahead or self._ahead[0][0] >= key:
                return
            self._gone.append(self._ahead.popleft()[0])


class SetDiff:
    """Compares a whole set, kind by kind."""

    def __init__(self, published: Callable[[str], Published]) -> None:
        self._kinds = {kind: KindDiff(published(kind)) for kind in BODIES}

    def offer(self, kind: str, key: str, hash_: bytes) -> tuple[bool, list[str]]:
        """See `KindDiff.offer`."""
        return self._kinds[kind].offer(key, hash_)

    def holds(self, kind: str, records: Sequence[tuple[str, bytes]]) -> bool:
        """See `KindDiff.holds`."""
        return self._kinds[kind].holds(records)

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
