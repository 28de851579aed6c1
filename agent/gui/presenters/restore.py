"""Files > Restore in words (feature row A2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agent.gui.looks.tokens import Tone
from agent.gui.presenters.backup import Outcome, size
from agent.gui.presenters.language import Language, counted, moment

if TYPE_CHECKING:
    from agent.domain.backups import Restorable
    from agent.usecases.restore import Restored


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
