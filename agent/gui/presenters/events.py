"""What was done, line by line: on Home and in Activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.domain.activity import Deed, Result
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language, moment
from agent.gui.presenters.process import notes

SHOWN = 6
"""So many are listed on Home."""
UNDO: Result = "undo possible"


@dataclass(frozen=True)
class Event:
    """One line of the list; counts are empty where there is nothing to count. `undo` is the replacement that can be
    taken back, 0 where it is none."""

    when: str
    what: str
    who: str
    customers: str
    changed: str
    tone: Tone
    result: str
    detail: str = ""
    remedy: str = ""
    undo: int = 0

    @property
    def as_text(self) -> str:
        """All of it, to be copied."""
        first = " · ".join(part for part in (self.when, self.what, self.who, self.result) if part)
        return "\n".join(part for part in (first, self.detail, self.remedy) if part)


def events(say: Language, deeds: Sequence[Deed], now: datetime, *, one_portal: bool = False) -> tuple[Event, ...]:
    """In the order in which they come. Where there is but `one_portal`, it goes without saying."""
    return tuple(_event(say, deed, now, one_portal=one_portal) for deed in deeds)


def _event(say: Language, deed: Deed, now: datetime, *, one_portal: bool) -> Event:
    tone, result = RESULTS.get(deed.result, ("quiet", deed.result))
    named = deed.portal and not one_portal
    what = say("{what} to {portal}", what=deed.what, portal=deed.portal) if named else deed.what
    if deed.times > 1 and deed.since is not None:
        since = moment(say, deed.since, now)
        what = say("{what} ({count} times since {when})", what=what, count=say.number(deed.times), when=since)
    when = moment(say, deed.made, now)
    return Event(
        when=when[:1].upper() + when[1:],
        what=what,
        who=deed.who,
        customers="" if deed.customers is None else say.number(deed.customers),
        changed="" if deed.changed is None else say.number(deed.changed),
        tone=tone,
        result=say(result),
        detail=deed.detail or ". ".join(notes(say, deed.findings) if deed.findings else ()),
        remedy=deed.remedy,
        undo=deed.id if deed.result == UNDO else 0,
    )


RESULTS: dict[Result, tuple[Tone, str]] = {
    "done": ("good", "done"),
    "published": ("good", "published"),
    "nothing changed": ("quiet", "nothing to do"),
    "held": ("warn", "held"),
    "waiting for import": ("info", "waiting for import"),
    "stopped": ("quiet", "stopped"),
    "try again later": ("warn", "try again later"),
    "failed": ("bad", "failed"),
    "undo possible": ("info", "undo possible"),
    "undone": ("quiet", "undone"),
    "nothing written": ("quiet", "nothing written"),
    "cut short": ("warn", "cut short"),
    "at work": ("info", "at work"),
    "missed": ("quiet", "missed"),
    "put off": ("quiet", "put off"),
    "paused": ("warn", "paused"),
}
"""How each result is shown."""
