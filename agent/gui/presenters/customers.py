"""The Customer List in words (feature row A7): how many are shown, why none is, and what can be asked of the office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from agent.domain import values
from agent.gui.presenters.language import Language
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.customer_list import Query, Roll
    from agent.domain.edit import Cell
    from agent.domain.runs import Run
    from agent.usecases.customer_card import Card
    from agent.usecases.replace import Swing

LONGEST: Final = 300
"""Characters of one cell: nobody reads more in a list, and measuring a whole megabyte would stop the window."""
_PILED: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More marks upon one letter than any language puts there: they would be drawn over the lines above and below."""
BREAK: Final = "\u200b"
_ENDLESS: Final = re.compile(r"(\S{20})(?=\S)")
"""More letters without a blank than a line takes."""


class CustomersWork(Protocol):
    """What the Customer List asks of the office."""

    def roll(self) -> Roll:
        """Every customer, prepared for searching. Raises `AgentError`."""

    def card(self, record_id: str) -> Card:
        """One customer with everything that hangs on him. Raises `AgentError`."""

    def save(self, cells: Sequence[Cell], about: str, progress: PolledProgress, *, also_own: bool) -> Run | None:
        """Write all these cells or none; None where they hold their new values already. `also_own`: a new password
        counts for a customer who chose his own, too. Raises `AgentError`."""

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """Take it back. Raises `AgentError`."""


def one_line(text: str) -> str:
    """A text of the practice database as a cell of a table or a title shows it: in one line, harmless, not longer than
    one can see."""
    cut = text[: LONGEST + 1]
    told = _PILED.sub(r"\1", values.visible(" ".join(cut.split())))
    return told if len(cut) <= LONGEST else f"{told[:LONGEST]}…"


def whole(text: str) -> str:
    """A text of several lines that somebody outside the office wrote, harmless; what has no blanks can be broken, at a
    `BREAK` that nobody sees and that must not be copied."""
    return _ENDLESS.sub(f"\\1{BREAK}", _PILED.sub(r"\1", values.visible(text)))


@dataclass(frozen=True)
class Emptiness:
    """Why there is nothing to see, and what to do."""

    title: str
    sentence: str


def footer(say: Language, shown: int, total: int) -> str:
    """How many of how many."""
    return say("{shown} of {total}", shown=say.number(shown), total=say.number(total))


def emptiness(say: Language, total: int, query: Query) -> Emptiness:
    """In place of a list without lines."""
    if not total:
        return Emptiness(
            say("There are no customers yet"),
            say("As soon as the practice database holds customers, they are listed here."),
        )
    if query.text.strip():
        return Emptiness(
            say("Nobody is found for “{wanted}”", wanted=one_line(query.text)),
            say("Number, names, street, city, e-mail and phone are searched. Try fewer letters, or another status."),
        )
    return Emptiness(say("Nobody has this status now"), say("Choose another one above the list."))


def reading(say: Language) -> Emptiness:
    """Until the list is there."""
    return Emptiness(say("Reading the customers…"), say("The list appears as soon as it is read."))


def unread(say: Language) -> Emptiness:
    """The list could not be read; why stands in the banner."""
    return Emptiness(say("The customers could not be read"), say("When that is mended, press F5."))


def nobody_chosen(say: Language) -> Emptiness:
    """In place of the details."""
    return Emptiness(say("No customer is chosen"), say("Choose one in the list to see everything about them here."))


OWN: Final = "\x00own"
"""In place of a status: those who chose their portal password themselves."""


@dataclass(frozen=True)
class StatusChoice:
    """An entry of the filter: the folded status (empty for all, `OWN` for something else), and what is shown."""

    status: str
    text: str


def statuses(say: Language, roll: Roll) -> tuple[StatusChoice, ...]:
    """All, then each status with its count; last, where there are any, those who chose their password themselves."""
    every = say("All statuses ({count})", count=say.number(len(roll)))
    found = [StatusChoice("", every)]
    for status, (name, count) in roll.statuses.items():
        shown = one_line(name) or say("No status")
        found.append(StatusChoice(status, say("{status} ({count})", status=shown, count=say.number(count))))
    if roll.own:
        found.append(StatusChoice(OWN, say("Own portal password ({count})", count=say.number(roll.own))))
    return tuple(found)
