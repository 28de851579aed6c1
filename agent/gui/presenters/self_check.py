"""Help > Self-check in words (feature row A20)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.checks import Check


class Board:
    """What is asked and what was answered so far; written by whoever asks, looked at by the window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._titles: dict[str, str] = {}
        self._found: dict[str, Check] = {}

    def expect(self, titles: dict[str, str]) -> None:
        """These are asked: title by id."""
        with self._lock:
            self._titles = titles

    def tell(self, check: Check) -> None:
        """One was answered."""
        with self._lock:
            self._found[check.id] = check

    @property
    def now(self) -> list[tuple[str, str, Check | None]]:
        """Id, title and answer of each, in the order in which they are listed."""
        with self._lock:
            return [(id_, title, self._found.get(id_)) for id_, title in self._titles.items()]


class SelfCheckWork(Protocol):
    """What the window asks of the office. Every call raises `AgentError`."""

    def run(self, board: Board) -> list[Check]:
        """Ask everything; each answer is on the board as soon as it is there."""

    def save(self, target: Path, checks: list[Check]) -> Path:
        """Write the diagnostic bundle."""


@dataclass(frozen=True)
class Line:
    """One check as it is shown."""

    id: str
    title: str
    tone: Tone
    icon: str
    state: str
    sentence: str
    fix: str


@dataclass(frozen=True)
class SelfCheckView:
    """Everything that is shown. `obstacle` is why the buttons can't be used; empty where they can."""

    title: str
    sentence: str
    lines: tuple[Line, ...]
    obstacle: str


def view(say: Language, now: list[tuple[str, str, Check | None]], *, over: bool) -> SelfCheckView:
    """What the board says; `over` once everything is answered: then what has to be mended comes first."""
    lines = tuple(_line(say, id_, title, check) for id_, title, check in now)
    answered = sum(check is not None for _, _, check in now)
    if not over:
        sentence = say("{done} of {total} answered", done=say.number(answered), total=say.number(len(now)))
        return SelfCheckView(
            say("Looking at everything"),
            sentence if now else "",
            lines,
            say("Wait until everything is answered."),
        )
    states = [check.state for _, _, check in now if check is not None]
    broken, look = states.count("broken"), states.count("look")
    fine = counted(say, states.count("fine"), "{count} is fine", "{count} are fine")
    if broken:
        title = counted(say, broken, "{count} thing is broken", "{count} things are broken")
    elif look:
        title = counted(say, look, "{count} thing to look at", "{count} things to look at")
    else:
        title = say("Everything is fine")
    also = counted(say, look, "{count} to look at", "{count} to look at") if broken and look else ""
    first = sorted(lines, key=lambda line: _URGENT.get(line.tone, len(_URGENT)))
    return SelfCheckView(title, " · ".join(part for part in (also, fine) if part), tuple(first), "")


def _line(say: Language, id_: str, title: str, check: Check | None) -> Line:
    if check is None:
        return Line(id_, say(title), "quiet", "working", say("asking"), "", "")
    tone, icon, state = _STATES[check.state]
    sentence = " ".join(say(part) for part in (check.sentence, check.detail) if part)
    return Line(id_, say(title), tone, icon, say(state), sentence, say(check.fix) if check.fix else "")


_STATES: dict[str, tuple[Tone, str, str]] = {
    "fine": ("good", "check", "fine"),
    "look": ("warn", "warn", "look at this"),
    "broken": ("bad", "bad", "broken"),
    "not asked": ("quiet", "info", "not asked"),
}


_URGENT: dict[Tone, int] = {"bad": 0, "warn": 1}
"""What has to be mended stands above what is fine."""


def bundle_name(now: datetime) -> str:
    """A name for a bundle made now."""
    return f"porchlight-diagnostics-{now:%Y-%m-%d-%H%M}.zip"
