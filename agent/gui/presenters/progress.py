"""How far a long piece of work is, in words; looked at, never pushed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from agent.gui.presenters.language import Language
from agent.jobs.progress import Position

PARTS = 1000
"""What a full bar counts."""
ALMOST = 990
"""An estimate never fills the bar."""
PASSWORDS = "The portal is up to date; protecting passwords"
"""The step that comes after the data: `usecases.credentials`."""
SURE_SECONDS = 1.5
"""A step has to go on this long before its speed says anything."""


@dataclass(frozen=True)
class Shown:
    """What the progress window shows. `parts` of `PARTS` are done, None where nobody knows."""

    step: str
    counts: str
    left: str
    parts: int | None
    note: str
    """What holds meanwhile."""


class Watcher(Protocol):
    """Puts one piece of work into words, from its first look on."""

    def look(self, position: Position) -> Shown:
        """What to show of `position` now."""


class Watch:
    """For all but copies. `expected` is how much a step of unknown length is likely to count; `note` is said all the
    time, in place of what the portal shows meanwhile."""

    def __init__(
        self, say: Language, expected: int = 0, clock: Callable[[], float] = time.monotonic, note: str = ""
    ) -> None:
        self._say = say
        self._expected = expected
        self._clock = clock
        self._begun = clock()
        self._step = ""
        self._published = False
        self._said = note

    def look(self, position: Position) -> Shown:
        """What to show of `position` now."""
        if position.text != self._step:
            self._step, self._begun = position.text, self._clock()
            self._published = self._published or position.text == PASSWORDS
        total = position.total or self._expected
        if not position.text:
            return Shown(self._say("Opening the practice database"), "", "", None, self._note())
        if not total:
            counts = self._say.number(position.done) if position.done else ""
            return Shown(self._say(position.text), counts, "", None, self._note())
        parts = min(PARTS * position.done // total, PARTS if position.total else ALMOST)
        return Shown(
            self._say(position.text), self._counts(position), self._left(position.done, total), parts, self._note()
        )

    def _note(self) -> str:
        if self._said:
            return self._said
        if self._published:
            return self._say("The data is published. New passwords follow as soon as they are protected.")
        return self._say("The portal shows what it showed before until the upload is complete.")

    def _counts(self, position: Position) -> str:
        done = self._say.number(position.done)
        if not position.total:
            return done
        return self._say("{done} of {total}", done=done, total=self._say.number(position.total))

    def _left(self, done: int, total: int) -> str:
        """Time left at the speed of this step so far."""
        gone = self._clock() - self._begun
        if not done or done >= total or gone < SURE_SECONDS:
            return ""
        seconds = math.ceil(gone / done * (total - done))
        if seconds < 60:
            return self._say("about {seconds} s left", seconds=seconds)
        return self._say("about {minutes} min left", minutes=math.ceil(seconds / 60))
