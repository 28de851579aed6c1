"""Stops a Process that nobody looks at before a practice database that is not what it was (reliability F36, F37)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from agent.domain.errors import PracticeError
from agent.domain.likeness import Likeness, strangeness
from agent.usecases.practice_ports import PracticeDatabase

_TOLD: Final = 5
"""So many differences are told; the others follow from the same cause."""


class Likenesses(Protocol):
    """Remembers what practice databases were like."""

    def of(self, practice_id: str) -> Likeness | None:
        """As it was when a Process last published it."""

    def keep(self, practice_id: str, likeness: Likeness) -> None:
        """In place of what was remembered."""


@dataclass(frozen=True)
class Recognition:
    """Of the practice database of one Process."""

    practice: PracticeDatabase
    likenesses: Likenesses

    def look(self, *, attended: bool) -> Likeness:
        """What the practice database is like now. Raises `PracticeError` where that is strange and nobody has seen what
        would change; nothing was sent then."""
        now = self.practice.likeness()
        before = self.likenesses.of(self.practice.practice_id)
        strange = [] if attended or before is None else strangeness(before, now)
        if strange:
            raise PracticeError(
                "The practice database is not what it was at the last Process. Is this right?",
                detail=" ".join([*strange[:_TOLD], "Nothing was sent; customers see what they saw before."]),
                remedy="Put the right database back; or look at what would change with Customer Portal > Preview (agent"
                " process --dry-run) and start Process there (agent process --confirm).",
            )
        return now

    def keep(self, seen: Likeness) -> None:
        """It was published like this."""
        if seen != self.likenesses.of(self.practice.practice_id):
            self.likenesses.keep(self.practice.practice_id, seen)
