"""Files > Backup and Files > Restore in words (feature row A2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.gui.presenters.language import Language, counted, moment
from agent.gui.tokens import Tone
from agent.jobs.progress import PolledProgress, Position

if TYPE_CHECKING:
    from agent.domain.backups import ManualCopy, Restorable
    from agent.usecases.backup import CopyPlan
    from agent.usecases.restore import Restored

PARTS = 1000
"""What a full bar counts."""
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


@dataclass(frozen=True)
class Moving:
    """How far a copy is. `parts` of `PARTS`, None where nobody knows."""

    step: str
    counts: str
    parts: int | None


def moving(say: Language, position: Position) -> Moving:
    """A position of the work in words."""
    step = say(position.text or "Opening the practice database")
    if not position.total:
        return Moving(step, "", None)
    parts = min(PARTS * position.done // position.total, PARTS)
    return Moving(step, say("{percent} %", percent=parts * 100 // PARTS), parts)


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


@dataclass(frozen=True)
class CopyRow:
    """One line of the table."""

    when: str
    reason: str
    size: str
    kind: str
    tone: Tone
    state: str
    obstacle: str
    """Why it can't be restored; empty where it can."""
    listed_by_hand: bool
    """Whether it can be taken off the list."""


def copy_rows(say: Language, listing: list[Restorable], now: datetime) -> tuple[CopyRow, ...]:
    """The table of Files > Restore."""
    return tuple(_row(say, one, now) for one in listing)


def _row(say: Language, one: Restorable, now: datetime) -> CopyRow:
    kind = say(_KINDS[one.origin]) if one.kind == "practice" else say("Porchlight's own fields")
    tone, state = _STATES[one.state]
    gone = say("This copy is gone: plug in what it was written to, or choose another.")
    return CopyRow(
        moment(say, one.made, now),
        one.path or _capital(say(one.reason)),
        size(say, one.size),
        kind,
        "info" if one.protected and one.state == "there" else tone,
        say("passphrase") if one.protected and one.state == "there" else say(state),
        gone if one.state == "gone" else "",
        one.origin == "manual",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_KINDS = {"automatic": "Automatic", "manual": "Your copy", "file": "File"}
_STATES: dict[str, tuple[Tone, str]] = {
    "there": ("good", "ready"),
    "gone": ("quiet", "gone"),
    "changed": ("warn", "changed since"),
}


@dataclass(frozen=True)
class Preview:
    """What restoring a copy means."""

    title: str
    sentences: tuple[str, ...]
    caution: str
    button: str
    needs_passphrase: bool


def preview(say: Language, copy: Restorable, now: datetime) -> Preview:
    """Before the one confirmation."""
    when = moment(say, copy.made, now)
    what = copy.path or say(copy.reason)
    if copy.kind == "agent":
        title = say("The fields that Porchlight keeps itself go back to {when}", when=when)
        before = say("What they hold now is backed up first, so that this can be taken back in the same way.")
    else:
        title = say("The practice database goes back to {when}", when=when)
        before = say("What is there now is backed up first, so that this can be taken back in the same way.")
    days = (now - copy.made).days
    old = counted(
        say,
        days,
        "The copy is {count} day old: what the office has entered since is not in it.",
        "The copy is {count} days old: what the office has entered since is not in it.",
    )
    today = say("What the office has entered since then is not in the copy.")
    return Preview(
        title,
        (say("The copy: {what}, {size}", what=what, size=size(say, copy.size)), before),
        old if days > 0 else today,
        say("&Restore to {when}", when=when),
        copy.protected,
    )


def put_back(say: Language, done: Restored, now: datetime) -> Outcome:
    """A copy was put back."""
    when = moment(say, done.copy.made, now)
    if done.copy.kind == "agent":
        title = say("The fields that Porchlight keeps itself are back to {when}", when=when)
    else:
        title = say("The practice database is back to {when}", when=when)
    if done.earlier is None:
        before = say("There was nothing before it that could be backed up.")
    else:
        before = say(
            "What was there before is in the list as the backup of {when} ({id}).",
            when=moment(say, done.earlier.made, now),
            id=done.earlier.id,
        )
    return Outcome(title, (before, say("The portal shows it after the next Process.")))
