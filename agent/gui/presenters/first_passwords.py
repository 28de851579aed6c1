"""The first passwords of the customers in words: how it stands, what would be written, what was (features A4, A6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.first_steps import SetUp
from agent.domain.values import shown
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.replacement import Plan
    from agent.domain.runs import Run

SAMPLE_ROWS = 4


@dataclass(frozen=True)
class Standing:
    """How it stands."""

    title: str
    sentence: str


@dataclass(frozen=True)
class Wanted:
    """What would be written; `verb` is the button and names the count."""

    title: str
    rows: tuple[str, ...]
    verb: str


def standing(say: Language, set_up: SetUp) -> Standing:
    """How many of the active customers have no portal password."""
    if set_up.trouble is not None or set_up.active is None or set_up.without_password is None:
        return Standing(say("Nobody has counted yet."), say("The practice database has to be chosen first."))
    active, without = set_up.active, set_up.without_password
    if not active:
        return Standing(say("There are no active customers."), "")
    if not without:
        return Standing(
            counted(
                say,
                active,
                "The one active customer has a portal password.",
                "All {count} active customers have a portal password.",
            ),
            say("They are in the practice database, in the field CU.Customer Password."),
        )
    return Standing(
        say(
            "{without} of {active} active customers have no portal password.",
            without=say.number(without),
            active=say.number(active),
        ),
        say("Each of them gets a password of four words, a different one for everybody."),
    )


def wanted(say: Language, plan: Plan) -> Wanted:
    """The plan, with a few of its rows as they will be."""
    count = len(plan.changes)
    rows = [f"{one.label}: {shown(one.after)}" for one in plan.changes[:SAMPLE_ROWS]]
    if count > SAMPLE_ROWS:
        rows.append(say("and {count} more", count=say.number(count - SAMPLE_ROWS)))
    return Wanted(
        counted(say, count, "{count} customer gets a password", "{count} customers get a password"),
        tuple(rows),
        counted(say, count, "&Make {count} password", "&Make {count} passwords"),
    )


def given(say: Language, run: Run) -> str:
    """What was written, and where the backup is."""
    made = counted(say, run.changed, "{count} password was made.", "{count} passwords were made.")
    if not run.backup:
        return made
    backup = say("The backup from before is {backup}.", backup=run.backup)
    return f"{made} {backup}"


def taken_back(say: Language, count: int) -> str:
    """What was undone."""
    return counted(say, count, "{count} password was taken back.", "{count} passwords were taken back.")
