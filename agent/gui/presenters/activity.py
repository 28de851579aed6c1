"""The page Activity in words: what can be chosen from, and what one line tells when it is folded out (A16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.domain.activity import DeedKind, Result, Wanted
from agent.gui.presenters.language import Language

if TYPE_CHECKING:
    from agent.domain.activity import Listed, Place

PAGE = 100
"""So many lines are asked for at a time."""


class ActivityWork(Protocol):
    """What the page asks of the office."""

    def page(self, wanted: Wanted, after: Place | None) -> Listed:
        """The newest `PAGE` that are wanted, or those after a page that ended at `after`."""


@dataclass(frozen=True)
class KindChoice:
    """One line of the first list: everything, or deeds of one kind."""

    text: str
    kinds: frozenset[DeedKind] = frozenset()


@dataclass(frozen=True)
class ResultChoice:
    """One line of the second list: everything, or deeds with certain results."""

    text: str
    results: frozenset[Result] = frozenset()


def kind_choices(say: Language) -> tuple[KindChoice, ...]:
    """In the order of the list."""
    return (
        KindChoice(say("Everything")),
        *(KindChoice(say(text), frozenset((kind,))) for kind, text in _KINDS.items()),
    )


_KINDS: dict[DeedKind, str] = {
    "process": "Process",
    "replace": "Global Replacement",
    "backup": "Backup",
    "restore": "Restore",
    "settings": "Settings",
    "users": "Users and passwords",
    "pair": "Pairing",
    "letters": "Letters and cards",
    "requests": "Requests",
}


def result_choices(say: Language) -> tuple[ResultChoice, ...]:
    """In the order of the list."""
    return (
        ResultChoice(say("Any result")),
        ResultChoice(say("Came through"), frozenset(("done", "published", "nothing changed", "undo possible"))),
        ResultChoice(say("At work"), frozenset(("at work",))),
        ResultChoice(say("Needs a look"), _LOOK),
        ResultChoice(say("Failed"), frozenset(("failed",))),
        ResultChoice(say("Stopped or taken back"), _STOPPED),
    )


_LOOK: frozenset[Result] = frozenset(("held", "waiting for import", "try again later", "failed", "paused", "cut short"))
_STOPPED: frozenset[Result] = frozenset(("stopped", "missed", "put off", "undone", "nothing written"))


def nothing(say: Language, wanted: Wanted) -> str:
    """What an empty list says."""
    if wanted == Wanted():
        return say("Every Process, replacement, backup and setting will be listed here.")
    return say("Nothing fits. Choose something else above, or search for less.")
