"""What a fault on the way from office to portal is to the campaign, and where it is played."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.campaign.report import Report, Rule, report
from tests.campaign.stage import Stage
from tests.campaign.wire.portal import Portal

NUMBERED: Final = tuple(f"F{number}" for number in range(1, 48))
"""The faults of the table in the design ("Faults on the way from office to portal")."""


@dataclass
class Grounds:
    """Where faults are played: one stage for those that only pass over it, an empty folder for each of the others.

    Whoever can't leave the stage as it was plays in a folder, or calls `leave` at the end.
    """

    folder: Path
    database: str = "sqlite"
    """Of the receiver: "sqlite" or "postgresql"."""
    pause: float = 0.01
    """Seconds between two pages that the checker reads."""
    _opened: ExitStack = field(default_factory=ExitStack)
    _stage: Stage | None = None
    _portal: Portal | None = None
    _made: int = 0

    @classmethod
    @contextmanager
    def open(cls, folder: Path, database: str = "sqlite", pause: float = 0.01) -> Iterator[Grounds]:
        """While inside, faults can be played; what they left running ends with it."""
        one = cls(folder, database, pause)
        try:
            yield one
        finally:
            one.leave()

    @property
    def stage(self) -> Stage:
        """The stage: a receiver, an office that publishes to it over a tap, and the checker. Opened when first asked
        for."""
        if self._stage is None:
            self._stage = self._opened.enter_context(Stage.open(self.fresh("stage"), self.database, self.pause))
        return self._stage

    @property
    def portal(self) -> Portal:
        """A receiver with one company, whose computer signs by hand. Opened when first asked for."""
        if self._portal is None:
            self._portal = self._opened.enter_context(Portal.open(self.fresh("portal"), self.database))
        return self._portal

    def fresh(self, name: str) -> Path:
        """An empty folder of its own."""
        self._made += 1
        made = self.folder / f"{self._made}-{name}"
        made.mkdir()
        return made

    def leave(self) -> None:
        """Close the stage and the portal; whoever asks next gets a new one."""
        self._stage = self._portal = None
        self._opened.close()


Play = Callable[[Grounds, int, int], Report]
"""Plays so many shots, from a seed."""


@dataclass(frozen=True)
class Fault:
    """A fault, or several that one play injects (`ids`, as in the design's table).

    `injected` says by what, `required` what has to come of it; `short` and `long` are how many shots the tests and the
    campaign take, `programs` what has to be installed.
    """

    ids: tuple[str, ...]
    injected: str
    required: str
    play: Play
    short: int
    long: int
    programs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is called in a line."""
        return " ".join(self.ids)

    def played(self, grounds: Grounds, shots: int, seed: int) -> Report:
        """Play it. A play that comes to nothing is a broken rule, never an end of the campaign."""
        if missing := [one for one in self.programs if shutil.which(one) is None]:
            return self._unplayed(seed, f"needs {', '.join(missing)}")
        try:
            return self.play(grounds, shots, seed)
        except Exception as error:
            grounds.leave()
            return self._unplayed(seed, f"{type(error).__name__}: {error}")

    def _unplayed(self, seed: int, why: str) -> Report:
        return report(self.name, seed, (), Rule("it was played", False, why))


def on_stage(play: Callable[[Stage, int, int], Report]) -> Play:
    """A play that needs the stage alone."""
    return lambda grounds, shots, seed: play(grounds.stage, shots, seed)


def on_portal(play: Callable[[Portal, int, int], Report]) -> Play:
    """A play that needs a portal without an agent."""
    return lambda grounds, shots, seed: play(grounds.portal, shots, seed)


def in_folder(run: Callable[[Path, str, int, int], Report]) -> Play:
    """A play that wants an empty folder and the kind of the receiver's database."""
    return lambda grounds, shots, seed: run(grounds.fresh("play"), grounds.database, shots, seed)
