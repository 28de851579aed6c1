"""Files > Backup in words, and what it shares with Files > Restore (feature row A2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.gui.presenters.language import Language
from agent.gui.presenters.progress import PARTS, Shown
from agent.jobs.progress import PolledProgress, Position

if TYPE_CHECKING:
    from agent.domain.backups import ManualCopy, Restorable
    from agent.usecases.backup import CopyPlan
    from agent.usecases.restore import Restored

MINIMUM = 8
"""Characters of a passphrase, as `domain.backups` has it."""
PROTECTED_ENDING = "porchlight"


class BackupWork(Protocol):
    """What the two windows ask of the office. Every call raises `AgentError`."""

    def plan(self, folder: Path) -> CopyPlan:
        """What a copy in that folder would be and need."""

    def copy(self, target: Path, passphrase: str, progress: PolledProgress) -> ManualCopy:
        """Write a copy there."""

    def listing(self) -> list[Restorable]:
        """Every copy that is known, newest first."""

    def chosen(self, file: Path) -> Restorable:
        """A file that was picked, looked at."""

    def forget(self, copy_id: str) -> None:
        """Take a copy off the list."""

    def restore(self, copy: Restorable, passphrase: str, progress: PolledProgress) -> Restored:
        """Put a copy back."""

    def settle(self) -> list[str]:
        """What became of a restore that was cut short: a sentence, or nothing."""


@dataclass(frozen=True)
class BackupForm:
    """What is typed and ticked."""

    target: str
    protect: bool = False
    passphrase: str = field(default="", repr=False)
    again: str = field(default="", repr=False)

    @property
    def secret(self) -> str:
        """The passphrase; empty where none is wanted."""
        return self.passphrase if self.protect else ""

    def obstacle(self, say: Language) -> str:
        """Why it can't be begun; empty where it can."""
        if not self.target.strip():
            return say("Say where the copy is to be written first.")
        if not self.protect:
            return ""
        if len(self.passphrase) < MINIMUM:
            return say("The passphrase needs at least {count} characters.", count=MINIMUM)
        if self.passphrase != self.again:
            return say("The two passphrases are not the same yet.")
        return ""


def suggested_name(plan: CopyPlan | None, *, protect: bool, now: datetime) -> str:
    """A name for a copy made now; the ending says what it is."""
    endings = {"pg_dump": "dump", "mysqldump": "sql"}
    ending = PROTECTED_ENDING if protect else endings.get(plan.form if plan else "", "db")
    return f"practice-{now:%Y-%m-%d-%H%M}.{ending}"


def needed(say: Language, plan: CopyPlan) -> str:
    """How much space it takes and how much is there."""
    if plan.free is None:
        return say("This folder does not exist yet.")
    free = say("{free} are free there.", free=size(say, plan.free))
    if not plan.size:
        return say("How large it will be is not known before.") + " " + free
    return say("It needs about {size}.", size=size(say, plan.size)) + " " + free


def protection(say: Language, form: BackupForm, plan: CopyPlan | None) -> tuple[str, bool]:
    """What the copy will be, and whether that deserves attention."""
    if form.protect:
        return say(
            "The copy is encrypted and opens on any computer, with the passphrase alone."
            " Without it nobody can open the copy: keep it apart from the copy."
        ), False
    made = _FORMS[plan.form if plan else "file"]
    return say(made) + " " + say("It is not encrypted: keep it where only the office can read it."), True


_FORMS = {
    "file": "A copy of the database file, which the office's program can read as it is.",
    "tables": "A SQLite file with all tables of the server's database.",
    "pg_dump": "A dump by PostgreSQL's own pg_dump.",
    "mysqldump": "A dump by the server's own mysqldump.",
}


def size(say: Language, count: int) -> str:
    """Bytes as one says them."""
    if count < 1_000_000:
        return say("{count} kB", count=say.number(max(round(count / 1000), 1)))
    if count < 10_000_000_000:
        return say("{count} MB", count=say.number(round(count / 1_000_000)))
    return say("{count} GB", count=say.number(round(count / 1_000_000_000)))


class CopyWatch:
    """For a copy that is made or put back: how far it is in percent. `note` says what holds meanwhile."""

    def __init__(self, say: Language, note: str) -> None:
        self._say = say
        self._note = note

    def look(self, position: Position) -> Shown:
        """What to show of `position` now."""
        step = self._say(position.text or "Opening the practice database")
        if not position.total:
            return Shown(step, "", "", None, self._note)
        parts = min(PARTS * position.done // position.total, PARTS)
        return Shown(step, self._say("{percent} %", percent=parts * 100 // PARTS), "", parts, self._note)


@dataclass(frozen=True)
class Outcome:
    """What was done, in words."""

    title: str
    sentences: tuple[str, ...]
    note: str = ""
    """What deserves attention."""


def backed_up(say: Language, copy: ManualCopy) -> Outcome:
    """A copy was made."""
    return Outcome(
        say("The copy is complete"),
        (
            say("{path}, {size}", path=copy.path, size=size(say, copy.size)),
            say("It was read back from there and is as it should be. You keep it until you delete it."),
        ),
        "" if copy.protected else say("It is not encrypted."),
    )
