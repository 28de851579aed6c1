"""What was done at this computer, as Activity lists it (feature row A16).

Replacements are not kept here: the journal has them, with their rows; Activity shows them as deeds of kind "replace".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

DeedKind = Literal["process", "replace", "backup", "restore", "settings", "users", "pair", "letters", "requests"]
Result = Literal[
    "done",
    "published",
    "nothing changed",
    "held",
    "waiting for import",
    "stopped",
    "try again later",
    "failed",
    "undo possible",
    "undone",
    "nothing written",
    "cut short",
    "at work",
    "missed",
    "put off",
    "paused",
]
SUCCESSES: frozenset[Result] = frozenset(("done", "published", "nothing changed", "held", "waiting for import"))
"""A Process that ended so came through to the receiver."""
FAILURES: frozenset[Result] = frozenset(("failed", "try again later", "paused"))


@dataclass(frozen=True)
class Findings:
    """What a Process found that somebody should look at: how many customers have no portal password, a weak one, or
    one that somebody else has too; and which level-1 users can't sign in to the administration site, as their passwords
    are too weak for a live portal (A14)."""

    without_password: int = 0
    weak: int = 0
    shared: int = 0
    stayed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deed:
    """One thing that was done or tried. `id` is 0 until it is kept."""

    kind: DeedKind
    who: str
    what: str
    """In words, without values of customers."""
    result: Result
    made: datetime
    """UTC."""
    customers: int | None = None
    changed: int | None = None
    detail: str = ""
    """Why it came to nothing; the sentence of the error."""
    remedy: str = ""
    id: int = 0
    portal: str = ""
    """Of a Process: where it went, as far as that was known."""
    findings: Findings | None = None
    """Of a Process that came through."""
    unattended: bool = False
    """Whether the schedule did it."""
    times: int = 1
    """So often the same happened in a row; `made` is the last time, `since` the first."""
    since: datetime | None = None
    wait: int = 0
    """For so many seconds the receiver wanted to be left alone."""


@dataclass(frozen=True)
class Wanted:
    """Which deeds are listed: of some kinds and results (all, where none is named), with a text in their words."""

    kinds: frozenset[DeedKind] = frozenset()
    results: frozenset[Result] = frozenset()
    text: str = ""

    def takes(self, deed: Deed) -> bool:
        """Whether this deed is wanted; letter case does not matter."""
        if self.kinds and deed.kind not in self.kinds:
            return False
        if self.results and deed.result not in self.results:
            return False
        words = (deed.what, deed.who, deed.portal, deed.result, deed.detail, deed.remedy)
        return not self.text or self.text.casefold() in "\n".join(words).casefold()


@dataclass(frozen=True)
class Place:
    """Where a page of the list ended: everything older than this deed and this replacement is still to come."""

    deed: int = 0
    run: int = 0


@dataclass(frozen=True)
class Listed:
    """A page of the list, newest first; `rest` is where the next one begins, None where nothing is left."""

    deeds: tuple[Deed, ...]
    rest: Place | None


def in_a_row(before: Deed, now: Deed) -> Deed | None:
    """Both as one line, where the schedule did the same again with the same outcome and nothing was changed by it; else
    None. So a quiet week-end is one line, not a hundred."""
    if not (before.unattended and now.unattended) or now.changed or now.result in _ALONE:
        return None
    if replace(before, made=now.made, since=None, times=1, id=0, wait=now.wait) != replace(now, since=None, id=0):
        return None
    return replace(now, times=before.times + 1, since=before.since or before.made)


_ALONE: frozenset[Result] = frozenset(("published", "at work", "missed"))


def moved(difference: Mapping[str, Mapping[str, int]]) -> int:
    """How many customers a snapshot added, changed or removed, their data or their passwords, by its difference."""
    return max(sum(difference.get(kind, {}).values()) for kind in ("customer", "credential"))
