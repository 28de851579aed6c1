"""What the tray shows and when it speaks: only when somebody has to do something (feature A16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.requests import Waiting
from agent.domain.standing import Standing
from agent.gui.presenters.home import Status
from agent.gui.presenters.language import Language, counted
from agent.gui.presenters.requests import on_home

_WORST_FIRST: tuple[Standing | None, ...] = (
    "failed",
    "needs you",
    "paused",
    "offline",
    "working",
    None,
    "up to date",
)


def worst(statuses: Sequence[Status]) -> Status | None:
    """What the one icon stands for where there are several portals; None where there are none."""
    return min(statuses, key=lambda one: _WORST_FIRST.index(one.standing), default=None)


def tooltip(say: Language, status: Status | None, following: str) -> str:
    """The state in words, and what comes next."""
    if status is None:
        return say("Porchlight: the set-up comes first")
    return "\n".join((say("Porchlight: {title}", title=status.title), following))


@dataclass(frozen=True)
class Notice:
    """What is said above the tray."""

    title: str
    sentence: str


class RequestNotifier:
    """Speaks when customers asked for something more that nobody has looked at. What was there when the window opened
    is on Home, and never spoken of."""

    def __init__(self) -> None:
        self._unseen: int | None = None

    def look(self, say: Language, waiting: Waiting) -> Notice | None:
        """What has to be said about these, if anything."""
        before, self._unseen = self._unseen, waiting.unseen
        if before is None or waiting.unseen <= before:
            return None
        more = waiting.unseen - before
        title = counted(say, more, "{count} new request of a customer", "{count} new requests of customers")
        return Notice(title, on_home(say, waiting))


class Notifier:
    """Speaks once, when a portal that was fine, or that it spoke of before, needs somebody in a new way. What passes by
    itself, and what is so when the window opens, is never spoken of."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        """By portal: what is known of it, empty while it is fine."""

    def look(self, statuses: Sequence[Status]) -> list[Notice]:
        """What has to be said about these, if anything."""
        return [notice for one in statuses if (notice := self._look(one)) is not None]

    def _look(self, status: Status) -> Notice | None:
        before = self._known.get(status.portal)
        if status.standing == "up to date":
            self._known[status.portal] = ""
        elif status.urgent:
            self._known[status.portal] = status.title
            if before is not None and before != status.title:
                return Notice(status.title, status.sentence)
        return None
