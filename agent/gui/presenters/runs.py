"""Earlier replacements in words: the history, and what an undo or redo did (feature A5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agent.domain.values import visible
from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language, counted, moment

if TYPE_CHECKING:
    from agent.domain.runs import Run
    from agent.usecases.replace import Swing


LETTERS_TELL = "CU.Customer Password"


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    id: int
    when: str
    who: str
    field: str
    conditions: str
    count: str
    tone: Tone
    state: str
    no_undo: str
    """Why it can't be undone; empty where it can."""
    no_redo: str
    no_letters: str


def lines(say: Language, runs: list[Run], now: datetime) -> tuple[Line, ...]:
    """The history, newest first."""
    return tuple(_line(say, one, now) for one in runs)


def _line(say: Language, run: Run, now: datetime) -> Line:
    tone, state = _STATES.get(run.state, ("warn", "cut short"))
    done, undone = run.state == "done", run.state == "undone"
    return Line(
        id=run.id,
        when=moment(say, run.made, now),
        who=visible(run.who),
        field=run.what,
        conditions=visible(run.conditions),
        count=say.number(run.changed),
        tone=tone,
        state=say(state),
        no_undo="" if done else say("Only what is done can be undone."),
        no_redo="" if undone else say("Only what was undone can be done again."),
        no_letters=_no_letters(say, run),
    )


def _no_letters(say: Language, run: Run) -> str:
    if LETTERS_TELL not in (run.field, *run.fields) or run.set != "customers":
        return say("Letters are for customers' passwords.")
    return "" if run.state == "done" else say("These passwords do not hold: letters would be wrong.")


_STATES: dict[str, tuple[Tone, str]] = {
    "done": ("good", "done"),
    "undone": ("quiet", "undone"),
    "rolled-back": ("quiet", "nothing written"),
}


@dataclass(frozen=True)
class Report:
    """What an undo or redo did; `skipped` names every row that stays as it is."""

    title: str
    sentence: str
    skipped: tuple[str, ...]


def _resets(say: Language, run: Run, undone: bool) -> tuple[str, ...]:
    """Of customers who had chosen a password themselves, where the run was also for them."""
    if not run.resets:
        return ()
    if not undone:
        return (
            counted(
                say,
                run.resets,
                "It counts for the {count} customer who chose their own, too.",
                "It counts for the {count} customers who chose their own, too.",
            ),
        )
    return (
        counted(
            say,
            run.resets,
            "The password that {count} customer chose counts again, unless a Process has ended it meanwhile.",
            "The passwords that {count} customers chose count again, unless a Process has ended them meanwhile.",
        ),
    )


def report(say: Language, swing: Swing, undone: bool) -> Report:
    """After an undo, or a redo."""
    title = say("Replacement {number} is undone", number=str(swing.run.id))
    if not undone:
        title = say("Replacement {number} is done again", number=str(swing.run.id))
    written = counted(say, swing.written, "{count} row was written.", "{count} rows were written.")
    written = " ".join((written, *_resets(say, swing.run, undone)))
    if not swing.skipped:
        return Report(title, written, ())
    left = counted(
        say,
        len(swing.skipped),
        "{count} row was changed by somebody since, and stays as it is now:",
        "{count} rows were changed by somebody since, and stay as they are now:",
    )
    return Report(title, f"{written} {left}", tuple(visible(one.label) for one in swing.skipped))
